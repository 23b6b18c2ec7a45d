"""Households of the council with children on roll, streamed: a million take no more room."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from alongside.demo.council import SyntheticCouncil
from alongside.demo.districts import District, districts
from alongside.demo.households import (
    Adult,
    Brood,
    Member,
    first_birthdays,
    namesake_brood,
    new_brood,
    short_form,
    years_of_children,
)
from alongside.demo.names import Sex, pick
from alongside.demo.places import Address, new_address
from alongside.demo.pupil_numbers import PupilNumbers, nhs_number
from alongside.demo.rolls import EarlierStay, began_that_year, stays_before, year_name
from alongside.demo.school_days import first_day_of_school, school_year_of
from alongside.demo.schools import Route, SyntheticSchool

PLACES_PER_DRAW = 5  # a school with twice the places is drawn twice as often
SPECIAL_SCHOOL = 0.014
REFERRAL_UNIT = 0.008
MOVED_HERE_LATELY = 0.012
JOINED_IN_YEAR = 0.07
NAMESAKE = 0.008
REMEMBERED = 400
WITHOUT_NHS_NUMBER = 0.04
NUMBER_NOT_YET_KNOWN = 0.3
FROM_ELSEWHERE = 0.5
REFERRAL_UNIT_YEARS = (7, 11)
JOINED_AT_ANY_TIME = ("special", "pupil_referral_unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticHousehold:
    """People at one address; `moved_in_on` is known of those who came lately."""

    key: str
    address: Address
    adults: tuple[Adult, ...]
    moved_in_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticChild:
    """A pupil on roll; `year_group` is R or 1 to 13; people of one name have an empty forename."""

    key: str
    household_key: str
    upn: str
    nhs_number: str | None
    legal_forename: str
    legal_surname: str
    middle_names: str
    preferred_forename: str | None
    preferred_surname: str | None
    date_of_birth: date
    sex: Sex
    adults: tuple[Adult, ...]
    address_lines: tuple[str, ...]
    postcode: str
    school_urn: str
    year_group: str
    admitted_on: date
    before: tuple[EarlierStay, ...] = ()

    @property
    def called(self) -> str:
        """The name school uses for the child in a sentence."""
        return self.preferred_forename or self.legal_forename or self.legal_surname


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticFamily:
    """A household and its children on roll, the oldest first."""

    household: SyntheticHousehold
    children: tuple[SyntheticChild, ...]


def families(
    council: SyntheticCouncil, *, children: int, on: date, rng: Random
) -> Iterator[SyntheticFamily]:
    """Families with this many children on roll between them on the day."""
    for district in families_by_district(council, children=children, on=on, rng=rng):
        yield from district


def families_by_district(
    council: SyntheticCouncil, *, children: int, on: date, rng: Random
) -> Iterator[Iterator[SyntheticFamily]]:
    """The same families, district by district: each is to be taken whole before the next."""
    registrar = _Registrar(council, on=on, rng=rng)
    for district in districts(council, children=children):
        yield registrar.families_of(district)


def children_by_district(
    council: SyntheticCouncil, *, children: int, on: date, rng: Random
) -> Iterator[list[SyntheticChild]]:
    """The same children without their households: no more than one district's are held."""
    for district in families_by_district(council, children=children, on=on, rng=rng):
        yield [child for family in district for child in family.children]


