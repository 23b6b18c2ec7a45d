"""Answers that the team owes to schools: the child was open to it already when they asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_of_timescale
from alongside.areas.people.queries import people_by_id
from alongside.areas.plans.models import Help

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


def owes_answer(viewer: Viewer, child_id: UUID, request_id: UUID) -> bool:
    """Whether the team owes an answer to this request about this child."""
    return any(
        item.child_id == child_id and item.subject_id == request_id
        for item in due_of_timescale(viewer, OWED)
    )
