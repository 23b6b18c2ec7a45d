"""Answers that the team owes to schools: the child was open to it already when they asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.ties import ties_of
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_of_timescale
from alongside.areas.people.queries import people_by_id
from alongside.areas.plans.models import Help
from alongside.register.models import Team

OWED = "owed_answer"
UNNAMED = "Name not held"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedAnswer:
    """A request that the team has to answer, and the help by which it knows the child."""

    request_id: UUID
    child_id: UUID
    name: str
    due_at: datetime
    overdue: bool
    help_id: UUID | None


@discloses("identity", "feedback")
def answers_owed(viewer: Viewer, *, now: datetime) -> list[OwedAnswer]:
    """What the team owes, soonest first: a fixed number of queries."""
    due = due_of_timescale(viewer, OWED)
    children = {item.child_id for item in due}
    names = {p.child_id: p.name for p in people_by_id(viewer, children)}
    helps = Help.objects.filter(
        team_id=viewer.team_id, child_id__in=children, state__in=("accepted", "active")
    )
    by_child = dict(helps.order_by("offered_at").values_list("child_id", "id"))
    return [
        OwedAnswer(
            request_id=item.subject_id,
            child_id=item.child_id,
            name=names.get(item.child_id, UNNAMED),
            due_at=item.due_at,
            overdue=item.due_at < now,
            help_id=by_child.get(item.child_id),
        )
        for item in due
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedByNobody:
    """A request whose answer was owed by a team in which nobody is left."""

    child_id: UUID
    subject_id: UUID
    team: str


@discloses("feedback")
def answers_owed_by_nobody(viewer: Viewer) -> list[OwedByNobody]:
    """What the viewer may know of that is owed and that no team is tied for any more, soonest first."""
    due = due_of_timescale(viewer, OWED)
    if not due:
        return []
    ties = ties_of({item.child_id for item in due})
    owing = {
        item.subject_id: [
            tie for tie in ties.get(item.child_id, ())
            if (tie.kind, tie.subject_id) == ("allocated", item.subject_id)
        ]
        for item in due
    }  # fmt: skip
    left = [
        (item, owing[item.subject_id][-1].team_id)
        for item in due
        if owing[item.subject_id] and all(tie.ends_at for tie in owing[item.subject_id])
    ]
    names = dict(Team.objects.filter(id__in=[team for _, team in left]).values_list("id", "name"))
    return [
        OwedByNobody(
            child_id=item.child_id, subject_id=item.subject_id, team=names[team] if team else ""
        )
        for item, team in left
    ]


def owes_answer(viewer: Viewer, child_id: UUID, request_id: UUID) -> bool:
    """Whether the team owes an answer to this request about this child."""
    return any(
        item.child_id == child_id and item.subject_id == request_id
        for item in due_of_timescale(viewer, OWED)
    )
