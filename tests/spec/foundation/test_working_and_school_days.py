"""Working days of England and school days of a school, by example."""

from datetime import date

import pytest

from alongside.foundation.calendars import (
    SchoolCalendar,
    TermDatesRunOut,
    TermDatesWrong,
    add_working_days,
    is_working_day,
    working_days_between,
)

AUTUMN = (date(2026, 9, 2), date(2026, 12, 18))
SPRING = (date(2027, 1, 4), date(2027, 3, 25))
SUMMER = (date(2027, 4, 12), date(2027, 7, 21))
HALF_TERM = frozenset(date(2026, 10, day) for day in range(26, 31))
INSET = date(2026, 11, 23)
SCHOOL = SchoolCalendar(terms=(AUTUMN, SPRING, SUMMER), closures=HALF_TERM | {INSET})


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 28), "a Saturday"),
        (date(2026, 11, 29), "a Sunday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "the early May bank holiday"),
        (date(2026, 5, 25), "the spring bank holiday"),
        (date(2026, 8, 31), "the summer bank holiday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "the substitute for Boxing Day on a Saturday"),
        (date(2027, 12, 27), "the substitute for Christmas Day on a Saturday"),
        (date(2027, 12, 28), "the substitute for Boxing Day on a Sunday"),
        (date(2022, 1, 3), "the substitute for New Year's Day on a Saturday"),
        (date(2022, 6, 3), "the Platinum Jubilee"),
        (date(2022, 9, 19), "the late Queen's funeral"),
        (date(2020, 5, 8), "the May bank holiday moved to VE Day"),
    ],
)
def test_a_day_off_in_england_is_no_working_day(day, why):
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 27), "an ordinary Friday"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 12, 29), "the day after the substitute"),
        (date(2020, 5, 4), "the Monday that May's bank holiday was moved from"),
        (date(2026, 1, 2), "2 January is a holiday in Scotland only"),
        (date(2026, 3, 17), "St Patrick's Day is a holiday in Northern Ireland only"),
    ],
)
def test_every_other_weekday_is_a_working_day(day, why):
    assert is_working_day(day), why


@pytest.mark.parametrize(
    ("start", "count", "answer"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday to Monday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas with a substitute day
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # both days substituted
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over New Year
        (date(2026, 11, 24), 45, date(2027, 1, 29)),
        (date(2026, 11, 24), 15, date(2026, 12, 15)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 4, 7), -2, date(2026, 4, 1)),
    ],
)
def test_working_days_are_counted_from_the_day_after_the_trigger(start, count, answer):
    assert add_working_days(start, count) == answer


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 27), date(2026, 11, 29), 0),
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 4, 2), date(2026, 4, 7), 1),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
        (date(2026, 1, 1), date(2026, 12, 31), 253),
    ],
)
def test_the_working_days_between_two_days_leave_out_the_first_and_count_the_last(
    start, end, count
):
    assert working_days_between(start, end) == count


@pytest.mark.parametrize(
    ("day", "teaches"),
    [
        (date(2026, 9, 2), True),
        (date(2026, 12, 18), True),
        (date(2026, 9, 1), False),  # before term
        (date(2026, 12, 21), False),  # after term
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 10, 28), False),  # half-term
        (INSET, False),
        (date(2027, 5, 3), False),  # a bank holiday in term that the closures do not list
        (date(2030, 9, 10), False),
    ],
)
def test_a_school_day_is_in_term_on_a_weekday_and_not_a_closure(day, teaches):
    assert SCHOOL.is_school_day(day) is teaches


@pytest.mark.parametrize(
    ("after", "answer"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # over a weekend and an INSET day
        (date(2026, 10, 23), date(2026, 11, 2)),  # over half-term
        (date(2026, 12, 18), date(2027, 1, 4)),  # over Christmas
        (date(2026, 8, 14), date(2026, 9, 2)),  # from the summer before
    ],
)
def test_a_notice_at_night_reaches_school_before_its_next_school_day(after, answer):
    assert SCHOOL.next_school_day(after) == answer


def test_twenty_school_days_pass_over_the_holidays_that_twenty_working_days_do_not():
    placed = date(2026, 12, 7)
    assert SCHOOL.add_school_days(placed, 20) == date(2027, 1, 18)
    assert add_working_days(placed, 20) == date(2027, 1, 7)


def test_no_school_day_is_made_up_after_the_last_known_term():
    assert SCHOOL.add_school_days(date(2027, 7, 20), 1) == date(2027, 7, 21)
    with pytest.raises(TermDatesRunOut, match=r"end on 21 July 2027, 1 of the 3 school days"):
        SCHOOL.add_school_days(date(2027, 7, 20), 3)
    with pytest.raises(TermDatesRunOut):
        SCHOOL.next_school_day(date(2029, 1, 1))


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ((), "no terms"),
        (((date(2026, 12, 18), date(2026, 9, 2)),), "before it starts"),
        ((SPRING, AUTUMN), "before the term ahead of it has ended"),
        ((AUTUMN, (AUTUMN[1], SPRING[1])), "before the term ahead of it has ended"),
    ],
)
def test_terms_that_cannot_be_counted_by_are_refused(terms, words):
    with pytest.raises(TermDatesWrong, match=words):
        SchoolCalendar(terms=terms)
