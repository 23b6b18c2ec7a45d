"""Whom the hub may ask: teams of the authority in which somebody could answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.access.gate import live
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.asking import roles_that_answer
from alongside.register.models import Posting, Team
from alongside.register.terms import OrganisationKind

MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamToAsk:
    """A team that can answer, and its organisation."""

    team_id: UUID
    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindToAsk:
    """The teams of one kind of organisation; `more` where a search would find others."""

    label: str
    teams: Sequence[TeamToAsk]
    more: bool


def teams_that_answer(viewer: Viewer, *, at: datetime) -> QuerySet[Team]:
    """Every team of the viewer's authority in which somebody is posted who may answer."""
    readers = Posting.objects.filter(
        live(at),
        team_id=OuterRef("id"),
        user__is_active=True,
        role__in=roles_that_answer(viewer.pack),
    )
    rows = Team.objects.select_related("organisation")
    return rows.filter(Exists(readers), organisation__authority_id=viewer.authority_id)


def teams_to_ask(viewer: Viewer, words: str, *, request_id: UUID, at: datetime) -> list[KindToAsk]:
    """Teams by kind of organisation, those with every searched word in a name: one query for each kind.

    The school that sent the request is asked as such, and not among them; nor is the viewer's own team.
    """
    sent_by = Request.objects.filter(id=request_id).values("referring_team_id")
    rows = teams_that_answer(viewer, at=at).exclude(id__in=sent_by).exclude(id=viewer.team_id)
    for word in words.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
    found = []
    for kind, label in OrganisationKind.choices:
        of_kind = rows.filter(organisation__kind=kind).order_by("organisation__name", "name", "id")
        teams = [
            TeamToAsk(team_id=team.id, name=team.name, organisation=team.organisation.name)
            for team in of_kind[: MOST_OF_A_KIND + 1]
        ]
        if teams:
            more = len(teams) > MOST_OF_A_KIND
            found.append(KindToAsk(label=label, teams=teams[:MOST_OF_A_KIND], more=more))
    return found


def team_to_ask(viewer: Viewer, team_id: UUID, *, at: datetime) -> TeamToAsk | None:
    """One team that can answer."""
    team = teams_that_answer(viewer, at=at).filter(id=team_id).first()
    if team is None:
        return None
    return TeamToAsk(team_id=team.id, name=team.name, organisation=team.organisation.name)
