"""Days and moments as GOV.UK writes them."""

from datetime import date, datetime

from alongside.foundation.calendars import ENGLAND, local_day

SAME_YEAR = 300  # days within which a day and month cannot be misread
NOON = 12


def day_in_words(day: date) -> str:
    """A day with its weekday and year: Friday 4 December 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def meeting_in_words(moment: datetime) -> str:
    """A moment to be at, with its weekday, so that a slip is seen: Friday 4 December 2026 at 10am."""
    there = moment.astimezone(ENGLAND)
    return f"{day_in_words(there.date())} at {time_in_words(there)}"


def moment_in_words(moment: datetime, *, now: datetime) -> str:
    """A moment as GOV.UK writes it: "today at 3:40pm", "Monday 30 November at 9am"."""
    there, today = moment.astimezone(ENGLAND), local_day(now)
    days = (there.date() - today).days
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(
        days, f"{there:%A} {there.day} {there:%B}"
    )
    if abs(days) > SAME_YEAR:
        day += f" {there.year}"
    return f"{day} at {time_in_words(there)}"


def time_in_words(there: datetime) -> str:
    """A time of day as GOV.UK writes it: 9am, 3:40pm, midday, midnight."""
    if there.minute == 0 and there.hour in (0, NOON):
        return "midnight" if there.hour == 0 else "midday"
    minutes = f":{there.minute:02d}" if there.minute else ""
    return f"{there.hour % NOON or NOON}{minutes}{'am' if there.hour < NOON else 'pm'}"
