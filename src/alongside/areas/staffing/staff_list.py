"""People and where they are posted, as whoever runs a deployment lists them, row by row."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alongside.areas.loads.cells import CellRefused, day_of, name_of, text_of
from alongside.areas.loads.reading import Columns, Rejected, Row, read_table
from alongside.areas.loads.reading.files import FileRead, RowsRead, read_whole

COLUMNS = Columns(
    required=("Email", "Full Name", "Role", "Organisation"),
    other_words={
        "Email": ("Email Address", "E-mail", "Work Email"),
        "Full Name": ("Name",),
        "Role": ("Job Role",),
        "Organisation": ("URN", "School URN", "Organisation Name"),
        "Team": ("Team Name",),
        "Team Kind": (),
        "Team Telephone": ("Team Phone",),
        "Start Date": ("Starts", "Date Started"),
        "End Date": ("Ends", "Date Ended", "Leaving Date"),
    },
)

NOT_AN_EMAIL = "This is not an email address, such as ada.lead@school.example."
# Whether mail can be sent there is asked of Django's own check, when the row is taken; it would let
# through words in quotation marks and bare numbers of machines, which no school's list means.
_EMAIL = re.compile(r"[^@\s\"]+@[^@\s\[]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[0-9 ()]{6,20}")
_LONGEST = 200
_LONGEST_EMAIL = 254
_CODE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person in one posting; blank cells are "" or None. `role` and `team_kind` are codes."""

    line: int
    email: str
    full_name: str
    role: str
    organisation: str
    team: str
    team_kind: str
    team_telephone: str
    starts_on: date | None
    ends_on: date | None


class _Refused(Exception):
    """A column of the row cannot be taken."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_staff_file(path: Path, *, read: RowsRead) -> FileRead[Listed]:
    """The whole list; raises a TableRefused where none of it can be taken."""
    return read_whole(path, read_staff(path), parse_listed, read=read)


def read_staff(path: Path) -> Iterator[Row]:
    """The rows of a list of staff, for `parse_listed`."""
    return read_table(path, columns=COLUMNS)


def parse_listed(row: Row) -> Listed | Rejected:
    """The person and posting of a row, or why the row cannot be taken."""
    if row.fault:
        return Rejected(row.line, "", row.fault)
    try:
        return _listed(row.line, row.cells)
    except _Refused as refused:
        value = row.cells.get(refused.column, "")
        return Rejected(row.line, refused.column, refused.reason, value)


def code_of(words: str) -> str:
    """A role or kind of team as packs write it, from its code or its words: `Hub manager`."""
    return _CODE.sub("_", words.casefold().replace("'", "").replace("’", "")).strip("_")


def _listed(line: int, cells: Mapping[str, str]) -> Listed:
    starts_on, ends_on = _day(cells, "Start Date"), _day(cells, "End Date")
    if starts_on and ends_on and ends_on < starts_on:
        raise _Refused("End Date", "This is before the start date.")
    return Listed(
        line=line,
        email=_email(cells),
        full_name=_required(cells, "Full Name", _name),
        role=_required(cells, "Role", code_of),
        organisation=_required(cells, "Organisation", str),
        team=_words(cells, "Team"),
        team_kind=code_of(_words(cells, "Team Kind")),
        team_telephone=_telephone(cells),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _words(cells: Mapping[str, str], column: str) -> str:
    try:
        return text_of(cells.get(column, ""), longest=_LONGEST)
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _required(cells: Mapping[str, str], column: str, reader: Callable[[str], str]) -> str:
    words = _words(cells, column)
    if not words:
        raise _Refused(column, "This is empty. Fill it in.")
    try:
        return reader(words)
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _name(words: str) -> str:
    return name_of(words, longest=_LONGEST)


def _email(cells: Mapping[str, str]) -> str:
    email = _required(cells, "Email", str).lower()
    if not _EMAIL.fullmatch(email) or len(email) > _LONGEST_EMAIL:
        raise _Refused("Email", NOT_AN_EMAIL)
    return email


def _telephone(cells: Mapping[str, str]) -> str:
    text = _words(cells, "Team Telephone")
    if text and not _TELEPHONE.fullmatch(text):
        raise _Refused("Team Telephone", "This is not a telephone number, such as 01632 960001.")
    return text


def _day(cells: Mapping[str, str], column: str) -> date | None:
    try:
        return day_of(cells.get(column, ""))
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused
