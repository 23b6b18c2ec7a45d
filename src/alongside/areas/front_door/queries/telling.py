"""Decisions that were told and that nobody is left to read: for the job that reopens them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from alongside.access.gate import live
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import Told
from alongside.register.models import Posting


def told_with_no_reader_left(*, at: datetime) -> list[UUID]:
    """Decisions told by inbox and unread whose team has no live posting now."""
    readers = Posting.objects.filter(
        live(at), team_id=OuterRef("referring_team_id"), user__is_active=True
    )
    waiting = Request.objects.filter(told_at__isnull=False, told_how=Told.INBOX, read_at=None)
    return list(waiting.exclude(Exists(readers)).values_list("id", flat=True)[:500])


def read_by_the_school(requests: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these requests, when the school read each decision that it has read: for loads alone."""
    rows = Request.objects.filter(id__in=list(requests), read_at__isnull=False)
    return {row.id: row.read_at for row in rows if row.read_at}
