"""What a census cannot have meant, and what of an earlier year a later one has put right: no database."""

from datetime import date

import pytest

from alongside.areas.social_care.census import read_children, survey
from alongside.areas.social_care.rules.checking import check
from alongside.areas.social_care.rules.folding import standing
from tests.factories.census import census_xml, child, episode, protection_plan

OPEN, CORRECTED = episode("2021-05-04"), episode("2021-06-04")


@pytest.mark.parametrize(
    ("returns", "days"),
    [
        ({2022: [OPEN], 2023: [CORRECTED]}, ["2021-06-04"]),
        ({2022: [OPEN | {"CINclosureDate": "2021-09-01"}], 2023: [CORRECTED]}, ["2021-05-04", "2021-06-04"]),
        ({2022: [OPEN | {"ReferralNFA": "true"}], 2023: [CORRECTED]}, ["2021-05-04", "2021-06-04"]),
        ({2022: [OPEN], 2024: [CORRECTED]}, ["2021-05-04", "2021-06-04"]),  # 2023 may have closed it
    ],
)  # fmt: skip
def test_a_case_left_open_that_the_next_year_does_not_tell_is_no_more(returns, days):
    now = standing({year: child("A", *told) for year, told in returns.items()})
    assert [one["CINreferralDate"] for one in now["CINdetails"]] == days


@pytest.mark.parametrize("written", ["\u0663", "9" * 5000, "\u00b2", "031", "31", "-1"])
def test_a_number_of_plans_that_the_database_cannot_read_is_left_out(written):
    plan = protection_plan() | {"NumberOfPreviousCPP": written}
    told = child("A", episode(ChildProtectionPlans=[plan]))
    done = check(told, year=2022, latest=date(2022, 3, 31))
    assert [one.element for one in done.problems] == ["NumberOfPreviousCPP"]
    assert "NumberOfPreviousCPP" not in plan


def test_a_birth_date_with_a_time_zone_is_kept_as_a_day():
    told = child("A", PersonBirthDate="2012-05-30Z")
    assert (
        check(told, year=2022, latest=date(2022, 3, 31)).record["PersonBirthDate"] == "2012-05-30"
    )


def test_one_upn_spelt_two_ways_is_seen_twice_and_neither_child_is_taken(tmp_path):
    path = tmp_path / "census.xml"
    spelt = ("Y330200012001", "y 330 200012001")
    path.write_text(census_xml([child(f"C{n}", UPN=upn) for n, upn in enumerate(spelt)]))
    whole = survey(path, today=date(2026, 1, 1), read=lambda _: None)
    assert [one.record for one in read_children(path, whole)] == [None, None]


def test_of_two_of_one_number_nothing_is_said_to_be_taken_that_was_not(tmp_path):
    path = tmp_path / "census.xml"
    path.write_text(census_xml([child("C1", PersonBirthDate="1900-01-01"), child("C1")]))
    whole = survey(path, today=date(2026, 1, 1), read=lambda _: None)
    _, second = read_children(path, whole)
    [why] = [one.reason for one in second.rejected]
    assert why.startswith(
        "A child before this one in the file has this number, so this one was not"
    )
