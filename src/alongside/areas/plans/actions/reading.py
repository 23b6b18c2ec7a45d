"""A named person at the school says that they have read what they were told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import require
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.plans.models import Feedback
from alongside.areas.plans.permissions import READ_FEEDBACK


@transaction.atomic
def mark_feedback_read(
    *, request_id: UUID, seen_at: datetime | None = None, by: Viewer, at: datetime
) -> int:
    """Mark what the school had been told of its request at `seen_at` as read; how much was not yet."""
    unread = Feedback.objects.filter(
        request_id=request_id, read_at=None, given_at__lte=seen_at or at
    )
    first = unread.first()
    if first is None:
        return 0
    require(by, READ_FEEDBACK, first.child_id, subject_id=request_id, at=at)
    marked = unread.update(read_at=at, read_by_id=by.posting_id)
    record(
        Fact(
            kind="feedback_read", authority_id=first.authority_id, child_id=first.child_id,
            subject_id=request_id, by_posting_id=by.posting_id, at=at,
        )
    )  # fmt: skip
    return marked
