"""Pupils as a school's own system lists them: its roll, row by row.

Law: School Attendance (Pupil Registration) (England) Regulations 2024, regulation 8 (what the
admission register holds). A row that cannot be right is rejected with a reason for the office; a
pupil who has no UPN yet is taken.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from alongside.areas.loads.cells import CellRefused, day_of, name_of, text_of
from alongside.areas.loads.reading import Columns, Rejected, Row, read_table
from alongside.areas.loads.reading.files import FileRead, RowsRead, read_whole
from alongside.foundation.identifiers import IdentifierError, parse_postcode, parse_upn

_ADDRESS_LINES = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5")

COLUMNS = Columns(
    required=("UPN", "Legal Surname", "Legal Forename", "Date of Birth"),
    other_words={
        "UPN": ("Unique Pupil Number", "UPN Number", "Pupil UPN"),
        "Former UPN": ("Previous UPN", "Old UPN"),
        "Legal Surname": ("Surname", "Last Name", "Family Name", "Legal Last Name"),
        "Legal Forename": ("Forename", "First Name", "Given Name", "Legal First Name"),
        "Preferred Forename": ("Preferred First Name", "Known As", "Chosen Forename"),
        "Preferred Surname": ("Preferred Last Name", "Chosen Surname"),
        "Middle Names": ("Middle Name", "Middle Name(s)", "Legal Middle Names"),
        "Date of Birth": ("DOB", "D.O.B.", "Birth Date", "Birthdate"),
        "Gender": ("Sex", "Legal Sex"),
        "Year Group": ("Year", "Yr", "NC Year", "National Curriculum Year", "Year Taught In"),
        "Postcode": ("Post Code", "Home Postcode"),
        "Address": ("Home Address", "Full Address"),
        **{line: (line.replace(" ", " Line "),) for line in _ADDRESS_LINES},
        "Date of Admission": ("Admission Date", "DOA", "Date Admitted", "Entry Date"),
        "Date of Leaving": ("Leaving Date", "DOL", "Date Left", "Leave Date"),
    },
)

_NAME_LENGTH = 100
_ADDRESS_LENGTH = 300
_WORD_LENGTH = 30
_YEAR_GROUP_LENGTH = 10
_OLDEST = 20  # years; no one on a school roll is older
_YEARS_AHEAD = 20  # of a leaving date: the longest a newborn could stay

_GENDER = {
    **dict.fromkeys(("m", "male", "boy"), "male"),
    **dict.fromkeys(("f", "female", "girl"), "female"),
    **dict.fromkeys(("u", "not specified", "not stated"), ""),
}
_YEAR_GROUP = re.compile(r"(?:(?:nc )?year|yr|y)? ?0?(1[0-4]|[0-9])", re.IGNORECASE)
_YEAR_GROUP_WORDS = {
    **{code.casefold(): code for code in ("E1", "E2", "N", "N1", "N2", "R", "X")},
    "reception": "R",
    "yr": "R",
    "year r": "R",
    "nursery": "N",
    "nursery 1": "N1",
    "nursery 2": "N2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """One pupil as the school wrote them; blank cells are "" or None.

    `gender` is male, female, or the school's own word. `year_group` is 1 to 14, R, N, N1, N2, E1,
    E2, X, or the school's own word. `former_upn` is one they had before.
    Surname or forename may be "": some people have one name.
    """

    line: int
    upn: str | None
    former_upn: str | None = None
    surname: str
    forename: str
    preferred_forename: str
    preferred_surname: str
    middle_names: str
    date_of_birth: date
    gender: str
    year_group: str
    postcode: str
    address: str
    admitted_on: date | None
    left_on: date | None


class _Refused(Exception):
    """A column of the row cannot be taken."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_roll(path: Path) -> Iterator[Row]:
    """The rows of a school's roll, for `parse_pupil`."""
    return read_table(path, columns=COLUMNS)


def read_roll_file(path: Path, *, on: date, read: RowsRead) -> FileRead[Pupil]:
    """The whole roll as a load on that day takes it; raises a TableRefused where none of it can be."""
    found = read_whole(path, read_roll(path), lambda row: parse_pupil(row, on), read=read)
    found.taken, sharing = check_roll(found.taken)
    found.reject(sharing)
    return found


def parse_pupil(row: Row, on: date) -> Pupil | Rejected:
    """The pupil of a row, as a load on that day sees them, or why the row cannot be taken."""
    if row.fault:
        return Rejected(row.line, "", row.fault)
    try:
        return _pupil(row.line, row.cells, on)
    except _Refused as refused:
        value = row.cells.get(refused.column, "")
        return Rejected(row.line, refused.column, refused.reason, value)


def numbers_of(pupil: Pupil) -> tuple[str, ...]:
    """Every UPN the pupil is said to have or to have had, once."""
    return tuple(dict.fromkeys(number for number in (pupil.upn, pupil.former_upn) if number))


