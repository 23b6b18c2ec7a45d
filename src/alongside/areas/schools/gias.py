"""Establishments as Get Information About Schools (GIAS) lists them.

Source: the Department for Education's `edubasealldata` file, cp1252. What names a school must be
right, or the row is rejected; a contact detail that cannot be used (a telephone of "x", a website
of "none") is left empty, for nobody at a council can correct it. Heads' names are not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from alongside.areas.loads.cells import CellRefused, day_of, text_of
from alongside.areas.loads.reading import Columns, Rejected, Row, read_table
from alongside.areas.loads.reading.files import FileRead, RowsRead, read_whole
from alongside.foundation.identifiers import (
    IdentifierError,
    parse_dfe_number,
    parse_postcode,
    parse_uprn,
    parse_urn,
)

COLUMNS = Columns(
    required=(
        "URN",
        "LA (code)",
        "LA (name)",
        "EstablishmentNumber",
        "EstablishmentName",
        "TypeOfEstablishment (name)",
        "EstablishmentStatus (name)",
        "PhaseOfEducation (name)",
        "OpenDate",
        "CloseDate",
        "Postcode",
    )
)

_ADDRESS = ("Street", "Locality", "Address3", "Town", "County (name)")
_LONGEST = 200
_NO_AUTHORITY = "000"
_GSS_CODE = re.compile(r"E[0-9]{8}")
_LA_CODE = re.compile(r"[0-9]{1,3}")
_WEBSITE = re.compile(r"(https?://)?([\w-]+\.)+[a-z]{2,}([:/?#]\S*)?", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?[0-9 ()]{6,20}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,7}")


class Status(StrEnum):
    """Whether an establishment is running."""

    OPEN = "open"
    CLOSED = "closed"
    PROPOSED_TO_OPEN = "proposed_to_open"
    OPEN_BUT_PROPOSED_TO_CLOSE = "open_but_proposed_to_close"


_STATUS = {
    "open": Status.OPEN,
    "closed": Status.CLOSED,
    "proposed to open": Status.PROPOSED_TO_OPEN,
    "open, but proposed to close": Status.OPEN_BUT_PROPOSED_TO_CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """One establishment: a school of any kind, open or closed, or a children's centre.

    `dfe_number` is None where it has no number of its own (children's centres).
    Easting and northing are metres of the British National Grid.
    """

    line: int
    urn: str
    la_code: str
    la_name: str
    gss_code: str = ""
    establishment_number: str
    dfe_number: str | None
    name: str
    type: str
    phase: str
    status: Status
    opened_on: date | None
    closed_on: date | None
    lowest_age: int | None
    highest_age: int | None
    address_lines: tuple[str, ...]
    postcode: str
    telephone: str
    website: str
    uprn: str | None
    easting: int | None
    northing: int | None


class _Refused(Exception):
    """A column of the row cannot be taken."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_establishments(path: Path) -> Iterator[Row]:
    """The rows of a GIAS file, for `parse_establishment`."""
    return read_table(path, columns=COLUMNS)


def read_schools_file(path: Path, *, read: RowsRead) -> FileRead[Establishment]:
    """The whole list; of a URN that is there twice, only the first row is taken."""
    seen: set[str] = set()

    def parse(row: Row) -> Establishment | Rejected:
        one = parse_establishment(row)
        if isinstance(one, Establishment):
            if one.urn in seen:
                return Rejected(row.line, "URN", "This URN is on an earlier line too.", one.urn)
            seen.add(one.urn)
        return one

    return read_whole(path, read_establishments(path), parse, read=read, keep=False)


def parse_establishment(row: Row) -> Establishment | Rejected:
    """The establishment of a row, or why the row cannot be taken."""
    if row.fault:
        return Rejected(row.line, "", row.fault)
    try:
        return _establishment(row.line, row.cells)
    except _Refused as refused:
        value = row.cells.get(refused.column, "")
        return Rejected(row.line, refused.column, refused.reason, value)


def _establishment(line: int, cells: Mapping[str, str]) -> Establishment:
    la_code = _la_code(cells)
    number = _words(cells, "EstablishmentNumber")
    return Establishment(
        line=line,
        urn=_urn(cells),
        la_code=la_code,
        la_name=_words(cells, "LA (name)"),
        gss_code=_gss_code(cells),
        establishment_number=number.zfill(4) if number else "",
        dfe_number=_dfe_number(la_code, number),
        name=_required(cells, "EstablishmentName"),
        type=_words(cells, "TypeOfEstablishment (name)"),
        phase=_words(cells, "PhaseOfEducation (name)"),
        status=_status(cells),
        opened_on=_day(cells, "OpenDate"),
        closed_on=_day(cells, "CloseDate"),
        lowest_age=_whole_number(cells, "StatutoryLowAge"),
        highest_age=_whole_number(cells, "StatutoryHighAge"),
        address_lines=tuple(filter(None, (_words(cells, name).rstrip(" ,") for name in _ADDRESS))),
        postcode=_postcode(cells),
        telephone=_telephone(cells),
        website=_website(cells),
        uprn=_uprn(cells),
        easting=_whole_number(cells, "Easting"),
        northing=_whole_number(cells, "Northing"),
    )


def _words(cells: Mapping[str, str], column: str) -> str:
    try:
        return text_of(cells.get(column, ""), longest=_LONGEST)
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _required(cells: Mapping[str, str], column: str) -> str:
    words = _words(cells, column)
    if not words:
        raise _Refused(column, "This is empty, and every establishment has one.")
    return words


def _urn(cells: Mapping[str, str]) -> str:
    try:
        return parse_urn(_required(cells, "URN"))
    except IdentifierError as refused:
        raise _Refused("URN", str(refused)) from refused


def _la_code(cells: Mapping[str, str]) -> str:
    code = _required(cells, "LA (code)")
    if not _LA_CODE.fullmatch(code):
        raise _Refused("LA (code)", "A local authority's code is 3 digits, such as 201.")
    return code.zfill(3)


def _dfe_number(la_code: str, number: str) -> str | None:
    if not number or la_code == _NO_AUTHORITY:
        return None
    try:
        return parse_dfe_number(f"{la_code}/{number.zfill(4)}")
    except IdentifierError as refused:
        raise _Refused("EstablishmentNumber", str(refused)) from refused


def _status(cells: Mapping[str, str]) -> Status:
    column = "EstablishmentStatus (name)"
    status = _STATUS.get(_words(cells, column).casefold())
    if status is None:
        known = "; ".join(_STATUS)
        raise _Refused(column, f"This is none of the statuses that GIAS uses: {known}.")
    return status


def _day(cells: Mapping[str, str], column: str) -> date | None:
    try:
        return day_of(cells.get(column, ""))
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


# Contact details and places: kept where they can be used, and left empty where not. --------------


def _whole_number(cells: Mapping[str, str], column: str) -> int | None:
    text = _words(cells, column)
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def _postcode(cells: Mapping[str, str]) -> str:
    try:
        return parse_postcode(_words(cells, "Postcode"))
    except IdentifierError:
        return ""


def _gss_code(cells: Mapping[str, str]) -> str:
    code = _words(cells, "GSSLACode (name)")
    return code if _GSS_CODE.fullmatch(code) else ""


def _uprn(cells: Mapping[str, str]) -> str | None:
    try:
        return parse_uprn(_words(cells, "UPRN"))
    except IdentifierError:
        return None


def _telephone(cells: Mapping[str, str]) -> str:
    text = _words(cells, "TelephoneNum")
    if not _TELEPHONE.fullmatch(text):
        return ""
    # GIAS drops the zero a number begins with.
    return text if text.startswith(("0", "+")) else f"0{text}"


def _website(cells: Mapping[str, str]) -> str:
    text = _words(cells, "SchoolWebsite")
    if not _WEBSITE.fullmatch(text):
        return ""
    return text if text.casefold().startswith("http") else f"http://{text}"
