"""Address messages with their event; deliver them from the outbox; mark them read."""

from alongside.areas.messages.actions.addressing import address
from alongside.areas.messages.actions.attempts import Attempt, take_waiting
from alongside.areas.messages.actions.emails import (
    email_came_back,
    email_failed,
    email_may_go,
    email_reached_nobody,
    email_sent,
)
from alongside.areas.messages.actions.inboxes import (
    Reading,
    deliver_past,
    deliver_to_inbox,
    mark_all_read,
    mark_notices_read,
    mark_one_read,
    mark_read,
    mark_read_then,
    nobody_left,
    take_back_from_empty_teams,
)
from alongside.areas.messages.actions.trying_again import (
    FailedRound,
    try_again_where_somebody_came,
)

__all__ = [
    "Attempt",
    "FailedRound",
    "Reading",
    "address",
    "deliver_past",
    "deliver_to_inbox",
    "email_came_back",
    "email_failed",
    "email_may_go",
    "email_reached_nobody",
    "email_sent",
    "mark_all_read",
    "mark_notices_read",
    "mark_one_read",
    "mark_read",
    "mark_read_then",
    "nobody_left",
    "take_back_from_empty_teams",
    "take_waiting",
    "try_again_where_somebody_came",
]
