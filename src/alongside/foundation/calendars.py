"""Days that count, and the moment by which something is due.

Two kinds of day are never turned into each other: working days of England, and school days of a
child's own school. A day is always the day in England, never the UTC date. The day of the trigger
is day 0.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays

ENGLAND = ZoneInfo("Europe/London")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_DECEMBER = 12


class MomentWithoutZone(ValueError):
    """A moment was given without its time zone, so its day is not known."""


class TermDatesWrong(ValueError):
    """The school's terms end before they start, overlap, or are out of order."""


class TermDatesRunOut(LookupError):
    """The school's term dates end before the day that was asked for."""


class SchoolCalendarMissing(LookupError):
    """A limit in school days was asked for, and there are no term dates to count by."""


class OfficeHoursWrong(ValueError):
    """The office closes before it opens."""


class LimitNotUnderstood(ValueError):
    """The words of a limit are not of the form `45 working days`."""


def local_day(moment: datetime) -> date:
    """The day it was in England at that moment."""
    return _in_england(moment).date()


def midnight(day: date) -> datetime:
    """The moment the day begins in England."""
    return datetime.combine(day, time(), tzinfo=ENGLAND)


# Working days ------------------------------------------------------------------------------------


@lru_cache(maxsize=400)
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in one year, with substitute days (Bank Holidays Act 1971)."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether the day is neither a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after the day, or before it where the count is negative.

    Nothing is added for 0: the day itself is returned, working day or not.
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after the start, up to and with the end; negative if reversed."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


# School days -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """The days one school teaches: terms as (first day, last day) in order, less its closures.

    Closures are half-terms, INSET days and days the school is shut. Weekends and bank holidays
    never count. Days before the first term are taken as holiday.
    """

    terms: tuple[tuple[date, date], ...]
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse terms that cannot be counted by."""
        if not self.terms:
            raise TermDatesWrong("The school has no terms. Add its term dates.")
        before: date | None = None
        for first, last in self.terms:
            if last < first:
                raise TermDatesWrong(f"A term ends on {_words(last)}, before it starts.")
            if before is not None and first <= before:
                raise TermDatesWrong(
                    f"The term from {_words(first)} starts before the term ahead of it has ended."
                )
            before = last

    @property
    def last_day(self) -> date:
        """The end of the last term, after which nothing is known."""
        return self.terms[-1][1]

    def is_school_day(self, day: date) -> bool:
        """Whether the school teaches on the day."""
        in_term = any(first <= day <= last for first, last in self.terms)
        return in_term and day not in self.closures and is_working_day(day)

    def next_school_day(self, after: date) -> date:
        """The first school day later than the day."""
        return self.add_school_days(after, 1)

    def add_school_days(self, day: date, count: int) -> date:
        """The count-th school day after the day; the day itself for 0.

        Raises TermDatesRunOut rather than guess at terms that are not known.
        """
        started = day
        for found in range(count):
            day += _ONE_DAY
            while not self.is_school_day(day):
                if day > self.last_day:
                    raise TermDatesRunOut(
                        f"The school's term dates end on {_words(self.last_day)}, {found} of the "
                        f"{count} school days after {_words(started)}. Add its next term dates."
                    )
                day += _ONE_DAY
        return day


# Office hours ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """When an office is open on working days, by the clock in England."""

    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        """Refuse an office that is never open."""
        if self.closes <= self.opens:
            raise OfficeHoursWrong(f"The office closes at {self.closes} and opens at {self.opens}.")


def is_office_open(at: datetime, office: OfficeHours) -> bool:
    """Whether the office is open at the moment: a working day, from opening until closing."""
    local = _in_england(at)
    return is_working_day(local.date()) and office.opens <= local.time() < office.closes


# Limits ------------------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a limit counts."""

    HOURS = "hour"
    WORKING_DAYS = "working day"
    SCHOOL_DAYS = "school day"
    CALENDAR_DAYS = "calendar day"
    WEEKS = "week"
    MONTHS = "month"


_LIMIT = re.compile(rf"([1-9][0-9]{{0,3}}) +({'|'.join(Unit)})s?")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long there is for something: `45 working days`, `72 hours`, `1 month`."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """The limit written in a pack. `7 days` is refused: it does not say which days."""
        match = _LIMIT.fullmatch(" ".join(text.split()).lower())
        if match is None:
            raise LimitNotUnderstood(
                f"'{text}' is not a limit. Write a number from 1 and one of: "
                f"{', '.join(f'{unit}s' for unit in Unit)}."
            )
        return cls(int(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        """The limit as it is written in a pack."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def due(
    limit: Limit, started_at: datetime, *, office: OfficeHours, school: SchoolCalendar | None = None
) -> datetime:
    """The moment in England by which a limit that started then is up.

    Hours are hours that pass, whatever the clocks do. Every other limit is up on a day, at the
    time of day it started, moved into opening hours. A month ends on the same day of the month,
    or on its last day where there is none.
    """
    local = _in_england(started_at)
    if limit.unit is Unit.HOURS:
        passed = started_at.astimezone(UTC) + timedelta(hours=limit.count)
        return passed.astimezone(ENGLAND)
    day = _due_day(limit, local.date(), school)
    at_time = min(max(local.time(), office.opens), office.closes)
    # fold=0: a time the autumn clock shows twice means its first. The way through UTC turns a
    # time the spring clock skips into the real one an hour on.
    moment = datetime.combine(day, at_time.replace(fold=0), tzinfo=ENGLAND)
    return moment.astimezone(UTC).astimezone(ENGLAND)


BEFORE = (Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS)


def before(limit: Limit, moment: datetime) -> datetime:
    """The moment so long before another; a limit in days keeps the time of day. Units: `BEFORE`."""
    local = _in_england(moment)
    match limit.unit:
        case Unit.HOURS:
            passed = moment.astimezone(UTC) - timedelta(hours=limit.count)
            return passed.astimezone(ENGLAND)
        case Unit.WORKING_DAYS:
            day = add_working_days(local.date(), -limit.count)
        case Unit.CALENDAR_DAYS:
            day = local.date() - timedelta(days=limit.count)
        case Unit.WEEKS:
            day = local.date() - timedelta(weeks=limit.count)
        case _:
            raise LimitNotUnderstood(f"'{limit}' cannot be counted backwards.")
    at_time = local.time().replace(fold=0)
    return datetime.combine(day, at_time, tzinfo=ENGLAND).astimezone(UTC).astimezone(ENGLAND)


def _due_day(limit: Limit, start: date, school: SchoolCalendar | None) -> date:
    match limit.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(start, limit.count)
        case Unit.SCHOOL_DAYS:
            if school is None:
                raise SchoolCalendarMissing(
                    f"'{limit}' counts the days of the child's school, and the school has no "
                    "term dates. Add them."
                )
            return school.add_school_days(start, limit.count)
        case Unit.MONTHS:
            return _add_months(start, limit.count)
        case Unit.WEEKS:
            return start + timedelta(weeks=limit.count)
        case _:
            return start + timedelta(days=limit.count)


def _add_months(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, _DECEMBER)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _in_england(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise MomentWithoutZone(f"{moment.isoformat()} has no time zone, so its day is not known.")
    return moment.astimezone(ENGLAND)


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
