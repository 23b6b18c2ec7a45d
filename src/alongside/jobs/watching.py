"""Watch the clocks, inboxes and drafts: warn, find overdue, reopen what nobody is left to read."""

from datetime import datetime

from django.db import connection, transaction

from alongside.areas.chronology.actions import record_found
from alongside.areas.clocks.actions import take_due
from alongside.areas.front_door.actions import (
    alert_unsent_drafts,
    reopen_unreadable,
    take_back_questions_of_empty_teams,
)
from alongside.areas.front_door.queries import Round
from alongside.areas.messages.actions import (
    FailedRound,
    take_back_from_empty_teams,
    try_again_where_somebody_came,
)
from alongside.areas.plans.actions import (
    return_answers_of_empty_teams,
    return_help_of_empty_teams,
    take_leads_of_leavers,
)

# Of this worker: another goes round by itself, and what is found twice is done once.
ROUND = Round()
FAILED_ROUND = FailedRound()


@transaction.atomic
def watch_clocks(*, at: datetime) -> int:
    """Record each clock that has come to its warning or its end, once; how many."""
    return len(record_found(take_due(at=at)))


def keep_audit_partitions() -> None:
    """Make the audit's partitions for the months ahead: rows must never fall into the default one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ensure_partitions(3)")


def watch_inboxes(*, at: datetime) -> int:
    """Reopen and take back what nobody is left to read, and deliver again where somebody came; how many."""
    reopened = len(reopen_unreadable(at=at, of=ROUND))  # first: it has to find them as told
    taken_back = take_back_from_empty_teams(at=at)
    return reopened + taken_back + try_again_where_somebody_came(at=at, of=FAILED_ROUND)


def watch_drafts(*, at: datetime) -> int:
    """Alert schools to what they have begun and not sent, towards the end of their day; how many."""
    return len(alert_unsent_drafts(at=at))


def watch_leads(*, at: datetime) -> int:
    """Give back to its team what is led by somebody who has left; how many."""
    return take_leads_of_leavers(at=at)


def watch_empty_teams(*, at: datetime) -> int:
    """Give back to the hub what waits for teams in which nobody is left; how many."""
    return (
        return_help_of_empty_teams(at=at)
        + return_answers_of_empty_teams(at=at)
        + take_back_questions_of_empty_teams(at=at)
    )
