"""A day or a moment as a case system writes it: by the clock in England unless it says otherwise."""

import re
from datetime import date, datetime

from alongside.areas.loads.cells import CellRefused, day_of
from alongside.foundation.calendars import ENGLAND, midnight

_CLOCK = r"(?P<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_MOMENT = re.compile(rf"(?P<day>\S+)[T ]{_CLOCK}{_ZONE}", re.ASCII)
_EARLIEST, _LATEST = 1990, 2100
_MICROSECONDS = 6


class NotAMoment(ValueError):
    """It names no day and no moment, or one that cannot be."""


def moment_of(text: str) -> datetime:
    """The moment; of a day alone its first, in England.

    >>> moment_of("2026-03-02T09:30").isoformat()
    '2026-03-02T09:30:00+00:00'
    """
    match = _MOMENT.fullmatch(text)
    day = _day(match["day"] if match else text)
    if match is None:
        return midnight(day)
    try:
        written = f"{day.isoformat()}T{_padded(match['clock'])}{match['zone'] or ''}"
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise NotAMoment("There is no such time of day.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=ENGLAND)).astimezone(ENGLAND)


def _day(text: str) -> date:
    try:
        day = day_of(text)
    except CellRefused as refused:
        raise NotAMoment(_NOT_A_MOMENT) from refused
    if day is None:
        raise NotAMoment(_NOT_A_MOMENT)
    if not _EARLIEST <= day.year <= _LATEST:
        raise NotAMoment(f"The year is not between {_EARLIEST} and {_LATEST}.")
    return day


def _padded(clock: str) -> str:
    """A clock with a fraction of a second in six digits, as Python's reader wants it."""
    whole, dot, fraction = clock.partition(".")
    return whole + dot + (fraction.ljust(_MICROSECONDS, "0") if dot else "")


_NOT_A_MOMENT = "This is not a day or moment. Write it such as 2026-03-02 or 2026-03-02T09:30."
