"""Lifelike names of families in England today, combined at random from word lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal, TypeVar

from alongside.demo.words import lines, listed, table

Sex = Literal["F", "M"]
SEXES: tuple[Sex, Sex] = ("F", "M")
T = TypeVar("T")

ONE_NAME = "one_name"
MIDDLE_NAME_SHARE = 0.7
TAKES_FATHERS_SURNAME = 0.55
USES_ENGLISH_NAME = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name as registered; `forename` is empty for people who have one name only."""

    forename: str
    surname: str
    middle_names: str = ""
    known_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Forenames and surnames that go together, and the way a family's names hang together."""

    key: str
    style: str
    weight: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]  # as borne by a man, by a woman
    has_middle_names: bool
    mother_first: bool
    daughters: tuple[str, ...]
    known_as: tuple[str, ...]
    middle_by_sex: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What children of the same parents draw their names from."""

    community: Community
    surname: tuple[str, str]
    other_surname: tuple[str, str]
    father: str


@cache
def communities() -> tuple[Community, ...]:
    """Every community of the word list."""
    read = table("names")
    return tuple(_community(key, entry, read["english"]) for key, entry in read.items())


def _community(key: str, entry: dict[str, str], english: dict[str, str]) -> Community:
    girls, boys = listed(entry["girls"]), listed(entry["boys"])
    adults_as_english = key in ("welsh", "irish", "scottish", "caribbean", "traveller", "english")
    return Community(
        key=key,
        style=entry["style"],
        weight=int(entry["weight"]),
        girls=girls,
        boys=boys,
        women=listed(english["women"]) if adults_as_english else girls,
        men=listed(english["men"]) if adults_as_english else boys,
        surnames=tuple(_by_sex(surname) for surname in listed(entry["surnames"])),
        has_middle_names=bool(entry.get("middle_names")),
        mother_first=bool(entry.get("mother_first")),
        daughters=listed(entry.get("daughters", "")),
        known_as=listed(entry.get("known_as", "")),
        middle_by_sex=(entry.get("boy_middle", ""), entry.get("girl_middle", "")),
    )


def _by_sex(surname: str) -> tuple[str, str]:
    his, _, hers = surname.partition("|")
    return his, hers or his


@cache
def _weighted() -> tuple[Community, ...]:
    return tuple(one for one in communities() for _ in range(one.weight))


@cache
def well_known() -> frozenset[tuple[str, str]]:
    """Names of well-known people (forename, surname), which nobody here may bear."""
    return frozenset(_split(name) for name in lines("well_known"))


def _split(name: str) -> tuple[str, str]:
    forename, _, surname = name.rpartition(" ")
    return forename, surname


def pick(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices, each as likely."""
    return choices[int(rng.random() * len(choices))]


