"""Moments in the working day of an office, so that invented histories keep office hours."""

from datetime import date, datetime, time, timedelta

from alongside.foundation.calendars import (
    ENGLAND,
    Limit,
    OfficeHours,
    add_working_days,
    due,
    is_working_day,
)

OFFICE = OfficeHours(opens=time(8, 30), closes=time(17))
MINUTE = timedelta(minutes=1)
TO_BE_TOLD = Limit.parse("1 working day")  # packs/england/timescales.toml: referrer_told


def at_time(day: date, minutes: int) -> datetime:
    """The moment so many minutes after midnight by the clock in England."""
    hour, minute = divmod(minutes, 60)
    return datetime.combine(day, time(hour, minute), tzinfo=ENGLAND)


def due_at(sent_at: datetime) -> datetime:
    """When the school has to have been told: within one working day."""
    return due(TO_BE_TOLD, sent_at, office=OFFICE)


def minutes_of(moment: datetime) -> int:
    """Minutes since midnight by the clock in England."""
    local = moment.astimezone(ENGLAND)
    return local.hour * 60 + local.minute


OPENS = OFFICE.opens.hour * 60 + OFFICE.opens.minute
CLOSES = OFFICE.closes.hour * 60 + OFFICE.closes.minute


def after_office_minutes(start: datetime, minutes: int) -> datetime:
    """The moment when the office has been open for so many minutes since the start."""
    day, clock = start.astimezone(ENGLAND).date(), minutes_of(start)
    if not is_working_day(day) or clock >= CLOSES:
        day, clock = add_working_days(day, 1), OPENS
    clock = max(clock, OPENS)
    while minutes > (left := CLOSES - clock):
        minutes -= left
        day, clock = add_working_days(day, 1), OPENS
    return at_time(day, clock + minutes)


def office_minutes_between(start: datetime, end: datetime) -> int:
    """For how many minutes the office is open between two moments."""
    day, last = start.astimezone(ENGLAND).date(), end.astimezone(ENGLAND).date()
    total = 0
    while day <= last:
        if is_working_day(day):
            opens = (
                max(OPENS, minutes_of(start)) if day == start.astimezone(ENGLAND).date() else OPENS
            )
            closes = min(CLOSES, minutes_of(end)) if day == last else CLOSES
            total += max(0, closes - opens)
        day += timedelta(days=1)
    return total
