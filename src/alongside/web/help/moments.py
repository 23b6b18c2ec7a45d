"""Days and times as people type them on a telephone."""

import re
from collections.abc import Mapping
from datetime import datetime

from alongside.foundation.calendars import ENGLAND
from alongside.foundation.time_in_words import meeting_in_words
from alongside.web.days import YEARS

PARTS = ("day", "month", "year", "time")
TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
NOON = 12


def moment_typed(typed: Mapping[str, str]) -> datetime | None:
    """The moment in the fields `day`, `month`, `year` and `time`; None where they name none.

    A time may be typed as 15:40, 15.40, 1540, 3:40pm or 3pm.
    """
    found = TIME.fullmatch(typed.get("time", "").strip())
    try:
        day, month, year = (int(typed.get(part, "")) for part in PARTS[:3])
        if found is None:
            return None
        if year not in YEARS:
            return None
        return datetime(year, month, day, _hour(found), int(found[2] or 0), tzinfo=ENGLAND)
    except (ValueError, OverflowError):
        return None


def typed_in_words(typed: Mapping[str, str]) -> str:
    """The moment that was typed, with its day of the week: so that a slip is seen before it is sent."""
    moment = moment_typed(typed)
    return meeting_in_words(moment) if moment else ""


def _hour(found: re.Match[str]) -> int:
    """The hour of the day; raises `ValueError` for 13pm and the like."""
    hour, half = int(found[1]), (found[3] or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= NOON:
        raise ValueError(hour)
    return hour % NOON + (NOON if half.startswith("p") else 0)


def moment_as_typed(moment: datetime) -> dict[str, str]:
    """The fields filled in with a moment."""
    there = moment.astimezone(ENGLAND)
    return {
        "day": str(there.day),
        "month": str(there.month),
        "year": str(there.year),
        "time": f"{there:%H:%M}",
    }