def check_roll(pupils: Iterable[Pupil]) -> tuple[list[Pupil], list[Rejected]]:
    """Those who can be taken together, and those who share a UPN, each naming the others' lines."""
    everyone = list(pupils)
    lines = defaultdict(list)
    for pupil in everyone:
        for number in numbers_of(pupil):
            lines[number].append(pupil.line)
    good, rejected = [], []
    for pupil in everyone:
        told = (line for number in numbers_of(pupil) for line in lines[number])
        others = [str(line) for line in dict.fromkeys(told) if line != pupil.line]
        if not others:
            good.append(pupil)
            continue
        where = f"line{'s' if len(others) > 1 else ''} {' and '.join(others)}"
        reason = f"The same UPN is on {where}. Correct it, or leave out the row that is wrong."
        rejected.append(Rejected(pupil.line, "UPN", reason, pupil.upn or ""))
    return good, rejected


def _pupil(line: int, cells: Mapping[str, str], on: date) -> Pupil:
    surname, forename = _name(cells, "Legal Surname"), _name(cells, "Legal Forename")
    if not (surname or forename):
        raise _Refused("Legal Surname", "Surname and forename are both empty. Give at least one.")
    born = _born(cells, on)
    admitted, left = _time_on_roll(cells, born, on)
    return Pupil(
        line=line,
        upn=_read(_upn, cells, "UPN") or None,
        former_upn=_read(_upn, cells, "Former UPN") or None,
        surname=surname,
        forename=forename,
        preferred_forename=_name(cells, "Preferred Forename"),
        preferred_surname=_name(cells, "Preferred Surname"),
        middle_names=_name(cells, "Middle Names"),
        date_of_birth=born,
        gender=_read(_gender, cells, "Gender"),
        year_group=_read(_year_group, cells, "Year Group"),
        postcode=_read(_postcode, cells, "Postcode"),
        address=_address(cells),
        admitted_on=admitted,
        left_on=left,
    )


def _read(reader: Callable[[str], str], cells: Mapping[str, str], column: str) -> str:
    cell = cells.get(column, "")
    if not cell:
        return ""
    try:
        return reader(cell)
    except (CellRefused, IdentifierError) as refused:
        raise _Refused(column, str(refused)) from refused


def _name(cells: Mapping[str, str], column: str) -> str:
    return _read(_name_in, cells, column)


def _name_in(cell: str) -> str:
    return name_of(cell, longest=_NAME_LENGTH)


def _upn(cell: str) -> str:
    text = text_of(cell, longest=_WORD_LENGTH)
    return parse_upn(text) if text else ""


def _postcode(cell: str) -> str:
    text = text_of(cell, longest=_WORD_LENGTH)
    return parse_postcode(text) if text else ""


@lru_cache(maxsize=1000)
def _gender(cell: str) -> str:
    text = text_of(cell, longest=_WORD_LENGTH)
    return _GENDER.get(text.casefold(), text)


@lru_cache(maxsize=1000)
def _year_group(cell: str) -> str:
    text = text_of(cell, longest=_WORD_LENGTH)
    match = _YEAR_GROUP.fullmatch(text)
    if match is not None:
        return "R" if match[1] == "0" else match[1]
    return _YEAR_GROUP_WORDS.get(text.casefold(), text[:_YEAR_GROUP_LENGTH])


def _address_part(cell: str) -> str:
    return text_of(cell, longest=_ADDRESS_LENGTH).strip(" ,")


def _address(cells: Mapping[str, str]) -> str:
    whole = _read(_address_part, cells, "Address")
    if whole:
        return whole
    parts = ", ".join(filter(None, (_read(_address_part, cells, line) for line in _ADDRESS_LINES)))
    if len(parts) > _ADDRESS_LENGTH:
        raise _Refused("Address 1", f"The address is over {_ADDRESS_LENGTH} characters long.")
    return parts


# Days --------------------------------------------------------------------------------------------


def _day(cells: Mapping[str, str], column: str) -> date | None:
    try:
        return day_of(cells.get(column, ""))
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _born(cells: Mapping[str, str], on: date) -> date:
    column = "Date of Birth"
    born = _day(cells, column)
    if born is None:
        raise _Refused(column, "The date of birth is empty. Without it a child can be mistaken.")
    if born > on:
        raise _Refused(column, "This date of birth is in the future.")
    if born < _years_after(on, -_OLDEST):
        raise _Refused(column, f"This date of birth is over {_OLDEST} years ago.")
    return born


def _time_on_roll(
    cells: Mapping[str, str], born: date, on: date
) -> tuple[date | None, date | None]:
    admitted, left = _day(cells, "Date of Admission"), _day(cells, "Date of Leaving")
    if admitted and admitted < born:
        raise _Refused("Date of Admission", "This is before the pupil was born.")
    if admitted and admitted > _years_after(on, 1):
        raise _Refused("Date of Admission", "This is more than a year ahead.")
    if left and left < (admitted or born):
        before = "admission" if admitted else "the pupil was born"
        raise _Refused("Date of Leaving", f"This is before {before}.")
    if left and left > _years_after(on, _YEARS_AHEAD):
        raise _Refused("Date of Leaving", f"This is more than {_YEARS_AHEAD} years ahead.")
    return admitted, left


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
