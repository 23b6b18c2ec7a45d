import re
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations, islice
from random import Random

from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.families import (
    SyntheticChild,
    SyntheticFamily,
    children_by_district,
    families,
)
from alongside.demo.pupil_numbers import PupilNumbers, nhs_number
from alongside.foundation.identifiers import parse_nhs_number, parse_postcode, parse_upn

TODAY = date(2026, 11, 24)
POSTCODE = re.compile(r"ZZ\d[A-Z\d]? \d[A-Z]{2}")


def test_the_same_seed_gives_the_same_children() -> None:
    def drawn(seed: int) -> list[SyntheticChild]:
        council = build_council(Random(seed), children=600, on=TODAY)
        (only,) = children_by_district(council, children=600, on=TODAY, rng=Random(seed))
        return only

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_as_many_children_come_as_were_asked_for(council: SyntheticCouncil) -> None:
    for wanted in (1, 2, 37, 500):
        drawn = families(council, children=wanted, on=TODAY, rng=Random(4))
        assert sum(len(family.children) for family in drawn) == wanted


def test_a_million_children_can_be_taken_one_at_a_time(council: SyntheticCouncil) -> None:
    stream = families(council, children=1_000_000, on=TODAY, rng=Random(4))

    assert len(list(islice(stream, 50))) == 50


def test_every_pupil_number_checks_and_is_given_once(every_child: list[SyntheticChild]) -> None:
    for child in every_child:
        assert parse_upn(child.upn) == child.upn
    assert len({child.upn for child in every_child}) == len(every_child)


def test_some_pupil_numbers_are_temporary(every_child: list[SyntheticChild]) -> None:
    temporary = sum(child.upn[-1].isalpha() for child in every_child)

    assert 10 <= temporary <= 200


def test_a_school_never_gives_one_temporary_number_twice() -> None:
    numbers = PupilNumbers("999")

    given = [numbers.temporary_upn("2001", 2026) for _ in range(500)]

    assert len(set(given)) == 500
    assert all(parse_upn(upn) == upn for upn in given)


def test_nhs_numbers_check_and_are_of_the_range_kept_for_tests(
    every_child: list[SyntheticChild],
) -> None:
    given = [child.nhs_number for child in every_child if child.nhs_number]

    assert all(parse_nhs_number(number) == number for number in given)
    assert all(number.startswith("999") for number in given)
    assert len(set(given)) == len(given)
    assert 0.8 < len(given) / len(every_child) < 0.95


def test_no_nhs_number_is_given_past_the_range_for_tests() -> None:
    assert nhs_number(1_000_000) is None


def test_every_postcode_is_well_formed_and_in_no_real_area(
    every_child: list[SyntheticChild],
) -> None:
    for child in every_child:
        assert POSTCODE.fullmatch(child.postcode)
        assert parse_postcode(child.postcode) == child.postcode


def test_one_postcode_belongs_to_one_street(every_child: list[SyntheticChild]) -> None:
    streets = defaultdict(set)
    for child in every_child:
        house = next(line for line in child.address_lines if line[0].isdigit())
        streets[child.postcode].add(house.split(" ", 1)[1])

    assert all(len(names) == 1 for names in streets.values())


def test_children_of_a_household_share_its_address(every_family: list[SyntheticFamily]) -> None:
    for family in every_family:
        for child in family.children:
            assert child.household_key == family.household.key
            assert child.postcode == family.household.address.postcode
            assert child.adults == family.household.adults


def test_each_child_is_of_the_age_of_the_year_group(every_child: list[SyntheticChild]) -> None:
    for child in every_child:
        year = 0 if child.year_group == "R" else int(child.year_group)
        assert date(2021 - year, 9, 1) <= child.date_of_birth <= date(2022 - year, 8, 31)


def test_each_child_is_in_a_school_that_teaches_the_year(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    schools = {school.urn: school for school in council.schools}
    for child in every_child:
        school = schools[child.school_urn]
        year = 0 if child.year_group == "R" else int(child.year_group)
        assert school.first_year <= year <= school.last_year


def test_nobody_was_admitted_on_a_day_to_come_or_a_weekend(
    every_child: list[SyntheticChild],
) -> None:
    for child in every_child:
        assert child.date_of_birth < child.admitted_on <= TODAY
        assert child.admitted_on.weekday() < 5


def twins(family: SyntheticFamily) -> list[tuple[SyntheticChild, SyntheticChild]]:
    return [
        (one, other)
        for one, other in combinations(family.children, 2)
        if one.date_of_birth == other.date_of_birth
    ]


def test_twins_share_home_birthday_and_year_but_no_name(
    every_family: list[SyntheticFamily],
) -> None:
    pairs = [pair for family in every_family for pair in twins(family)]

    assert len(pairs) > 20
    for one, other in pairs:
        assert one.household_key == other.household_key
        assert one.year_group == other.year_group
        assert (one.legal_forename, one.legal_surname) != (
            other.legal_forename,
            other.legal_surname,
        )


def test_other_siblings_are_born_at_least_nine_months_apart(
    every_family: list[SyntheticFamily],
) -> None:
    for family in every_family:
        for one, other in combinations(family.children, 2):
            apart = abs((one.date_of_birth - other.date_of_birth).days)
            assert apart == 0 or apart >= 270


def test_some_stepfamilies_have_more_than_one_surname(every_family: list[SyntheticFamily]) -> None:
    blended = [
        family
        for family in every_family
        if any(adult.relation == "stepfather" for adult in family.household.adults)
        and len({child.legal_surname for child in family.children}) > 1
    ]

    assert len(blended) > 200
    assert any(child.preferred_surname for family in blended for child in family.children)


def test_namesakes_go_to_different_schools_and_some_share_a_birthday(
    every_child: list[SyntheticChild],
) -> None:
    by_name = defaultdict(list)
    for child in every_child:
        by_name[child.legal_forename, child.legal_surname, child.date_of_birth].append(child)
    same_day = [found for found in by_name.values() if len(found) > 1]

    assert same_day
    for found in same_day:
        assert len({child.school_urn for child in found}) == len(found)


def test_some_children_have_just_moved_here(every_family: list[SyntheticFamily]) -> None:
    movers = [family for family in every_family if family.household.moved_in_on]

    assert len(movers) > 40
    for family in movers:
        moved = family.household.moved_in_on
        assert moved is not None
        assert all(moved < child.admitted_on <= TODAY for child in family.children)


def test_children_live_with_all_kinds_of_grown_ups(every_family: list[SyntheticFamily]) -> None:
    relations = Counter(adult.relation for one in every_family for adult in one.household.adults)

    assert {"mother", "father", "stepfather", "grandmother", "aunt", "foster carer"} <= set(
        relations
    )


def test_some_are_called_by_another_name_than_the_registered_one(
    every_child: list[SyntheticChild],
) -> None:
    assert sum(child.preferred_forename is not None for child in every_child) > 100
    assert all(child.called for child in every_child)
