"""One child's page, and the same on paper: each section as far as the viewer's own ties reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound, acts_on, require
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.chronology.queries import (
    Chosen,
    chronology_length,
    chronology_of,
    organisations_in,
)
from alongside.areas.clocks.queries import due_for_child
from alongside.areas.front_door import queries as front_door
from alongside.areas.front_door.permissions import TELL
from alongside.areas.front_door.terms import RequestState
from alongside.areas.looked_after.queries import placements_of, times_in_care
from alongside.areas.people.permissions import PRINT_CHILD, READ_POINTER
from alongside.areas.people.queries import Person, family_of, person
from alongside.areas.people.rules import age
from alongside.areas.plans.queries.child import help_of_child, meetings_of
from alongside.areas.schools.permissions import ASSIGN_CHILD
from alongside.foundation.calendars import local_day
from alongside.packs import load_pack
from alongside.web.child.around import team_around
from alongside.web.child.filters import Asked, asked_of
from alongside.web.child.kinds import KINDS, events_of
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of

MOST_PRINTED = 1000
HUB = "front_door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whose page is asked for, by whom and when, and what lets them."""

    viewer: Viewer
    child_id: UUID
    now: datetime
    acts: frozenset[tuple[str, str]]

    def reads(self, part: str) -> bool:
        return ("read", part) in self.acts


@page(requires=READ_POINTER, methods=("GET", "HEAD"))
def child(request: HttpRequest, viewer: Viewer, child_id: UUID) -> HttpResponse:
    """Who the child is, who is involved, what is due, the family, and what has happened."""
    now, at, asked = now_of(request), page_of(request), asked_of(request)
    asking = Asking(
        viewer=viewer, child_id=child_id, now=now, acts=acts_on(viewer, child_id, at=now)
    )
    shown = _sections(asking)
    chosen = _chosen(asking, asked)
    rows = chronology_of(viewer, child_id, chosen=chosen, first=at.first, most=at.most_and_one)
    shown |= {
        "chronology": at.shown(rows),
        "at": at.with_more(rows),
        "length": chronology_length(viewer, child_id, chosen=chosen),
        "organisations": organisations_in(viewer, child_id, chosen=Chosen(untold=chosen.untold)),
        "asked": asked,
        "kinds": KINDS,
        "errors": asked.errors,
        "may_print": (PRINT_CHILD.act, PRINT_CHILD.part) in asking.acts,
        "may_tell": (TELL.act, TELL.part) in asking.acts,
        "may_share": (ASSIGN_CHILD.act, ASSIGN_CHILD.part) in asking.acts,
        "draft": front_door.draft_about(viewer, child_id)
        if (TELL.act, TELL.part) in asking.acts
        else None,
    }
    return render(request, "child/page.html", shown)


@page(requires=PRINT_CHILD, methods=("GET", "HEAD"))
def child_print(request: HttpRequest, viewer: Viewer, child_id: UUID) -> HttpResponse:
    """The page as it is printed: every entry chosen, up to a number that it states, and who printed it."""
    now, asked = now_of(request), asked_of(request)
    require(viewer, PRINT_CHILD, child_id, at=now)
    asking = Asking(
        viewer=viewer, child_id=child_id, now=now, acts=acts_on(viewer, child_id, at=now)
    )
    shown = _sections(asking)
    chosen = _chosen(asking, asked)
    role = load_pack(viewer.pack).roles.get(viewer.role)
    organisations = dict(organisations_in(viewer, child_id, chosen=Chosen(untold=chosen.untold)))
    shown |= {
        "chronology": chronology_of(viewer, child_id, chosen=chosen, most=MOST_PRINTED),
        "length": chronology_length(viewer, child_id, chosen=chosen),
        "most": MOST_PRINTED,
        "asked": asked,
        "chosen_kinds": [kind.label for kind in KINDS if kind.code in asked.kinds],
        "chosen_organisation": organisations.get(asked.organisation_id or child_id, ""),
        "role": role.label if role else "",
        "on_paper": True,
        "now": now,
    }
    return render(request, "child/print.html", shown)


def _sections(asking: Asking) -> dict[str, Any]:
    """What is above the chronology. Raises `NotFound` where not even a pointer is the viewer's."""
    viewer, child_id, now = asking.viewer, asking.child_id, asking.now
    if not asking.reads("pointer"):
        raise NotFound
    about = person(viewer, child_id)
    reads_plan, today = asking.reads("plan"), local_day(now)
    return {
        "person": about,
        "child_id": child_id,
        "age": _age(about, now),
        "around": team_around(involved_with(viewer, child_id)),
        "reads_plan": reads_plan,
        "due": due_for_child(viewer, child_id),
        "meetings": meetings_of(viewer, child_id, now=now) if reads_plan else [],
        "meetings_told": front_door.meetings_for_referrer(viewer, child_id, today=today)
        if asking.reads("feedback") and not reads_plan
        else [],
        "help": help_of_child(viewer, child_id) if reads_plan else [],
        "times_in_care": times_in_care(viewer, child_id) if asking.reads("looked_after") else [],
        "placements": placements_of(viewer, child_id, at=now) if asking.reads("placement") else [],
        "reads_family": asking.reads("family"),
        "family": family_of(viewer, child_id) if asking.reads("family") else [],
        "outcomes": {k: o.label for k, o in load_pack(viewer.pack).wording.outcomes.items()},
        "now": now,
        **_requests(asking),
    }


def _requests(asking: Asking) -> dict[str, Any]:
    """The school's own requests, or those of the hub's."""
    viewer, child_id, now = asking.viewer, asking.child_id, asking.now
    is_school, is_hub = viewer.organisation_kind == "school", viewer.team_kind == HUB
    own = front_door.requests_by_team(viewer, now=now, child_id=child_id) if is_school else []
    return {
        "is_school": is_school,
        "own_requests": own,
        "open_requests": [row for row in own if row.is_open],
        "hub_requests": front_door.earlier_requests(viewer, child_id) if is_hub else [],
        "states": dict(RequestState.choices),
    }


def _age(about: Person | None, now: datetime) -> int | None:
    born = about.date_of_birth if about else None
    return age(born, on=local_day(now)) if born else None


def _chosen(asking: Asking, asked: Asked) -> Chosen:
    """What is asked for, without a decision that is on its way to the school and not yet there."""
    untold = front_door.decided_and_not_told(asking.viewer, asking.child_id)
    return Chosen(
        kinds=events_of(asked.kinds),
        organisation_id=asked.organisation_id,
        from_day=asked.from_day,
        to_day=asked.to_day,
        untold=dict.fromkeys(front_door.FOLLOWS_THE_DECISION, untold) if untold else {},
    )
