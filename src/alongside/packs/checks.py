"""Whether one value in a pack's file is of the kind its key asks for: None, or the reason not."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time
from string import Formatter

from alongside.foundation.calendars import BEFORE, Limit, LimitNotUnderstood

Check = Callable[[object], str | None]

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_TELEPHONE = re.compile(r"(0|\+44)[0-9]{9,10}")


def text(value: object) -> str | None:
    """Words, not blank."""
    if isinstance(value, str) and value.strip():
        return None
    return "must be text in quotes, and not blank"


def yes_or_no(value: object) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "must be true or false, without quotes"


def name(value: object) -> str | None:
    """A name such as `request_sent`."""
    if isinstance(value, str) and _KEY.fullmatch(value):
        return None
    return f"{value!r} must be lower-case words joined by underscores, such as request_sent"


def code(value: object) -> str | None:
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]{0,19}", value):
        return None
    return "must be a code: letters, digits and underscores, at most 20"


def level_number(value: object) -> str | None:
    """A level of need."""
    if isinstance(value, int) and not isinstance(value, bool) and value in {1, 2, 3, 4}:
        return None
    return f"{value!r} must be a level of need: 1, 2, 3 or 4"


def limit(value: object) -> str | None:
    """A length of time such as `45 working days`."""
    if not isinstance(value, str):
        return f"{value!r} must be text such as '1 working day'"
    try:
        Limit.parse(value)
    except LimitNotUnderstood as not_understood:
        return str(not_understood)
    return None


def limit_before(value: object) -> str | None:
    """How long before something is due, such as `2 hours`."""
    if wrong := limit(value):
        return wrong
    if Limit.parse(str(value)).unit not in BEFORE:
        return f"{value!r} cannot be counted backwards; use {', '.join(f'{u}s' for u in BEFORE)}"
    return None


def time_of_day(value: object) -> str | None:
    """A time such as `09:00`."""
    reason = f"{value!r} must be a time of day in quotes, such as '09:00'"
    if not isinstance(value, str):
        return reason
    try:
        moment = time.fromisoformat(value)
    except ValueError:
        return reason
    return None if moment.tzinfo is None else reason


def day(value: object) -> str | None:
    """A date, written without quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return None
    return f"{value!r} must be a date without quotes, such as 2026-09-01"


def telephone(value: object) -> str | None:
    """A telephone number of the United Kingdom."""
    if isinstance(value, str) and _TELEPHONE.fullmatch(value.replace(" ", "")):
        return None
    return f"{value!r} must be a telephone number in quotes, such as '01632 960100'"


def one_of(words: Iterable[str]) -> Check:
    """A check that the value is one of these words."""
    known = tuple(str(word) for word in words)

    def check(value: object) -> str | None:
        if isinstance(value, str) and value in known:
            return None
        return f"{value!r} is not known; use one of: {', '.join(known)}"

    return check


def list_of(item: Check) -> Check:
    """A check that the value is a list of such items, not empty, none twice."""

    def check(value: object) -> str | None:
        if not isinstance(value, list) or not value:
            return "must be a list in square brackets, and not empty"
        for position, entry in enumerate(value, start=1):
            if reason := item(entry):
                return f"item {position}: {reason}"
            if entry in value[: position - 1]:
                return f"{entry!r} is there twice"
        return None

    return check


def sentence(placeholders: Collection[str]) -> Check:
    """A check that the value is words with no placeholder but these."""

    def check(value: object) -> str | None:
        if not isinstance(value, str) or not value.strip():
            return text(value)
        try:
            parsed = list(Formatter().parse(value))
        except ValueError as wrong:
            return f"has a curly bracket without its other half ({wrong})"
        for _, placeholder, form, conversion in parsed:
            if placeholder is None:
                continue
            if placeholder not in placeholders or form or conversion:
                written = ", ".join(f"{{{each}}}" for each in sorted(placeholders)) or "none"
                return (
                    f"{{{placeholder}}} cannot be filled in here; placeholders allowed: {written}"
                )
        return None

    return check
