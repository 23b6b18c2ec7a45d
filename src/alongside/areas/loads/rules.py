"""When a load counts as stopped, what to do about it, and what is kept of what was not taken, how long."""

import re
from datetime import datetime, timedelta

# A load says something with every batch, which takes seconds: after this its process is gone.
SILENT_FOR = timedelta(minutes=3)

STOPPED = (
    "The load stopped before the end. What was taken in until then stays. "
    "Run the same command with the same file again: it goes on from there."
)
CANNOT_SAY = "This load broke off ({cause}). Run the same command with the same file again."

# What was not taken is for whoever puts it right: by then, they have, or they never will.
REJECTIONS_KEPT = timedelta(days=365)
# Columns of any sender's that say who somebody is, or how to reach them.
_OF_WHOM = re.compile("upn|nhs|uln|birth|dob|name|address|post|telephone|email", re.IGNORECASE)


def says_who(column: str) -> bool:
    """Whether what stands in a column of this name may say who somebody is.

    >>> says_who("Legal Surname"), says_who("PersonBirthDate"), says_who("ReferralSource")
    (True, True, False)
    """
    return bool(_OF_WHOM.search(column))


def has_fallen_silent(heard_at: datetime | None, *, now: datetime) -> bool:
    """Whether the process of a load that is under way must have died."""
    return heard_at is None or now - heard_at > SILENT_FOR
