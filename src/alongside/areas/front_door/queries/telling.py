"""Decisions that were told and that nobody is left to read: for the job that reopens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.gate import Reading, readers_of
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import Told

MOST_LOOKED_AT = 500


@dataclass(slots=True)
class Round:
    """How far a watch has come round the decisions that lie unread: it looks at some each time."""

    after: UUID | None = None


def told_with_no_reader_left(
    *, at: datetime, of: Round | None = None, most: int = MOST_LOOKED_AT
) -> list[UUID]:
    """Decisions told by inbox and unread that nobody posted in the team may read now.

    Of the next `most` that lie unread after those looked at last: none is left out for ever, and a
    look takes no longer as decisions that nobody marks as read pile up.
    """
    rows = _next_unread(of or Round(), most)
    readings = [
        Reading(team_id=team_id, child_id=child_id, part="request", subject_id=request_id, at=at)
        for request_id, child_id, team_id in rows
    ]
    found = zip(rows, readers_of(readings), strict=True)
    return [row[0] for row, readers in found if not readers]


def _next_unread(of: Round, most: int) -> list[tuple[UUID, UUID, UUID]]:
    """The next rows of the round, which begins again where it ends: id, child and team."""
    unread = Request.objects.filter(told_at__isnull=False, told_how=Told.INBOX, read_at=None)
    unread = unread.order_by("id")
    columns = ("id", "child_id", "referring_team_id")
    after = of.after
    rows = list((unread.filter(id__gt=after) if after else unread).values_list(*columns)[:most])
    if after and len(rows) < most:
        first = unread.filter(id__lte=after).values_list(*columns)
        rows += first[: most - len(rows)]
    of.after = rows[-1][0] if rows else None
    return rows


def read_by_the_school(requests: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these requests, when the school read each decision that it has read: for loads alone."""
    rows = Request.objects.filter(id__in=list(requests), read_at__isnull=False)
    return {row.id: row.read_at for row in rows if row.read_at}
