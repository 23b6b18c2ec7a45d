"""Three years of the made-up council: who came and went, where children were then, and what was asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.districts import CHILDREN_IN_A_DISTRICT, districts
from alongside.demo.families import SyntheticChild, children_by_district
from alongside.demo.requests import THREE_YEARS, SyntheticRequest, request_plan
from alongside.demo.rolls import as_on
from alongside.demo.staff import LATEST_CHANGE
from alongside.demo.stories import year_of
from alongside.foundation.calendars import ENGLAND, local_day
from tests.demo.conftest import NOW, TODAY

TWO_YEARS_AGO = date(2024, 11, 25)
FIRST = TODAY - THREE_YEARS


@pytest.fixture(scope="module")
def three_years(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> list[SyntheticRequest]:
    some = every_child[:3000]
    return list(request_plan(council, some, first=FIRST, today=TODAY, rng=Random(6), now=NOW))


# Staff -------------------------------------------------------------------------------------------


def test_a_third_of_the_staff_came_in_these_years_and_somebody_left_for_each(
    council: SyntheticCouncil,
) -> None:
    came = [person for person in council.practitioners if person.since]
    assert 0.3 < len(came) / len(council.practitioners) < 0.45
    for person in came:
        before = council.before[person.key]
        assert (before.team_key, before.role) == (person.team_key, person.role)
        assert before.until == person.since
        assert before.username != person.username
    assert len(council.before) == len(came)


def test_nobody_changed_so_lately_that_their_week_is_played(council: SyntheticCouncil) -> None:
    latest = max(person.since for person in council.practitioners if person.since)
    assert latest <= TODAY - timedelta(days=LATEST_CHANGE)


def test_at_a_desk_sits_whoever_was_there_on_the_day(council: SyntheticCouncil) -> None:
    person = next(one for one in council.practitioners if one.since)
    assert person.since
    day_before = person.since - timedelta(days=1)
    assert council.at_that_desk(person, person.since) is person
    assert council.at_that_desk(person, day_before) is council.before[person.key]


# Rolls -------------------------------------------------------------------------------------------


def test_earlier_schools_end_before_the_next_begins(every_child: list[SyntheticChild]) -> None:
    moved = [child for child in every_child if child.before]
    assert 0.15 < len(moved) / len(every_child) < 0.4
    for child in moved:
        days = [day for stay in child.before for day in (stay.admitted_on, stay.left_on)]
        assert all(before < after for before, after in pairwise([*days, child.admitted_on]))
        urns = [*(stay.school_urn for stay in child.before), child.school_urn]
        assert all(before != after for before, after in pairwise(urns))


def test_some_moved_in_the_middle_of_a_year(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    phases = {school.urn: school.phase for school in council.schools}
    in_year = [
        child
        for child in every_child
        if child.before and phases[child.school_urn] == phases[child.before[-1].school_urn]
    ]
    assert len(in_year) > 50


@pytest.mark.parametrize(("day", "younger"), [(TODAY, 0), (TWO_YEARS_AGO, 2)])
def test_a_child_was_in_the_year_group_of_then(
    every_child: list[SyntheticChild], day: date, younger: int
) -> None:
    seen = 0
    for child in every_child:
        if then := as_on(child, day, today=TODAY):
            assert year_of(then) == max(0, year_of(child) - younger), child
            assert then.admitted_on <= day
            seen += 1
    assert seen > 9_000


def test_a_pupil_of_year_8_was_at_primary_school_two_years_ago(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    phases = {school.urn: school.phase for school in council.schools}
    then = Counter(
        phases[was.school_urn]
        for child in every_child
        if child.year_group == "8" and phases[child.school_urn] == "secondary"
        if (was := as_on(child, TWO_YEARS_AGO, today=TODAY))
    )
    assert then["primary"] > 300
    assert not then["secondary"]


# Requests ----------------------------------------------------------------------------------------


def test_each_year_brings_about_as_many_requests(three_years: list[SyntheticRequest]) -> None:
    answered = [one for one in three_years if one.state == "decided"]
    years = Counter((TODAY - local_day(one.sent_at)).days // 365 for one in answered)
    assert 500 <= len(answered) <= 580  # 370 for 12,000 children in half a year
    assert all(140 <= years[year] <= 230 for year in range(3)), years


def test_about_a_fifth_are_about_a_child_of_an_earlier_request(
    three_years: list[SyntheticRequest],
) -> None:
    again = len(three_years) - len({one.child.key for one in three_years})
    assert 0.12 < again / len(three_years) < 0.28


def test_whoever_acts_was_there_then(
    council: SyntheticCouncil, three_years: list[SyntheticRequest]
) -> None:
    people = {person.key: person for person in council.everyone}
    left = 0
    for one in three_years:
        for key, after in (
            (one.sent_by, timedelta()),
            (one.claimed_by, one.acknowledged_after),
            (one.proposed_by, one.proposed_after),
            (one.confirmed_by, one.decided_after),
            (one.read_by, one.read_after),
        ):
            moment = one.moment(after)
            if key and moment:
                person = people[key]
                assert person.since is None or midnight(person.since) <= moment
                assert person.until is None or moment < midnight(person.until)
                left += person.until is not None
    assert left > 100


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ENGLAND)


def test_a_school_asks_about_its_own_pupils_of_then(
    every_child: list[SyntheticChild], three_years: list[SyntheticRequest]
) -> None:
    school_now = {child.key: child.school_urn for child in every_child}
    for one in three_years:
        assert one.school_urn == one.child.school_urn
        assert one.child.admitted_on <= local_day(one.sent_at)
    since_moved = [one for one in three_years if one.school_urn != school_now[one.child.key]]
    assert len(since_moved) > 20


# Size --------------------------------------------------------------------------------------------


def test_a_council_of_an_ordinary_size_is_one_district(council: SyntheticCouncil) -> None:
    (only,) = districts(council, children=12_000)
    assert only.routes == council.routes
    assert only.children == 12_000


def test_districts_share_out_schools_and_children() -> None:
    large = build_council(Random(1), children=150_000, on=TODAY)
    found = districts(large, children=150_000)
    assert len(found) == 6
    assert sum(one.children for one in found) == 150_000
    assert all(one.children < 1.4 * CHILDREN_IN_A_DISTRICT for one in found)
    assert_once([route.neighbourhood for one in found for route in set_of(one.routes)])
    assert_once([school.urn for one in found for school in (*one.special, *one.referral)])
    assert sum(len(one.routes) for one in found) == len(large.routes)


def set_of(routes: Sequence[object]) -> list[object]:
    return list({route.neighbourhood: route for route in routes}.values())  # type: ignore[attr-defined]


def assert_once(found: Sequence[object]) -> None:
    assert [one for one, times in Counter(found).items() if times > 1] == []


def test_numbers_stay_unique_from_district_to_district(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.demo.districts.CHILDREN_IN_A_DISTRICT", 2000)
    large = build_council(Random(1), children=24_000, on=TODAY)
    two = list(children_by_district(large, children=4000, on=TODAY, rng=Random(2)))
    assert len(two) == 2
    every = [child for district in two for child in district]
    assert_once([child.upn for child in every])
    assert_once([child.nhs_number for child in every if child.nhs_number])
    assert_once([child.key for child in every])
