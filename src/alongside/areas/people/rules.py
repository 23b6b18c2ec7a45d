"""How a name is folded for searching, shown, and aged; how what is told differs from what is known."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

_NOT_LETTERS = re.compile(r"[^\w]+|_")
# Letters that carry no accent to strip but that people type without.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}  # noqa: RUF001  the Turkish letter itself
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Text as it is searched: lower case, without accents, punctuation as one space.

    >>> fold("Zoë O’Neill-Łukasz")
    'zoe oneill lukasz'
    """
    joined = re.sub(r"['’‘`]", "", text.casefold().translate(_PLAIN))
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c)
    )
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


def search_words(text: str, *, most: int = 6) -> list[str]:
    """The folded words of a search; every one must be part of a name."""
    return fold(text).split()[:most]


def full_name(forename: str, surname: str) -> str:
    """A name as people say it; one-name people have only one."""
    return " ".join(part for part in (forename, surname) if part)


NAME_NOT_KNOWN = "Name not known"


def case_number(authority_code: str, number: str) -> str:
    """The council's own number of a child, which another council may give to another child."""
    return f"{authority_code}/{number}"


def name_not_known(number: str) -> str:
    """What stands in place of a name nobody has told us, with the council's own number if there is one."""
    own = number.partition("/")[2]
    return f"{NAME_NOT_KNOWN}: case number {own}" if own else NAME_NOT_KNOWN


def age(date_of_birth: date, *, on: date) -> int:
    """Whole years; somebody born on 29 February has a birthday on 1 March in other years."""
    had_birthday = (on.month, on.day) >= (date_of_birth.month, date_of_birth.day)
    return on.year - date_of_birth.year - (0 if had_birthday else 1)


# What somebody tells of a child beside what is known. A blank says nothing, and changes nothing. ---

LegalName = tuple[str, str, str]  # forename, middle names, surname
UsedName = tuple[str, str]  # forename, surname


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A child as a school, or another source, writes them.

    A return gives no name: then `forename` and `surname` are "". `middle_names` and `used_name` are None
    where the source does not speak of them at all.
    """

    upn: str | None
    nhs_number: str | None = None
    forename: str
    surname: str
    middle_names: str | None
    used_name: UsedName | None
    date_of_birth: date | None
    sex: str
    address: str
    postcode: str
    known_from: date
    case_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A child as held now."""

    child_id: UUID
    date_of_birth: date | None
    sex: str
    legal_name: LegalName
    used_name: UsedName | None
    address: str
    postcode: str
    upns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """The parts in which what is told differs from what is known, each None where it does not."""

    legal_name: LegalName | None = None
    used_name: UsedName | None = None
    used_name_ends: bool = False
    date_of_birth: date | None = None
    sex: str | None = None
    address: tuple[str, str] | None = None
    upn: str | None = None
    case_number: str | None = None

    def codes(self) -> tuple[str, ...]:
        """What changed, as the event says it."""
        changed = {
            "name": self.legal_name or self.used_name or self.used_name_ends,
            "birth_date": self.date_of_birth,
            "sex": self.sex,
            "address": self.address,
            "upn": self.upn,
            "case_number": self.case_number,
        }
        return tuple(code for code, differs in changed.items() if differs)


def legal_name(told: Told, known: Known | None = None) -> LegalName:
    """The legal name told; middle names stay as known where nothing is said of them."""
    middle = told.middle_names
    if middle is None:
        middle = known.legal_name[1] if known else ""
    return told.forename, middle, told.surname


def used_name(told: Told) -> UsedName | None:
    """The name used, where it is told and is not the legal one; a part left blank is the legal one."""
    if told.used_name is None:
        return None
    legal = (told.forename, told.surname)
    used = (told.used_name[0] or legal[0], told.used_name[1] or legal[1])
    return used if used != legal else None


def differences(told: Told, known: Known) -> Differences:
    """What is told that is not known."""
    legal, used = legal_name(told, known), used_name(told)
    return Differences(
        legal_name=legal if legal != known.legal_name else None,
        used_name=used if used != known.used_name else None,
        used_name_ends=told.used_name is not None and used is None and known.used_name is not None,
        date_of_birth=_new(told.date_of_birth, known.date_of_birth),
        sex=_new(told.sex, known.sex),
        address=_moved_to(told, known),
        upn=told.upn if told.upn and told.upn not in known.upns else None,
    )


def same_person_told_of(told: Told, known: Known) -> bool:
    """Whether a number may be of this child: two of forename, surname and birth date are theirs.

    What a school corrects leaves two: a surname on marriage or adoption, a forename's spelling, a
    birth date. A surname alone is a sibling's, a birth date alone a stranger's. Names used count.
    """
    forename, surname = _shared_names(told, known)
    if told.date_of_birth is not None and told.date_of_birth == known.date_of_birth:
        return bool(forename - {""}) or bool(surname - {""})
    return bool(forename) and bool(surname)


def _shared_names(told: Told, known: Known) -> tuple[set[str], set[str]]:
    """The folded forenames, and surnames, that are both told and known; "" where both have none."""
    told_names = [(told.forename, told.surname), *([used] if (used := used_name(told)) else [])]
    known_names = [(known.legal_name[0], known.legal_name[2])]
    known_names += [known.used_name] if known.used_name else []
    forenames, surnames = (
        {fold(name[part]) for name in told_names} & {fold(name[part]) for name in known_names}
        for part in (0, 1)
    )
    return forenames, surnames


Value = TypeVar("Value")


def _new(told: Value | None, known: Value | None) -> Value | None:
    return told if told and told != known else None


def _moved_to(told: Told, known: Known) -> tuple[str, str] | None:
    if told.address in ("", known.address) and told.postcode in ("", known.postcode):
        return None
    return told.address, told.postcode
