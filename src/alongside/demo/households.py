"""Who lives with whom: parents, twins, stepfamilies, grandparents, and how each is called."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from alongside.demo.names import (
    SEXES,
    Lineage,
    PersonName,
    Sex,
    adult_name,
    child_name,
    fathers_name,
    new_lineage,
    pick,
)
from alongside.demo.schools import OLDEST_YEAR

# How many children, and years between them, each listed as often as it is met.
SIZES = (1,) * 21 + (2,) * 19 + (3,) * 7 + (4,) * 2 + (5,)
GAPS = (1, 2, 2, 2, 3, 3, 4, 5)
MEAN_GAP = 2.75

TWINS = 0.018
STEPFAMILY = 0.16
USES_STEP_SURNAME = 0.35
SAME_BIRTHDAY = 0.35
BOYS = 0.51
KEPT_HER_NAME = 0.35
TWO_PARENTS, MOTHER_ALONE = 0.66, 0.92  # of the rest, less usual households
BETWEEN_BIRTHS = 300  # days, at least, between children of one mother

SHORT_FORMS = {
    "Alexander": "Alex", "Samuel": "Sam", "Thomas": "Tom", "William": "Billy", "Joshua": "Josh",
    "Daniel": "Danny", "Benjamin": "Ben", "Charlotte": "Lottie", "Isabella": "Izzy",
    "Jessica": "Jess", "Abigail": "Abi", "Matilda": "Tilly", "Elizabeth": "Libby",
    "Imogen": "Immy", "Zachary": "Zac", "Frankie": "Frank", "Muhammad": "Mo", "Oluwaseun": "Seun",
    "Oluwatobi": "Tobi", "Chukwuemeka": "Emeka", "Zuzanna": "Zuzia", "Aleksander": "Olek",
    "Małgorzata": "Gosia", "Ștefania": "Ștefi", "Jannatul": "Jannat", "Gurpreet": "Gurp",
}  # fmt: skip
USES_SHORT_FORM = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """Someone who looks after the children: mother, stepfather, grandmother, foster carer."""

    name: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A child of the household before school numbers them."""

    name: PersonName
    preferred_surname: str | None
    sex: Sex
    born: int  # as date.toordinal
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brood:
    """The people of one household."""

    lineage: Lineage
    adults: tuple[Adult, ...]
    members: tuple[Member, ...]


def first_birthdays(school_year: int) -> tuple[int, ...]:
    """The first day of birth, as an ordinal, of each year group from Reception."""
    years = range(OLDEST_YEAR + 2)
    return tuple(date(school_year - 5 - year, 9, 1).toordinal() for year in years)


def short_form(name: PersonName, rng: Random) -> str | None:
    """What the child is called where that is not the registered forename."""
    if name.known_as:
        return name.known_as
    short = SHORT_FORMS.get(name.forename)
    return short if short and rng.random() < USES_SHORT_FORM else None


def years_of_children(rng: Random) -> list[int]:
    """The year groups of one household's children of school age, oldest first."""
    size = pick(rng, SIZES)
    year = int(rng.random() * (OLDEST_YEAR + 1 + MEAN_GAP * (size - 1)))
    years = []
    for _ in range(size):
        if 0 <= year <= OLDEST_YEAR:
            years.append(year)
        year -= pick(rng, GAPS)
    return years


def new_brood(rng: Random, years: list[int], birthdays: tuple[int, ...]) -> Brood:
    """A household with a child in each of these year groups."""
    lineage = new_lineage(rng)
    step = new_lineage(rng) if len(years) > 1 and rng.random() < STEPFAMILY else None
    twin = int(rng.random() * len(years)) if rng.random() < TWINS else -1
    members: list[Member] = []
    for place, year in enumerate(years):
        own = step if step and place == len(years) - 1 else lineage
        born = _birthday(rng, birthdays[year], members)
        members.append(_member(rng, own, year, born))
        if place == twin:
            members.append(_twin(rng, own, members[-1]))
    if step and rng.random() < USES_STEP_SURNAME:
        surname = step.surname[members[0].sex == "F"]
        members[0] = replace(members[0], preferred_surname=surname)
    return Brood(lineage=lineage, adults=_adults(rng, lineage, step), members=tuple(members))


def namesake_brood(rng: Random, brood: Brood, first_birthday: int) -> Brood:
    """Another household, whose only child has the name of this one's, perhaps the birthday too."""
    child = brood.members[0]
    born = child.born
    if rng.random() > SAME_BIRTHDAY:
        born = first_birthday + int(rng.random() * 365)
    return Brood(
        lineage=brood.lineage,
        adults=_adults(rng, brood.lineage, None),
        members=(replace(child, born=born, preferred_surname=None),),
    )


def _birthday(rng: Random, first: int, older: list[Member]) -> int:
    born = first + int(rng.random() * 365)
    return max(born, older[-1].born + BETWEEN_BIRTHS) if older else born


def _member(rng: Random, lineage: Lineage, year: int, born: int) -> Member:
    sex = SEXES[rng.random() < BOYS]
    return Member(
        name=child_name(rng, lineage, sex), preferred_surname=None, sex=sex, born=born, year=year
    )


def _twin(rng: Random, lineage: Lineage, first: Member) -> Member:
    while True:
        other = _member(rng, lineage, first.year, first.born)
        if (other.name.forename, other.name.surname) != (first.name.forename, first.name.surname):
            return other


def _adults(rng: Random, lineage: Lineage, step: Lineage | None) -> tuple[Adult, ...]:
    mother = Adult(
        name=adult_name(rng, lineage, "F", own_surname=rng.random() < KEPT_HER_NAME),
        relation="mother",
    )
    if step:
        return (mother, Adult(name=fathers_name(step), relation="stepfather"))
    chance = rng.random()
    if chance < TWO_PARENTS:
        return (mother, Adult(name=fathers_name(lineage), relation="father"))
    if chance < MOTHER_ALONE:
        return (mother,)
    return _less_usual_adults(rng, lineage, mother)


def _less_usual_adults(rng: Random, lineage: Lineage, mother: Adult) -> tuple[Adult, ...]:
    kind = pick(rng, ("father", "father", "grandmother", "aunt", "foster carer", "mothers"))
    if kind == "mothers":
        return (mother, Adult(name=adult_name(rng, new_lineage(rng), "F"), relation="mother"))
    own = new_lineage(rng) if kind == "foster carer" else lineage
    sex: Sex = "M" if kind == "father" else "F"
    return (Adult(name=adult_name(rng, own, sex), relation=kind),)
