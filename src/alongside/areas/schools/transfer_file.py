"""Pupils as a Common Transfer File tells of them: what one school sends another when pupils move.

Law: Education (Pupil Information) (England) Regulations 2005. Outline: the Department's Common
Transfer File specifications (15 to 21 were seen). Names of elements: as open software of school
systems writes and reads them (`BS7666Address` or `AddressLines`; `SchoolHistory`), and as the
Department's own exports have them in versions 19 and 25, of which the later says `Sex` for `Gender`.

Each pupil becomes a row under a roll's own headings, so that a row which goes back can be corrected
and loaded as a roll. Nobody leaves by such a file, and it says nothing of what it does not hold:
headings under which no pupil has anything are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from alongside.areas.loads.cells import CellRefused, day_of
from alongside.areas.loads.reading import Row
from alongside.areas.loads.reading.files import FileRead, RowsRead, read_whole
from alongside.areas.loads.reading.refusals import NoRows, TableRefused
from alongside.areas.loads.reading.xml import is_xml, read_elements, words_at
from alongside.areas.schools.roll import Pupil, check_roll, parse_pupil, read_roll_file

ROOT, HEADER, PUPIL = "CTfile", "Header", "CTFpupilData/Pupil"
FIRST_VERSION, LAST_VERSION = 17, 27
_ADMITTED = "Date of Admission"
_ALWAYS = ("UPN", "Legal Surname", "Legal Forename", "Date of Birth")
# The heading of a roll, and where in a pupil it is told: the first that holds anything.
_PLACES = {
    "UPN": ("UPN",),
    "Former UPN": ("BasicDetails/FormerUPN", "FormerUPN"),
    "Legal Surname": ("Surname",),
    "Legal Forename": ("Forename",),
    "Middle Names": ("BasicDetails/MiddleNames", "MiddleNames"),
    "Preferred Surname": ("BasicDetails/PreferredSurname", "PreferredSurname"),
    "Preferred Forename": ("BasicDetails/PreferredForename", "PreferredForename"),
    "Date of Birth": ("DOB",),
    "Gender": ("Sex", "Gender"),
    "Year Group": ("BasicDetails/NCyearActual", "NCyearActual"),
    "Postcode": ("Address/PostCode", "Address/BS7666Address/PostCode"),
}
_HEADINGS = (*_PLACES, "Address", _ADMITTED)
_ONCE = ("UPN", "Surname", "Forename", "DOB", "Sex", "Gender", "BasicDetails", "Address")
_LINES = tuple(f"AddressLine{n}" for n in range(1, 6))


class NotForThisSchool(TableRefused):
    """The file is addressed to another school, or to none."""


class VersionNotKnown(TableRefused):
    """The file is of a version whose elements may mean something else."""


class NotTheWholeRoll(TableRefused):
    """A file that says it is part of the pupils' data cannot end the time of those it leaves out."""


class HeaderMissing(TableRefused):
    """Pupils come before the header, or nothing says what the file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The school whose roll is loaded: its name, and its numbers as the national list has them."""

    name: str
    urn: str
    dfe_number: str


def read_pupils_file(
    path: Path, *, of: Addressee, complete: bool, on: date, read: RowsRead
) -> FileRead[Pupil]:
    """A school's roll or a Common Transfer File, whichever it is by what it holds."""
    if is_xml(path):
        return read_transfer_file(path, of=of, complete=complete, on=on, read=read)
    return read_roll_file(path, on=on, read=read)


def read_transfer_file(
    path: Path, *, of: Addressee, complete: bool, on: date, read: RowsRead
) -> FileRead[Pupil]:
    """The whole file as a load on that day takes it; raises a TableRefused where none of it can be."""
    told = set(_ALWAYS)
    rows = _rows(path, of, told, complete=complete, on=on)
    found = read_whole(path, rows, lambda row: parse_pupil(row, on), read=read)
    headings = tuple(heading for heading in _HEADINGS if heading in told)
    found.columns = frozenset(headings)
    found.kept = {line: _under(headings, row) for line, row in found.kept.items()}
    found.rejected = [(refused, _under(headings, row)) for refused, row in found.rejected]
    found.taken, sharing = check_roll(found.taken)
    found.reject(sharing)
    return found


def _under(headings: Sequence[str], row: Row) -> Row:
    written = [row.cells[heading] for heading in headings]
    return replace(row, headings=headings, written=written)


