"""Watch the clocks, inboxes and drafts: warn, find overdue, reopen what nobody is left to read."""

from datetime import datetime

from django.db import connection, transaction

from alongside.areas.chronology.actions import record_found
from alongside.areas.clocks.actions import take_due
from alongside.areas.front_door.actions import alert_unsent_drafts, reopen_unreadable
from alongside.areas.front_door.queries import Round
from alongside.areas.messages.actions import try_again_where_somebody_came
from alongside.areas.plans.actions import take_leads_of_leavers

ROUND = (
    Round()
)  # of this worker: another goes round by itself, and what is found twice is done once


@transaction.atomic
def watch_clocks(*, at: datetime) -> int:
    """Record each clock that has come to its warning or its end, once; how many."""
    return len(record_found(take_due(at=at)))


def keep_audit_partitions() -> None:
    """Make the audit's partitions for the months ahead: rows must never fall into the default one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ensure_partitions(3)")


def watch_inboxes(*, at: datetime) -> int:
    """Reopen decisions that nobody is left to read, and deliver again where somebody came; how many."""
    return len(reopen_unreadable(at=at, of=ROUND)) + try_again_where_somebody_came(at=at)


def watch_drafts(*, at: datetime) -> int:
    """Alert schools to what they have begun and not sent, towards the end of their day; how many."""
    return len(alert_unsent_drafts(at=at))


def watch_leads(*, at: datetime) -> int:
    """Give back to its team what is led by somebody who has left; how many."""
    return take_leads_of_leavers(at=at)
