import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.families import SyntheticChild
from alongside.demo.places import neighbourhood_name
from alongside.demo.school_days import half_terms, school_calendar
from alongside.demo.schools import PHASES
from alongside.demo.teams import partner_teams
from alongside.foundation.identifiers import parse_dfe_number, parse_urn

TODAY = date(2026, 11, 24)
DRAMA_NUMBER = re.compile(r"01632 960\d{3}")
EMAIL = re.compile(r"[a-z0-9.-]+@[a-z0-9-]+\.example")


def test_the_default_council_has_40_schools_and_906_people_in_62_teams(
    council: SyntheticCouncil,
) -> None:
    outside_schools = [team for team in council.teams if team.kind != "safeguarding_team"]
    keys = {team.key for team in outside_schools}

    assert len(council.schools) == 40
    assert len(outside_schools) == 62
    assert sum(person.team_key in keys for person in council.practitioners) == 906


def test_the_front_door_has_screeners_social_workers_and_managers(
    council: SyntheticCouncil,
) -> None:
    front_door = council.team_of_kind("front_door")
    roles = Counter(one.role for one in council.practitioners if one.team_key == front_door.key)

    assert roles == {
        "hub_screener": 18,
        "hub_social_worker": 14,
        "hub_manager": 3,
        "hub_partner": 2,
    }


def test_every_school_has_a_head_a_lead_and_a_deputy_or_two(council: SyntheticCouncil) -> None:
    for school in council.schools:
        team = f"{school.key}-safeguarding"
        roles = Counter(one.role for one in council.practitioners if one.team_key == team)
        assert roles["head"] == 1
        assert roles["designated_safeguarding_lead"] == 1
        assert roles["deputy_safeguarding_lead"] in (1, 2)


def test_there_is_a_school_of_every_phase(council: SyntheticCouncil) -> None:
    assert {school.phase for school in council.schools} == {phase.name for phase in PHASES}


def test_schools_are_about_as_large_as_such_schools_are(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    pupils = Counter(child.school_urn for child in every_child)
    average = {
        phase: sum(pupils[one.urn] for one in found) / len(found)
        for phase in ("primary", "secondary", "special")
        if (found := [one for one in council.schools if one.phase == phase])
    }

    assert 150 < average["primary"] < 350
    assert 650 < average["secondary"] < 1100
    assert 40 < average["special"] < 150


def test_school_numbers_are_well_formed_unique_and_not_in_use(council: SyntheticCouncil) -> None:
    for school in council.schools:
        assert parse_urn(school.urn).startswith("9")
        assert parse_dfe_number(school.dfe_number).startswith("999/")
    for value in ("urn", "dfe_number", "name", "telephone", "email"):
        assert len({getattr(school, value) for school in council.schools}) == 40


def test_no_telephone_number_or_email_can_reach_anybody(council: SyntheticCouncil) -> None:
    for place in (*council.schools, *council.teams):
        assert DRAMA_NUMBER.fullmatch(place.telephone)
        assert EMAIL.fullmatch(place.email), place.email
    for person in council.practitioners:
        assert EMAIL.fullmatch(person.email), person.email


def test_no_two_people_share_a_username_and_no_two_teams_a_number(
    council: SyntheticCouncil,
) -> None:
    usernames = [person.username for person in council.practitioners]
    lines = [team.telephone for team in council.teams]

    assert len(set(usernames)) == len(usernames)
    assert len(set(lines)) == len(lines)


def test_every_team_belongs_to_an_organisation_and_every_person_to_a_team(
    council: SyntheticCouncil,
) -> None:
    organisations = {one.key for one in council.organisations}
    teams = {team.key for team in council.teams}

    assert {team.organisation_key for team in council.teams} == organisations
    assert {person.team_key for person in council.practitioners} == teams


@pytest.mark.parametrize("children", [1, 60, 3_000, 40_000, 400_000])
def test_a_council_of_any_size_can_be_built(children: int) -> None:
    council = build_council(Random(1), children=children, on=TODAY)

    assert len(council.schools) == max(8, round(children / 300))
    assert len({one.dfe_number for one in council.schools}) == len(council.schools)
    assert {phase.name for phase in PHASES} == {school.phase for school in council.schools}


@pytest.mark.parametrize(("children", "screeners"), [(600, 18), (24_000, 36), (400_000, 180)])
def test_the_front_door_grows_with_the_council_up_to_ten_times(
    children: int, screeners: int
) -> None:
    (front_door,) = (team for team in partner_teams(children) if team.kind == "front_door")
    assert dict(front_door.roles)["hub_screener"] == screeners


def test_neighbourhoods_have_names_of_their_own() -> None:
    assert len({neighbourhood_name(number) for number in range(1500)}) == 1500


# Term dates, beside what most councils in England published for these years.
@pytest.mark.parametrize(
    ("year", "number", "first", "last"),
    [
        (2025, 0, date(2025, 9, 1), date(2025, 10, 24)),
        (2025, 1, date(2025, 11, 3), date(2025, 12, 19)),
        (2025, 2, date(2026, 1, 5), date(2026, 2, 13)),
        (2025, 3, date(2026, 2, 23), date(2026, 3, 27)),
        (2025, 4, date(2026, 4, 13), date(2026, 5, 22)),
        (2026, 0, date(2026, 9, 1), date(2026, 10, 23)),
        (2026, 3, date(2027, 2, 22), date(2027, 3, 25)),
        (2026, 4, date(2027, 4, 12), date(2027, 5, 28)),
    ],
)
def test_half_terms_fall_as_in_england(year: int, number: int, first: date, last: date) -> None:
    assert half_terms(year)[number] == (first, last)


@pytest.mark.parametrize("year", range(2024, 2035))
def test_pupils_have_190_days_of_school_and_staff_five_of_training(year: int) -> None:
    for seed in range(12):
        calendar = school_calendar(Random(seed), (year,))
        days = (date(year, 8, 15) + timedelta(days=n) for n in range(360))

        assert sum(calendar.is_school_day(day) for day in days) == 190
        assert len(calendar.closures) == 5


def test_schools_differ_in_their_training_days(council: SyntheticCouncil) -> None:
    assert len({school.calendar.closures for school in council.schools}) > 20


def test_term_dates_reach_past_the_next_summer(council: SyntheticCouncil) -> None:
    for school in council.schools:
        assert school.calendar.last_day > date(2027, 9, 1)
