"""Counting days, held against the plainest way of doing it."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st

from alongside.foundation.calendars import (
    ENGLAND,
    Limit,
    OfficeHours,
    SchoolCalendar,
    Unit,
    add_working_days,
    due,
    is_working_day,
    working_days_between,
)

ENGLISH = holidays.country_holidays("GB", subdiv="ENG")
TERM = SchoolCalendar(terms=((date(2020, 1, 1), date(2039, 12, 31)),))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(0, 60)


def slowly_working(day):
    return day.strftime("%A") not in {"Saturday", "Sunday"} and ENGLISH.get(day) is None


@given(day=days, count=counts)
def test_working_days_are_those_of_a_list_of_every_day(day, count):
    later = (day + timedelta(days=n) for n in range(1, 400))
    plainly = [d for d in later if slowly_working(d)]
    assert add_working_days(day, count) == ([day, *plainly])[count]


@given(day=days, count=counts)
def test_counting_between_undoes_adding(day, count):
    answer = add_working_days(day, count)
    assert working_days_between(day, answer) == count
    assert working_days_between(answer, day) == -count


@given(day=days, count=st.integers(1, 60))
def test_going_back_from_a_working_day_undoes_going_on_to_it(day, count):
    start = add_working_days(day, 1)
    assert add_working_days(add_working_days(start, count), -count) == start


@given(day=days, count=counts)
def test_a_school_that_never_closes_teaches_on_every_working_day(day, count):
    assert TERM.add_school_days(day, count) == add_working_days(day, count)


@given(moment=moments, count=st.integers(1, 30), unit=st.sampled_from(Unit))
def test_what_is_due_is_due_later_and_its_day_never_comes_before_its_trigger(moment, count, unit):
    answer = due(Limit(count, unit), moment, office=OfficeHours(), school=TERM)
    assert answer.tzinfo is ENGLAND
    started_on = moment.astimezone(ENGLAND).date()
    if unit is Unit.HOURS:
        assert answer - moment == timedelta(hours=count)
        return
    assert answer.date() > started_on
    assert time(9) <= answer.time() <= time(17)
    if unit in {Unit.WORKING_DAYS, Unit.SCHOOL_DAYS}:
        assert is_working_day(answer.date())


@given(moment=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)), limit=counts)
def test_what_starts_later_is_never_due_earlier_on_another_day(moment, later, limit):
    days_limit = Limit(limit + 1, Unit.WORKING_DAYS)
    first = due(days_limit, moment, office=OfficeHours())
    second = due(days_limit, moment + later, office=OfficeHours())
    assert second.date() >= first.date()
