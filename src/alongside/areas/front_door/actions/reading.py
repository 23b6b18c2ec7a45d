"""A named person at the school says that they have read the decision."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import record
from alongside.areas.front_door.actions.claims import fact_about, locked_request
from alongside.areas.front_door.actions.errors import NotPossibleNow
from alongside.areas.front_door.actions.telling import set_told
from alongside.areas.front_door.permissions import MARK_READ
from alongside.areas.front_door.queries.status import may_be_read
from alongside.areas.front_door.terms import Told
from alongside.areas.messages.actions import mark_read


@transaction.atomic
def mark_decision_read(*, request_id: UUID, by: Viewer, at: datetime) -> None:
    """Record that the decision was read, once, and clear the request from the team's unread messages."""
    request = locked_request(request_id, MARK_READ, by=by, at=at)
    if not may_be_read(request):
        raise NotPossibleNow("There is no decision to read yet.")
    mark_read(by, subject_id=request.id, at=at)
    if request.told_at is None:
        # Every email came back or nobody was posted then; now somebody has it before their eyes.
        set_told(request, how=Told.INBOX, at=at)
        record(fact_about(request, "referrer_told", by=by, at=at, how=str(Told.INBOX)))
    if request.read_at is None:
        request.read_at = at
        request.save(update_fields=["read_at"])
        record(fact_about(request, "decision_read", by=by, at=at))
