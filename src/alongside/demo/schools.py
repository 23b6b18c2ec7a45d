"""Invented schools of every phase, in the neighbourhoods their children grow up in."""

from dataclasses import dataclass
from datetime import date
from random import Random

from alongside.demo.names import pick
from alongside.demo.places import Neighbourhood, new_address, new_neighbourhood
from alongside.demo.school_days import school_calendar, school_year_of
from alongside.demo.words import listed, table
from alongside.foundation.calendars import SchoolCalendar

TOWN = "Thornmere"
LA_CODE = "999"
PUPILS_PER_SCHOOL = 300
FEWEST_SCHOOLS = 8  # one of each phase, and two primaries
FIRST_URN = 900001
FIRST_SCHOOL_LINE = 200  # the numbers before it are the teams'
OLDEST_YEAR = 13
HAS_SIXTH_FORM = 0.4
TRIES = 30  # at a name, before the place is added to it
OWN_PRIMARY_PLACES = 420  # of an all-through school


@dataclass(frozen=True, slots=True)
class Phase:
    """What schools of one kind are like; years are 0 for Reception to 13."""

    name: str
    first_year: int
    last_year: int
    smallest: int
    largest: int
    first_number: int  # of its establishment, by the Department's custom
    share: float  # of the council's schools


PRIMARY = Phase("primary", 0, 6, 105, 420, 2001, 0.0)
SECONDARY = Phase("secondary", 7, 11, 600, 1100, 4001, 0.15)
ALL_THROUGH = Phase("all_through", 0, 13, 700, 900, 6901, 0.025)
INFANT = Phase("infant", 0, 2, 80, 140, 2601, 0.025)
JUNIOR = Phase("junior", 3, 6, 110, 190, 2701, 0.025)
SPECIAL = Phase("special", 0, 13, 70, 130, 7001, 0.05)
REFERRAL_UNIT = Phase("pupil_referral_unit", 7, 11, 30, 60, 1101, 0.025)
PHASES = (PRIMARY, SECONDARY, ALL_THROUGH, INFANT, JUNIOR, SPECIAL, REFERRAL_UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticSchool:
    """An invented school; its calendar says on which days it teaches."""

    key: str
    urn: str
    dfe_number: str
    name: str
    phase: str
    first_year: int
    last_year: int
    capacity: int
    neighbourhood: int
    address_lines: tuple[str, ...]
    postcode: str
    telephone: str
    email: str
    domain: str
    calendar: SchoolCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way through school of one catchment's children: the school of each year it reaches."""

    neighbourhood: int
    places: int
    schools: tuple[SyntheticSchool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPlan:
    """The schools of the council, where they stand, and which lead to which."""

    neighbourhoods: tuple[Neighbourhood, ...]
    schools: tuple[SyntheticSchool, ...]
    routes: tuple[Route, ...]


def drama_number(serial: int) -> str:
    """A telephone number of the range Ofcom keeps for stories, so that it rings nobody."""
    return f"01632 960{serial % 1000:03}"


def plan_schools(rng: Random, *, children: int, on: date) -> SchoolPlan:
    """Schools enough for this many children, about one for every 300."""
    counts = _counts(max(FEWEST_SCHOOLS, round(children / PUPILS_PER_SCHOOL)))
    anchors = counts[SECONDARY] + counts[ALL_THROUGH]
    neighbourhoods = tuple(new_neighbourhood(rng, number, town=TOWN) for number in range(anchors))
    maker = _SchoolMaker(rng, on)
    schools = []
    for phase, how_many in counts.items():
        for number in range(how_many):
            place = _neighbourhood_of(phase, number, counts)
            schools.append(maker.new_school(phase, neighbourhoods[place]))
    return SchoolPlan(
        neighbourhoods=neighbourhoods, schools=tuple(schools), routes=_routes(schools)
    )


def _counts(schools: int) -> dict[Phase, int]:
    counts = {phase: max(1, round(schools * phase.share)) for phase in PHASES[1:]}
    return {PRIMARY: schools - sum(counts.values()), **counts}


def _neighbourhood_of(phase: Phase, number: int, counts: dict[Phase, int]) -> int:
    """Each secondary and each all-through school has a neighbourhood; the rest share them out."""
    secondaries = counts[SECONDARY]
    if phase is ALL_THROUGH:
        return secondaries + number
    return number % secondaries


class _SchoolMaker:
    """Makes schools whose names and numbers differ."""

    def __init__(self, rng: Random, on: date) -> None:
        year = school_year_of(on)
        self.rng = rng
        self.years = (year - 1, year, year + 1)
        self.past_years = (year - 4, year - 3, year - 2)
        self.names: set[str] = set()
        self.numbers: set[int] = set()

    def new_school(self, phase: Phase, neighbourhood: Neighbourhood) -> SyntheticSchool:
        """A school of this phase in this neighbourhood."""
        rng, serial = self.rng, len(self.names)
        name = self._name(phase, neighbourhood)
        address = new_address(rng, neighbourhood, town=TOWN, flats=False)
        words = name.lower().replace("'", "").split()
        domain = f"{'-'.join(words)}.example"
        sixth_form = phase is SECONDARY and rng.random() < HAS_SIXTH_FORM
        return SyntheticSchool(
            key=f"school-{FIRST_URN + serial}",
            urn=str(FIRST_URN + serial),
            dfe_number=f"{LA_CODE}/{self._number(phase)}",
            name=name,
            phase=phase.name,
            first_year=phase.first_year,
            last_year=OLDEST_YEAR if sixth_form else phase.last_year,
            capacity=rng.randrange(phase.smallest, phase.largest, 5),
            neighbourhood=neighbourhood.number,
            address_lines=address.lines,
            postcode=address.postcode,
            telephone=drama_number(FIRST_SCHOOL_LINE + serial),
            email=f"safeguarding@{domain}",
            domain=domain,
            calendar=self._calendar(),
        )

    def _calendar(self) -> SchoolCalendar:
        """Term dates around now, and those of the years that are told, drawn apart from them."""
        now = school_calendar(self.rng, self.years)
        past = Random(f"terms of school {len(self.names)}")  # noqa: S311  made-up, not secrets
        before = school_calendar(past, self.past_years)
        return SchoolCalendar(
            terms=(*before.terms, *now.terms), closures=before.closures | now.closures
        )

    def _number(self, phase: Phase) -> int:
        number = phase.first_number
        while number in self.numbers:
            number += 1
        self.numbers.add(number)
        return number

    def _name(self, phase: Phase, neighbourhood: Neighbourhood) -> str:
        """A name no other school has; where the list runs dry, the place is put behind it."""
        names = (self._drawn_name(phase, neighbourhood) for _ in range(TRIES))
        free = (name for name in names if name not in self.names)
        name = next(free, None) or self._placed_name(phase, neighbourhood)
        self.names.add(name)
        return name

    def _placed_name(self, phase: Phase, neighbourhood: Neighbourhood) -> str:
        while True:
            name = f"{self._drawn_name(phase, neighbourhood)} {neighbourhood.name}"
            if name not in self.names:
                return name

    def _drawn_name(self, phase: Phase, neighbourhood: Neighbourhood) -> str:
        words = table("places")
        shape = pick(self.rng, listed(words["schools"][phase.name]))
        return shape.format(
            place=neighbourhood.name,
            street=pick(self.rng, neighbourhood.streets).name,
            saint=pick(self.rng, listed(words["schools"]["saints"])),
            first=pick(self.rng, listed(words["streets"]["first"])),
        )


def _routes(schools: list[SyntheticSchool]) -> tuple[Route, ...]:
    by_phase: dict[str, list[SyntheticSchool]] = {}
    for school in schools:
        by_phase.setdefault(school.phase, []).append(school)
    seniors = {school.neighbourhood: school for school in by_phase["secondary"]}
    routes = [
        _route((primary, primary, seniors[primary.neighbourhood]), primary.capacity)
        for primary in by_phase["primary"]
    ]
    for infant, junior in zip(by_phase["infant"], by_phase["junior"], strict=True):
        places = infant.capacity + junior.capacity
        routes.append(_route((infant, junior, seniors[infant.neighbourhood]), places))
    routes += [_route((one, one, one), OWN_PRIMARY_PLACES) for one in by_phase["all_through"]]
    return tuple(routes)


def _route(stages: tuple[SyntheticSchool, SyntheticSchool, SyntheticSchool], places: int) -> Route:
    infant, junior, senior = stages
    years = (*[infant] * 3, *[junior] * 4, *[senior] * 7)
    return Route(
        neighbourhood=senior.neighbourhood,
        places=places,
        schools=years[: senior.last_year + 1],
    )
