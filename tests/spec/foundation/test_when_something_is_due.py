"""By which moment a limit is up, by example. Times are as a clock in England shows them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from alongside.foundation.calendars import (
    ENGLAND,
    Limit,
    LimitNotUnderstood,
    MomentWithoutZone,
    OfficeHours,
    OfficeHoursWrong,
    SchoolCalendar,
    SchoolCalendarMissing,
    Unit,
    due,
    is_office_open,
    local_day,
)

OFFICE = OfficeHours()
ALL_DAY = OfficeHours(opens=time(0), closes=time.max)
SCHOOL = SchoolCalendar(terms=((date(2026, 9, 2), date(2026, 12, 18)),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ENGLAND)


def due_at(limit: str, started: str, office: OfficeHours = OFFICE) -> str:
    moment = due(Limit.parse(limit), at(started), office=office, school=SCHOOL)
    return f"{moment:%Y-%m-%d %H:%M}"


def test_a_friday_referral_is_due_a_decision_on_monday():
    assert due_at("1 working day", "2026-11-27 14:30") == "2026-11-30 14:30"


@pytest.mark.parametrize(
    ("started", "answer"),
    [
        ("2026-11-24 10:00", "2026-11-25 10:00"),
        ("2026-11-24 07:15", "2026-11-25 09:00"),  # before opening: by opening
        ("2026-11-24 18:45", "2026-11-25 17:00"),  # after closing: by closing
        ("2026-11-24 23:59", "2026-11-25 17:00"),
        ("2026-11-24 00:00", "2026-11-25 09:00"),
        ("2026-11-28 11:00", "2026-11-30 11:00"),  # a Saturday
        ("2026-04-02 16:00", "2026-04-07 16:00"),  # Maundy Thursday, over Easter
        ("2026-12-24 12:00", "2026-12-29 12:00"),  # over Christmas with a substitute day
    ],
)
def test_one_working_day_ends_at_the_same_time_of_day_within_opening_hours(started, answer):
    assert due_at("1 working day", started) == answer


def test_the_day_of_a_summer_night_is_the_day_in_england_not_the_utc_date():
    just_after_midnight_on_tuesday = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
    assert local_day(just_after_midnight_on_tuesday) == date(2026, 6, 16)
    moment = due(Limit.parse("1 working day"), just_after_midnight_on_tuesday, office=OFFICE)
    assert moment == at("2026-06-17 09:00")


@pytest.mark.parametrize(
    ("limit", "started", "answer"),
    [
        ("45 working days", "2026-11-24 10:00", "2027-01-29 10:00"),
        ("20 school days", "2026-11-20 10:00", "2026-12-18 10:00"),
        ("10 calendar days", "2026-11-24 10:00", "2026-12-04 10:00"),
        ("6 weeks", "2026-11-24 10:00", "2027-01-05 10:00"),
        ("1 month", "2026-11-24 10:00", "2026-12-24 10:00"),
        ("1 month", "2027-01-31 10:00", "2027-02-28 10:00"),
        ("1 month", "2028-01-31 10:00", "2028-02-29 10:00"),
        ("3 months", "2026-11-30 10:00", "2027-02-28 10:00"),
        ("12 months", "2028-02-29 10:00", "2029-02-28 10:00"),
        ("1 month", "2026-12-15 10:00", "2027-01-15 10:00"),
        ("6 weeks", "2026-11-24 20:00", "2027-01-05 17:00"),
        ("1 month", "2026-11-24 05:00", "2026-12-24 09:00"),
    ],
)
def test_each_calendar_counts_its_own_days(limit, started, answer):
    assert due_at(limit, started) == answer


@pytest.mark.parametrize(
    ("limit", "started", "answer"),
    [
        ("72 hours", "2026-11-24 22:10", "2026-11-27 22:10"),  # hours run through the night
        ("72 hours", "2026-12-24 10:00", "2026-12-27 10:00"),  # and through Christmas
        ("72 hours", "2026-03-27 22:00", "2026-03-30 23:00"),  # the clocks go forward
        ("72 hours", "2026-10-23 22:00", "2026-10-26 21:00"),  # the clocks go back
    ],
)
def test_police_protection_ends_72_hours_on_whatever_the_clocks_do(limit, started, answer):
    assert due_at(limit, started) == answer
    exact = due(Limit.parse(limit), at(started), office=OFFICE)
    assert exact.astimezone(UTC) - at(started).astimezone(UTC) == timedelta(hours=72)


@pytest.mark.parametrize("started", ["2026-03-27 14:00", "2026-10-23 14:00"])
def test_a_working_day_over_a_clock_change_keeps_its_time_of_day(started):
    moment = due(Limit.parse("1 working day"), at(started), office=OFFICE)
    assert moment.time() == time(14)
    assert moment.utcoffset() != at(started).utcoffset()


def test_a_time_the_spring_clock_skips_becomes_the_real_one_an_hour_on():
    assert due_at("1 calendar day", "2026-03-28 01:30", ALL_DAY) == "2026-03-29 02:30"


def test_a_time_the_autumn_clock_shows_twice_means_its_first():
    moment = due(Limit.parse("1 calendar day"), at("2026-10-24 01:30"), office=ALL_DAY)
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_start_in_the_second_of_two_autumn_hours_is_not_pulled_into_an_earlier_one():
    second_half_past_one = at("2026-10-25 01:30").replace(fold=1)
    limit = Limit.parse("154 calendar days")  # to the day the spring clock skips 01:30
    moment = due(limit, second_half_past_one, office=ALL_DAY)
    assert f"{moment:%Y-%m-%d %H:%M}" == "2027-03-28 02:30"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 09:00", True),
        ("2026-11-24 08:59", False),
        ("2026-11-24 16:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-28 12:00", False),
        ("2026-12-28 12:00", False),
    ],
)
def test_an_office_is_open_from_nine_to_five_on_working_days(moment, is_open):
    assert is_office_open(at(moment), OFFICE) is is_open


def test_opening_hours_go_by_the_clock_in_england_in_summer_too():
    assert is_office_open(datetime(2026, 6, 15, 8, 30, tzinfo=UTC), OFFICE)
    assert not is_office_open(datetime(2026, 6, 15, 16, 30, tzinfo=UTC), OFFICE)


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("45 working days", 45, Unit.WORKING_DAYS),
        ("1 working day", 1, Unit.WORKING_DAYS),
        ("20 school days", 20, Unit.SCHOOL_DAYS),
        ("72 hours", 72, Unit.HOURS),
        ("1 month", 1, Unit.MONTHS),
        ("3 months", 3, Unit.MONTHS),
        ("6 weeks", 6, Unit.WEEKS),
        ("10 calendar days", 10, Unit.CALENDAR_DAYS),
    ],
)
def test_a_limit_is_written_as_a_count_and_a_calendar_and_read_back_the_same(text, count, unit):
    assert Limit.parse(text) == Limit(count, unit)
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "7 days", "0 working days", "-1 hours", "soon", "1.5 hours", "1 month 2 days"]
)
def test_a_limit_that_does_not_say_what_it_counts_is_refused(text):
    with pytest.raises(LimitNotUnderstood, match="working days"):
        Limit.parse(text)


def test_school_days_are_never_counted_without_the_school_s_term_dates():
    with pytest.raises(SchoolCalendarMissing, match="20 school days"):
        due(Limit.parse("20 school days"), at("2026-11-24 10:00"), office=OFFICE)


def test_a_moment_without_its_zone_is_refused():
    bare = datetime(2026, 11, 24, 10)  # noqa: DTZ001  the mistake this test is about
    with pytest.raises(MomentWithoutZone):
        due(Limit.parse("1 working day"), bare, office=OFFICE)


def test_an_office_that_closes_before_it_opens_is_refused():
    with pytest.raises(OfficeHoursWrong):
        OfficeHours(opens=time(17), closes=time(9))