def favour(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices, the earlier ones more likely, as with names in life."""
    return choices[int(rng.random() ** 1.6 * len(choices))]


def new_lineage(rng: Random) -> Lineage:
    """Parents' names for one set of children."""
    community = pick(rng, _weighted())
    surname = favour(rng, community.surnames)
    return Lineage(
        community=community,
        surname=surname,
        other_surname=favour(rng, community.surnames),
        father=_forename(rng, community.men, surname[0]),
    )


def child_name(rng: Random, lineage: Lineage, sex: Sex) -> PersonName:
    """A name for a child of this lineage, never that of a well-known person."""
    community = lineage.community
    given = community.girls if sex == "F" else community.boys
    shape = STYLES[community.style]
    while True:
        name = shape(rng, lineage, sex, favour(rng, given))
        if (name.forename, name.surname) not in well_known():
            return name


def adult_name(rng: Random, lineage: Lineage, sex: Sex, *, own_surname: bool = False) -> str:
    """A grown-up's full name: of the family, or with a surname of their own."""
    surnames = favour(rng, lineage.community.surnames) if own_surname else lineage.surname
    forename, surname = working_name(rng, lineage, sex, surname=surnames[sex == "F"])
    return f"{forename} {surname}".strip()


def fathers_name(lineage: Lineage) -> str:
    """The full name of the children's father."""
    if lineage.community.style == ONE_NAME:
        return lineage.father
    return f"{lineage.father} {lineage.surname[0]}"


def working_name(
    rng: Random, lineage: Lineage, sex: Sex, *, surname: str | None = None
) -> tuple[str, str]:
    """A grown-up's forename and surname as they use them; who has one name has no forename."""
    community = lineage.community
    given = community.women if sex == "F" else community.men
    if community.style == ONE_NAME:
        return "", favour(rng, given)
    surname = surname or lineage.surname[sex == "F"]
    return _forename(rng, given, surname), surname


def _forename(rng: Random, given: Sequence[str], surname: str) -> str:
    """A forename which with this surname is not the name of a well-known person."""
    while ((forename := favour(rng, given)), surname) in well_known():
        pass
    return forename


def _shared(rng: Random, lineage: Lineage, sex: Sex, forename: str) -> PersonName:
    community, middle, known_as = lineage.community, "", None
    if community.has_middle_names and rng.random() < MIDDLE_NAME_SHARE:
        middle = favour(rng, community.girls if sex == "F" else community.boys)
    if community.known_as and rng.random() < USES_ENGLISH_NAME:
        known_as = pick(rng, community.known_as)
    return PersonName(
        forename=forename,
        surname=lineage.surname[sex == "F"],
        middle_names="" if middle == forename else middle,
        known_as=known_as,
    )


def _begum(rng: Random, lineage: Lineage, sex: Sex, forename: str) -> PersonName:
    """Sons and daughters of one father may bear different last names."""
    surname = lineage.surname[0]
    if rng.random() > TAKES_FATHERS_SURNAME:
        surname = pick(rng, lineage.community.daughters) if sex == "F" else lineage.father
    return PersonName(forename=forename, surname=surname)


def _sikh(_rng: Random, lineage: Lineage, sex: Sex, forename: str) -> PersonName:
    title = "Kaur" if sex == "F" else "Singh"
    if lineage.surname[0] < "C":  # these families use no other surname
        return PersonName(forename=forename, surname=title)
    return PersonName(forename=forename, surname=lineage.surname[0], middle_names=title)


def _fathers_forename(_rng: Random, lineage: Lineage, _sex: Sex, forename: str) -> PersonName:
    return PersonName(forename=forename, surname=lineage.surname[0])


def _three_part(_rng: Random, lineage: Lineage, _sex: Sex, forename: str) -> PersonName:
    """Own name, father's name, then the grandfather's or the family's."""
    return PersonName(forename=forename, middle_names=lineage.father, surname=lineage.surname[0])


def _mother_in_middle(_rng: Random, lineage: Lineage, _sex: Sex, forename: str) -> PersonName:
    return PersonName(
        forename=forename, middle_names=lineage.other_surname[0], surname=lineage.surname[0]
    )


def _two_surnames(_rng: Random, lineage: Lineage, _sex: Sex, forename: str) -> PersonName:
    pair = (lineage.surname[0], lineage.other_surname[0])
    first, second = reversed(pair) if lineage.community.mother_first else pair
    return PersonName(forename=forename, surname=f"{first} {second}")


def _middle_by_sex(rng: Random, lineage: Lineage, sex: Sex, forename: str) -> PersonName:
    middle = lineage.community.middle_by_sex[sex == "F"] if rng.random() < MIDDLE_NAME_SHARE else ""
    return PersonName(forename=forename, middle_names=middle, surname=lineage.surname[0])


def _one_name(_rng: Random, _lineage: Lineage, _sex: Sex, forename: str) -> PersonName:
    return PersonName(forename="", surname=forename)


Shape = Callable[[Random, Lineage, Sex, str], PersonName]

STYLES: dict[str, Shape] = {
    "shared": _shared,
    "gendered": _shared,
    "patronymic": _shared,
    "begum": _begum,
    "sikh": _sikh,
    "fathers_forename": _fathers_forename,
    "three_part": _three_part,
    "mother_in_middle": _mother_in_middle,
    "two_surnames": _two_surnames,
    "middle_by_sex": _middle_by_sex,
    ONE_NAME: _one_name,
}
