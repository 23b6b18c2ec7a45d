"""A named person at the school says that they have read the decision."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Acting, Viewer
from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.front_door.actions.claims import fact_about, locked_request
from alongside.areas.front_door.actions.errors import NotPossibleNow
from alongside.areas.front_door.actions.telling import save_told, tell_a_reader
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.permissions import MARK_READ
from alongside.areas.front_door.queries.status import may_be_read
from alongside.areas.messages.actions import mark_read
from alongside.areas.plans.actions.reading import mark_feedback_read


@transaction.atomic
def mark_decision_read(
    *, request_id: UUID, seen_at: datetime | None = None, by: Viewer, at: datetime
) -> None:
    """Record that the decision was read, once, and clear the request from the team's unread messages.

    What came after the page was opened, at `seen_at`, stays unread.
    """
    request = locked_request(request_id, MARK_READ, by=by, at=at)
    read = read_decision(request, by=by, at=at)
    mark_read(by, subject_id=request.id, until=seen_at, at=at)
    mark_feedback_read(request_id=request.id, seen_at=seen_at, by=by, at=at)
    if read is None:
        return
    facts = [read]
    if request.told_at is None:
        facts.insert(0, tell_a_reader(request, by=by, at=at))
        save_told(request)
    request.save(update_fields=["read_at"])
    record_many(facts)


def read_decision(request: Request, *, by: Acting, at: datetime) -> Fact | None:
    """Mark the request, unsaved, as read; what to record of it, or None where it was read before."""
    if not may_be_read(request):
        raise NotPossibleNow("There is no decision to read yet.")
    if request.read_at is not None:
        return None
    request.read_at = at
    return fact_about(request, "decision_read", by=by, at=at)
