"""Whom the hub can ask to help: teams in which somebody is posted who may take it on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alongside.access.gate import live
from alongside.access.viewer import Acting
from alongside.areas.plans.models import Help
from alongside.areas.plans.permissions import ACCEPT
from alongside.areas.plans.rules import OPEN
from alongside.packs import load_pack
from alongside.register.models import Posting, Team
from alongside.register.terms import TeamKind


@dataclass(frozen=True, slots=True)
class Staffed:
    """A team with somebody who may take help on, from a moment until a moment."""

    team_id: UUID
    starts_at: datetime
    ends_at: datetime | None


def staffed_teams(by: Acting, *, at: datetime | None = None) -> list[Staffed]:
    """Teams of the posting's authority that can take help on: at this moment, or ever."""
    roles = {
        row.role
        for row in load_pack(by.pack).grant_rows()
        if (row.act, row.part) == (ACCEPT.act, ACCEPT.part)
    }
    rows = Posting.objects.filter(
        live(at) if at else Q(),
        role__in=roles,
        user__is_active=True,
        team__organisation__authority_id=by.authority_id,
    )
    return [Staffed(*row) for row in rows.values_list("team_id", "starts_at", "ends_at").distinct()]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChoice:
    """A team that can be asked, as a choice in a form."""

    team_id: UUID
    name: str
    organisation: str
    kind: str
    kind_label: str


def teams_to_ask(by: Acting, *, at: datetime) -> list[TeamChoice]:
    """Every team that can be asked now, by kind and name."""
    ids = {one.team_id for one in staffed_teams(by, at=at)}
    rows = Team.objects.select_related("organisation").filter(id__in=ids)
    kinds = dict(TeamKind.choices)
    return [
        TeamChoice(
            team_id=team.id,
            name=team.name,
            organisation=team.organisation.name,
            kind=team.kind,
            kind_label=str(kinds[team.kind]),
        )
        for team in sorted(rows, key=lambda team: (list(kinds).index(team.kind), team.name))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Help of one team that is open: what a decision of already open rests on."""

    help_id: UUID
    child_id: UUID
    team_id: UUID
    starts_at: datetime
    ends_at: datetime | None


def working_with(children: set[UUID], *, ever: bool = False) -> list[Working]:
    """Help that is open for these children, newest first, as far as the connection may read it.

    With `ever`, help that has ended too: for telling what was open at a past moment.
    """
    rows = Help.objects.filter(Q() if ever else Q(state__in=OPEN), child_id__in=children)
    return [as_working(help_) for help_ in rows.order_by("-offered_at", "-id")]


def as_working(help_: Help) -> Working:
    """When this help was open."""
    return Working(
        help_id=help_.id,
        child_id=help_.child_id,
        team_id=help_.team_id,
        starts_at=help_.offered_at,
        ends_at=help_.ended_at or help_.declined_at or help_.returned_at,
    )


def help_ids(request_ids: list[UUID]) -> list[UUID]:
    """The help that came of these requests."""
    return list(Help.objects.filter(request_id__in=request_ids).values_list("id", flat=True))
