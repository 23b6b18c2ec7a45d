"""A draft that lies unsent alerts the team before the school day ends: on school days, once, not while in use."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alongside.areas.front_door.rules import (
    Term,
    Unsent,
    alert_is_due,
    school_year_start,
    term_of,
    words_lost,
)

ENGLAND = ZoneInfo("Europe/London")


def on_thursday(clock: str) -> datetime:
    return datetime.combine(date(2026, 11, 19), time.fromisoformat(clock), tzinfo=ENGLAND)


@pytest.mark.parametrize(
    ("saved", "now", "due"),
    [
        ("09:00", "14:29", False),  # not yet
        ("09:00", "14:30", True),  # from this minute on
        ("13:30", "14:30", True),  # an hour ago to the minute
        ("13:31", "14:30", False),  # somebody may still be writing
        ("13:31", "14:31", True),
        ("15:00", "15:59", False),
        ("15:00", "16:00", True),  # begun late: better told late than not
    ],
)
def test_it_is_due_from_a_time_of_day_and_an_hour_after_the_last_save(saved, now, due):
    draft = Unsent(saved_at=on_thursday(saved), alerted_on=None)
    assert due is alert_is_due(
        draft, at=on_thursday(now), from_time=time(14, 30), is_school_day=True
    )


@pytest.mark.parametrize(
    ("alerted_on", "is_school_day", "due"),
    [
        (None, True, True),
        (None, False, False),
        (date(2026, 11, 19), True, False),
        (date(2026, 11, 18), True, True),
    ],
)
def test_once_a_day_and_never_on_a_day_without_school(alerted_on, is_school_day, due):
    draft = Unsent(saved_at=on_thursday("09:00"), alerted_on=alerted_on)
    assert due is alert_is_due(
        draft, at=on_thursday("15:00"), from_time=time(14, 30), is_school_day=is_school_day
    )


def test_the_time_of_day_is_england_s_in_summer_too():
    draft = Unsent(saved_at=datetime(2026, 7, 2, 9, tzinfo=ZoneInfo("UTC")), alerted_on=None)
    at = datetime(2026, 7, 2, 13, 30, tzinfo=ZoneInfo("UTC"))  # 14:30 in England
    assert alert_is_due(draft, at=at, from_time=time(14, 30), is_school_day=True)


@pytest.mark.parametrize(
    ("held", "given", "lost"),
    [
        ("What Ada saw", "What Bea saw", ["what_happened"]),
        ("What Ada saw", "What Ada saw, and Bea", []),
        ("What Ada saw", "", ["what_happened"]),
        ("", "What Bea saw", []),
    ],
)
def test_words_are_lost_only_where_what_is_saved_does_not_hold_them(held, given, lost):
    assert words_lost({"what_happened": held}, {"what_happened": given}) == lost


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 1, 1), "Spring 2026"),
        (date(2026, 3, 31), "Spring 2026"),
        (date(2026, 4, 1), "Summer 2026"),
        (date(2026, 8, 31), "Summer 2026"),
        (date(2026, 9, 1), "Autumn 2026"),
        (date(2026, 12, 31), "Autumn 2026"),
    ],
)
def test_a_day_belongs_to_one_term(day, term):
    assert term_of(day).label == term


def test_terms_stand_in_the_order_in_which_they_come():
    assert Term(2025, 2) < Term(2026, 0) < Term(2026, 1) < Term(2026, 2)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 8, 31), date(2025, 9, 1)),
        (date(2027, 1, 5), date(2026, 9, 1)),
    ],
)
def test_a_school_year_starts_in_september(day, start):
    assert school_year_start(day) == start
