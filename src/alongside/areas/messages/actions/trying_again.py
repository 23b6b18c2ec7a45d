"""Queue again what failed for want of a reader, once somebody may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import is_live
from alongside.areas.messages.actions.inboxes import posted_in
from alongside.areas.messages.actions.readers import may_read
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.terms import Channel, DeliveryState, Failure

MOST_LOOKED_AT = 500


@dataclass(slots=True)
class FailedRound:
    """How far a watch has come round what failed for want of a reader: it looks at some each time."""

    after: UUID | None = None


@transaction.atomic
def try_again_where_somebody_came(
    *, at: datetime, of: FailedRound | None = None, most: int = MOST_LOOKED_AT
) -> int:
    """Queue again what failed for want of a reader, in teams where somebody may read it now; how many.

    Of the next `most` after those looked at last: none is left out for ever, and a look takes no longer
    as messages to teams where nobody works pile up.
    """
    moments = dict.fromkeys(_next_failed(of or FailedRound(), most), at)
    may, posted = may_read(moments), posted_in({d.team_id for d in moments})
    again = [
        d.id for d in moments
        if (may[d] if d.child_id else any(is_live(p, at) for p in posted[d.team_id]))
    ]  # fmt: skip
    return Delivery.objects.filter(id__in=again).update(
        state=DeliveryState.WAITING, failure="", next_try_at=at
    )


def _next_failed(of: FailedRound, most: int) -> list[Delivery]:
    """The next of the round, which begins again where it ends."""
    failed = Delivery.objects.filter(
        posting__isnull=True,  # what is for one person reaches no colleague who came later
        channel=Channel.INBOX,
        state=DeliveryState.FAILED,
        failure__in=(Failure.NO_LIVE_READER, Failure.NO_RIGHT),
    ).order_by("id")
    after = of.after
    rows = list((failed.filter(id__gt=after) if after else failed)[:most])
    if after and len(rows) < most:
        rows += failed.filter(id__lte=after)[: most - len(rows)]
    of.after = rows[-1].id if rows else None
    return rows
