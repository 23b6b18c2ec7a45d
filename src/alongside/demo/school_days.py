"""Term dates as most English councils set them, a little different at each school."""

from datetime import date, timedelta
from functools import cache
from random import Random

import holidays

from alongside.foundation.calendars import SchoolCalendar, is_working_day

DAYS_OPEN_TO_STAFF = 195  # 190 for pupils and 5 of training: School Teachers' Pay and Conditions
INSET_DAYS = 5
KEEPS_COUNCIL_DATES = 0.7

ONE_DAY = timedelta(days=1)
MONDAY = 0
AUTUMN_STARTS = 9  # September


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of this day began."""
    return day.year if day.month >= AUTUMN_STARTS else day.year - 1


@cache
def half_terms(year: int) -> tuple[tuple[date, date], ...]:
    """First and last days of the six half-terms of the school year that begins in this year."""
    autumn_break = _last_monday(year, 10)
    spring_break = _monday_on_or_after(date(year + 1, 2, 15))
    summer_break = _last_monday(year + 1, 5)
    easter_break = _easter_break(year + 1)
    christmas = _monday_on_or_after(date(year, 12, 22) - timedelta(days=2))
    autumn_starts = _weekday_on_or_after(date(year, 9, 1))
    spring_starts = _weekday_on_or_after(_monday_on_or_after(date(year + 1, 1, 3)))
    up_to_summer = (
        (autumn_starts, autumn_break - 3 * ONE_DAY),
        (autumn_break + 7 * ONE_DAY, christmas - 3 * ONE_DAY),
        (spring_starts, spring_break - 3 * ONE_DAY),
        (spring_break + 7 * ONE_DAY, _working_day_before(easter_break)),
        (_weekday_on_or_after(easter_break + 14 * ONE_DAY), summer_break - 3 * ONE_DAY),
    )
    last_starts = summer_break + 7 * ONE_DAY
    left = DAYS_OPEN_TO_STAFF - sum(_working_days(*term) for term in up_to_summer)
    return (*up_to_summer, (last_starts, _nth_working_day(last_starts, left)))


def school_calendar(rng: Random, years: tuple[int, ...]) -> SchoolCalendar:
    """The days one school teaches in these school years, with five INSET days in each."""
    terms = [_with_habits(rng, half_terms(year)) for year in years]
    return SchoolCalendar(
        terms=tuple(term for year in terms for term in year),
        closures=frozenset(day for year in terms for day in _inset_days(rng, year)),
    )


def _with_habits(
    rng: Random, terms: tuple[tuple[date, date], ...]
) -> tuple[tuple[date, date], ...]:
    """Some schools begin a day later and make it up in July."""
    if rng.random() < KEEPS_COUNCIL_DATES:
        return terms
    first, *between, last = terms
    later = _nth_working_day(first[0], 2)
    return ((later, first[1]), *between, (last[0], _nth_working_day(last[1], 2)))


def _inset_days(rng: Random, terms: tuple[tuple[date, date], ...]) -> set[date]:
    """The first day of the year always; the rest at the edges of half-terms, or an odd Friday."""
    edges = [first for first, _ in terms[1:]] + [last for _, last in terms]
    fridays = [first + timedelta(days=18 + (4 - first.weekday())) for first, _ in terms]
    days = [day for day in {*edges, *fridays} if is_working_day(day)]
    return {terms[0][0], *rng.sample(sorted(days), INSET_DAYS - 1)}


def _easter_break(year: int) -> date:
    """The Monday on which two weeks of holiday begin, with or right after Good Friday's week."""
    england = holidays.country_holidays("GB", subdiv="ENG", years=year)
    (easter_monday,) = england.get_named("Easter Monday")
    in_march = easter_monday - ONE_DAY < date(year, 4, 1)
    return easter_monday if in_march else easter_monday - 7 * ONE_DAY


def _working_day_before(day: date) -> date:
    """The last day of term before a holiday: not Good Friday."""
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def _weekday_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    day = date(year, month + 1, 1) - ONE_DAY
    return day - timedelta(days=day.weekday())


def _working_days(first: date, last: date) -> int:
    return sum(is_working_day(first + n * ONE_DAY) for n in range((last - first).days + 1))


def _nth_working_day(first: date, count: int) -> date:
    """The count-th working day, the first itself being number 1."""
    day = first
    while (count := count - is_working_day(day)) > 0:
        day += ONE_DAY
    return day


@cache
def first_day_of_school(year: int) -> date:
    """The day on which most children begin in the school year: the second, after an INSET day."""
    return _nth_working_day(_weekday_on_or_after(date(year, 9, 1)), 2)
