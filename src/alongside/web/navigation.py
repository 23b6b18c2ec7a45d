"""Which pages each role is led to, in order: the first is where it begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from alongside.access.viewer import Permission, Viewer
from alongside.areas.allegations.permissions import READ_CONCERN
from alongside.areas.challenges.permissions import ANSWER_CHALLENGE
from alongside.areas.front_door.permissions import (
    ANSWER,
    SEE_FIGURES,
    SEE_QUEUE,
    SEE_SCHOOL_RECORD,
    SEE_YOUR_CHILDREN,
)
from alongside.areas.loads.permissions import SEE_LOADS
from alongside.areas.messages.permissions import SEE_INBOX
from alongside.areas.plans.permissions import SEE_WORK
from alongside.areas.staffing.permissions import MARK_AWAY
from alongside.packs import Pack, load_pack

HUB, SCHOOL, COUNCIL = "front_door", "school", "local_authority"
DESIGNATED_OFFICER = "designated_officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page that is led to: for whom, by the act it needs, and in which kind of team or organisation."""

    label: str
    route: str
    needs: Permission
    team_kind: str = ""
    organisation_kind: str = ""
    through: str = ""  # the relationship that must grant the act; empty where any may
    counts_unread: bool = False


PLACES = (
    Place(label="Queue", route="hub_queue", needs=SEE_QUEUE, team_kind=HUB),
    Place(
        label="Your children",
        route="your_children",
        needs=SEE_YOUR_CHILDREN,
        organisation_kind=SCHOOL,
    ),
    Place(
        label="Concerns", route="officer_concerns", needs=READ_CONCERN, team_kind=DESIGNATED_OFFICER
    ),
    Place(label="Files that came in", route="loads", needs=SEE_LOADS, organisation_kind=COUNCIL),
    Place(label="Your work", route="help_work", needs=SEE_WORK),
    Place(label="Questions to answer", route="questions", needs=ANSWER, through="consulted"),
    Place(label="Inbox", route="inbox", needs=SEE_INBOX, counts_unread=True),
    Place(label="Answers owed", route="help_owed", needs=SEE_WORK),
    Place(label="Challenges", route="hub_challenges", needs=ANSWER_CHALLENGE, team_kind=HUB),
    Place(label="Decided", route="hub_decided", needs=SEE_QUEUE, team_kind=HUB),
    Place(
        label="Your school’s record",
        route="school_record",
        needs=SEE_SCHOOL_RECORD,
        organisation_kind=SCHOOL,
    ),
    Place(label="Figures", route="figures", needs=SEE_FIGURES, organisation_kind=COUNCIL),
    Place(label="Who is away", route="who_is_away", needs=MARK_AWAY),
)


def places_for(viewer: Viewer) -> Iterator[tuple[Place, str]]:
    """The pages this posting is led to, with their addresses; no query: a pack is held in memory."""
    pack = load_pack(viewer.pack)
    for place in _places(pack, viewer.role, viewer.team_kind, viewer.organisation_kind):
        yield place, reverse(place.route)


@lru_cache(maxsize=512)
def _places(pack: Pack, role: str, team_kind: str, organisation_kind: str) -> tuple[Place, ...]:
    rows = [row for row in pack.grant_rows() if row.role == role]
    does = {(row.act, row.part, through) for row in rows for through in ("", row.relationship)}
    return tuple(
        place
        for place in PLACES
        if place.team_kind in ("", team_kind)
        and place.organisation_kind in ("", organisation_kind)
        and (place.needs.act, place.needs.part, place.through) in does
    )


def first_page(viewer: Viewer) -> str | None:
    """Where this posting begins; None where there is nothing for it yet."""
    return next((address for _, address in places_for(viewer)), None)
