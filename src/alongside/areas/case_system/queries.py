"""What the case system sent of a team's children that has no effect yet, for whoever manages the team."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.case_system.models import Step
from alongside.areas.case_system.terms import Reason, Status
from alongside.areas.people.queries import people_by_id

UNNAMED = "Name not held"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepThatWaits:
    """One step that was kept and has no effect yet: of whom, what it is, when it happened and why it waits."""

    child_id: UUID
    name: str
    kind: str
    happened_at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFor:
    """How many steps wait for one reason."""

    why: str
    steps: int


def waiting_by_reason(viewer: Viewer) -> list[WaitingFor]:
    """How many steps of children whom the viewer may read wait, by reason, most first: one query."""
    rows = _waiting(viewer).order_by().values_list("reason").annotate(steps=Count("id"))
    counted = [WaitingFor(why=Reason(reason).label, steps=steps) for reason, steps in rows]
    return sorted(counted, key=lambda one: (-one.steps, one.why))


@discloses("identity", "assessment")
def steps_that_wait(viewer: Viewer, *, first: int = 0, most: int = 50) -> list[StepThatWaits]:
    """The steps themselves, the newest first: two queries for any number."""
    rows = list(_waiting(viewer)[first : first + most])
    names = {p.child_id: p.name for p in people_by_id(viewer, {row.child_id for row in rows})}
    return [
        StepThatWaits(
            child_id=row.child_id,
            name=names.get(row.child_id, UNNAMED),
            kind=row.get_kind_display(),
            happened_at=row.happened_at,
            why=Reason(row.reason).label,
        )
        for row in rows
    ]


def _waiting(viewer: Viewer) -> QuerySet[Step]:
    """Row by row, the policy leaves those of children whose work the viewer may read."""
    rows = Step.objects.filter(authority_id=viewer.authority_id, status=Status.WAITING)
    return rows.order_by("-happened_at", "-id")