def _rows(path: Path, of: Addressee, told: set[str], *, complete: bool, on: date) -> Iterator[Row]:
    header, line = False, 0
    for found in read_elements(path, root=ROOT, paths=(HEADER, PUPIL)):
        if found.path == HEADER:
            _check_header(found.element, of, complete=complete)
            header = True
            continue
        if not header:
            break
        # Each row is known by its line: where many pupils share one, the next are counted on.
        line = max(found.line, line + 1)
        cells = _cells(found.element, of, on)
        told.update(heading for heading, cell in cells.items() if cell)
        yield Row(line, cells, _fault(found.element))
    if not header:
        raise HeaderMissing(
            "The file has no Header before its pupils, so nothing says what it is and for whom. "
            "Export it again."
        )
    if not line:
        raise NoRows("The file has a header and no pupils. Export it again.")


# The header --------------------------------------------------------------------------------------


def _check_header(header: etree._Element, of: Addressee, *, complete: bool) -> None:
    _check_version(words_at(header, "CTFversion"))
    _check_addressee(header, of)
    qualifier = words_at(header, "DocumentQualifier").casefold()
    if complete and qualifier != "full":
        raise NotTheWholeRoll(
            f"This file says that it is '{qualifier or 'not full'}', so it is not the whole roll. "
            "Nothing was changed. Load it without --complete."
        )


def _check_version(words: str) -> None:
    number = words.partition(".")[0]
    # ASCII digits only: int() would read others too.
    known = number.isascii() and number.isdigit() and len(number) < 4  # noqa: PLR2004
    if not (known and FIRST_VERSION <= int(number) <= LAST_VERSION):
        raise VersionNotKnown(
            f"This Common Transfer File is of version '{words[:20] or 'not said'}'. Versions "
            f"{FIRST_VERSION} to {LAST_VERSION} can be read. Ask for it in one of these."
        )


def _check_addressee(header: etree._Element, of: Addressee) -> None:
    number = _number(header, "DestSchool")
    urn = words_at(header, "DestSchool/URN")
    if (number == of.dfe_number) if of.dfe_number else (urn == of.urn):
        return
    if not of.dfe_number:
        raise NotForThisSchool(
            f"The list of schools has no DfE number for {of.name}, so nothing shows that this file "
            "is for it. Load the list again, or send a roll as CSV."
        )
    raise NotForThisSchool(
        f"This file is for the school {number[:20]}, and {of.name} ({of.urn}) is {of.dfe_number}. "
        "Nothing was changed. Check the file, or the URN after --school."
    )


def _number(element: etree._Element, at: str) -> str:
    return f"{words_at(element, f'{at}/LEA')}/{words_at(element, f'{at}/Estab').zfill(4)}"


# A pupil -----------------------------------------------------------------------------------------


def _fault(pupil: etree._Element) -> str:
    tags = [child.tag for child in pupil]
    twice = next((tag for tag in _ONCE if tags.count(tag) > 1), "")
    return f"This pupil has {twice} twice. Keep the one that is right." if twice else ""


def _cells(pupil: etree._Element, of: Addressee, on: date) -> dict[str, str]:
    cells = {
        heading: next(filter(None, (words_at(pupil, place) for place in places)), "")
        for heading, places in _PLACES.items()
    }
    cells["Address"] = _address(pupil)
    cells[_ADMITTED] = _admitted(pupil, of, on)
    return cells


def _address(pupil: etree._Element) -> str:
    house = pupil.find("Address/BS7666Address")
    if house is None:
        lines = pupil.find("Address/AddressLines")
        lines = pupil.find("Address") if lines is None else lines
        return ", ".join(
            filter(None, (words_at(lines, line) for line in _LINES if lines is not None))
        )
    number, street = words_at(house, "PAON"), words_at(house, "Street")
    apart = " " if number[:1].isdigit() else ", "
    parts = [words_at(house, "SAON"), apart.join(filter(None, (number, street)))]
    parts += [words_at(house, part) for part in ("Locality", "Town")]
    if not parts[-1]:
        parts.append(words_at(house, "PostTown"))
    return ", ".join(filter(None, parts))


def _admitted(pupil: etree._Element, of: Addressee, on: date) -> str:
    """The day of admission, where the file tells it or a last day elsewhere still to come; else "".

    A time at this school that had ended is not the one that now begins.
    """
    leaves = ""
    for school in pupil.iterfind("SchoolHistory/School"):
        numbers = f"{words_at(school, 'LEA')}/{words_at(school, 'Estab').zfill(4)}"
        left = words_at(school, "LeavingDate")
        if numbers != of.dfe_number:
            leaves = max(leaves, left)
        elif not left and words_at(school, "EntryDate"):
            return words_at(school, "EntryDate")
    day = _day(leaves)
    return (day + timedelta(days=1)).isoformat() if day and day >= on else ""


def _day(words: str) -> date | None:
    try:
        return day_of(words)
    except CellRefused:
        return None
