"""Decisions that were told and that nobody is left to read: for the job that reopens them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.access.gate import Reading, readers_of
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import Told


def told_with_no_reader_left(*, at: datetime) -> list[UUID]:
    """Decisions told by inbox and unread that nobody posted in the team may read now."""
    waiting = Request.objects.filter(told_at__isnull=False, told_how=Told.INBOX, read_at=None)
    rows = list(waiting.values_list("id", "child_id", "referring_team_id"))
    readings = [
        Reading(team_id=team_id, child_id=child_id, part="request", subject_id=request_id, at=at)
        for request_id, child_id, team_id in rows
    ]
    found = zip(rows, readers_of(readings), strict=True)
    return [row[0] for row, readers in found if not readers][:500]


def read_by_the_school(requests: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these requests, when the school read each decision that it has read: for loads alone."""
    rows = Request.objects.filter(id__in=list(requests), read_at__isnull=False)
    return {row.id: row.read_at for row in rows if row.read_at}
