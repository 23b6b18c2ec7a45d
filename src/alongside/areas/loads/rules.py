"""When a load counts as stopped, and what to do about it, in words."""

from datetime import datetime, timedelta

# A load says something with every batch, which takes seconds: after this its process is gone.
SILENT_FOR = timedelta(minutes=3)

STOPPED = (
    "The load stopped before the end. What was taken in until then stays. "
    "Run the same command with the same file again: it goes on from there."
)
CANNOT_SAY = "This load broke off ({cause}). Run the same command with the same file again."


def has_fallen_silent(heard_at: datetime | None, *, now: datetime) -> bool:
    """Whether the process of a load that is under way must have died."""
    return heard_at is None or now - heard_at > SILENT_FOR