class _Registrar:
    """Puts families on the rolls of the council's schools."""

    def __init__(self, council: SyntheticCouncil, *, on: date, rng: Random) -> None:
        self.council, self.on, self.rng = council, on, rng
        self.school_year = school_year_of(on)
        self.birthdays = first_birthdays(self.school_year)
        self.numbers = PupilNumbers(council.la_code)
        self.households = count(1)
        self.pupils = count(1)
        self.remembered: deque[tuple[Route, Brood]] = deque(maxlen=REMEMBERED)

    def families_of(self, district: District) -> Iterator[SyntheticFamily]:
        """The families of one district, between them with its number of children."""
        self.routes = [
            route for route in district.routes for _ in range(route.places // PLACES_PER_DRAW)
        ]
        self.district, left = district, district.children
        while left > 0:
            family = self.next_family(most=left)
            left -= len(family.children)
            yield family

    def next_family(self, *, most: int) -> SyntheticFamily:
        """A household at one address, with at most so many children."""
        route = pick(self.rng, self.routes)
        brood = self._brood(route, most)
        household = self._household(route, brood.adults)
        return SyntheticFamily(
            household=household,
            children=tuple(self._child(route, household, member) for member in brood.members),
        )

    def _brood(self, route: Route, most: int) -> Brood:
        years: list[int] = []
        while not years:
            years = [year for year in years_of_children(self.rng) if year < len(route.schools)]
        if len(years) == 1 and self.remembered and self.rng.random() < NAMESAKE:
            other, brood = pick(self.rng, self.remembered)
            year = brood.members[0].year
            if other.neighbourhood != route.neighbourhood and year < len(route.schools):
                return namesake_brood(self.rng, brood, self.birthdays[year])
        brood = new_brood(self.rng, years[:most], self.birthdays)
        self.remembered.append((route, brood))
        return Brood(lineage=brood.lineage, adults=brood.adults, members=brood.members[:most])

    def _household(self, route: Route, adults: tuple[Adult, ...]) -> SyntheticHousehold:
        neighbourhood = self.council.neighbourhoods[route.neighbourhood]
        moved = None
        if self.rng.random() < MOVED_HERE_LATELY:
            moved = self.on - timedelta(days=6 + int(self.rng.random() * 45))
        return SyntheticHousehold(
            key=f"household-{next(self.households):07}",
            address=new_address(self.rng, neighbourhood, town=self.council.name),
            adults=adults,
            moved_in_on=moved,
        )

    def _child(self, route: Route, household: SyntheticHousehold, member: Member) -> SyntheticChild:
        serial, rng, name = next(self.pupils), self.rng, member.name
        school, key = self._school(route, member.year), f"child-{serial:07}"
        child = SyntheticChild(
            key=key,
            household_key=household.key,
            upn=self._upn(route, household, member),
            nhs_number=None if rng.random() < WITHOUT_NHS_NUMBER else nhs_number(serial),
            legal_forename=name.forename,
            legal_surname=name.surname,
            middle_names=name.middle_names,
            preferred_forename=short_form(name, rng),
            preferred_surname=member.preferred_surname,
            date_of_birth=date.fromordinal(member.born),
            sex=member.sex,
            adults=household.adults,
            address_lines=household.address.lines,
            postcode=household.address.postcode,
            school_urn=school.urn,
            year_group=year_name(member.year),
            admitted_on=self._admitted_on(school, household, member.year),
        )
        return child if household.moved_in_on else self._with_past(child, route, school, member)

    def _with_past(
        self, child: SyntheticChild, route: Route, school: SyntheticSchool, member: Member
    ) -> SyntheticChild:
        """The child with the schools they were at before; of half who joined in a year they are elsewhere."""
        rng = Random(child.key)  # noqa: S311  made-up people, not secrets
        schools = route.schools
        moved = school.phase not in JOINED_AT_ANY_TIME and not began_that_year(child.admitted_on)
        if moved:
            if rng.random() < FROM_ELSEWHERE:
                return child
            schools = pick(rng, self.district.routes).schools
        before = stays_before(
            schools, now_at=school, year=member.year, admitted_on=child.admitted_on, on=self.on
        )
        return replace(child, before=before) if before else child

    def _school(self, route: Route, year: int) -> SyntheticSchool:
        chance = self.rng.random()
        if chance < SPECIAL_SCHOOL:
            return pick(self.rng, self.district.special)
        if chance > 1 - REFERRAL_UNIT and REFERRAL_UNIT_YEARS[0] <= year <= REFERRAL_UNIT_YEARS[1]:
            return pick(self.rng, self.district.referral)
        return route.schools[year]

    def _upn(self, route: Route, household: SyntheticHousehold, member: Member) -> str:
        establishment = route.schools[0].dfe_number[-4:]
        if household.moved_in_on and self.rng.random() < NUMBER_NOT_YET_KNOWN:
            return self.numbers.temporary_upn(establishment, self.school_year)
        return self.numbers.permanent_upn(establishment, self.school_year - member.year)

    def _admitted_on(
        self, school: SyntheticSchool, household: SyntheticHousehold, year: int
    ) -> date:
        began = first_day_of_school(self.school_year - year + school.first_year)
        if household.moved_in_on:
            return _school_day_from(school, household.moved_in_on, self.on)
        in_year = school.phase in JOINED_AT_ANY_TIME or self.rng.random() < JOINED_IN_YEAR
        if not in_year or began >= self.on:
            return min(began, self.on)
        day = began + timedelta(days=int(self.rng.random() * (self.on - began).days))
        return day - timedelta(days=max(0, day.weekday() - 4))


def _school_day_from(school: SyntheticSchool, day: date, on: date) -> date:
    """The third day after a move, or the first on which the school teaches, if that has come."""
    joined = day + timedelta(days=3)
    while joined < on and not school.calendar.is_school_day(joined):
        joined += timedelta(days=1)
    return joined
