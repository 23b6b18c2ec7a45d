"""A return of looked-after children in miniature: nobody in it is real."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from alongside.areas.looked_after.folder import SentReturn, read_return
from alongside.areas.looked_after.terms import CHILD, COLUMNS, FileKind

Row = Mapping[str, str]
ORDER = {
    FileKind.EPISODES: (CHILD, *COLUMNS[FileKind.EPISODES]),
    FileKind.HEADER: (CHILD, "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    FileKind.REVIEWS: (CHILD, "DOB", "REVIEW", "REVIEW_CODE"),
    FileKind.MISSING: (CHILD, "DOB", "MISSING", "MIS_START", "MIS_END"),
    FileKind.UASC: (CHILD, "SEX", "DOB", "DUC"),
}
BORN = "04/05/2010"


def headings_of(kind: FileKind) -> tuple[str, ...]:
    """The headings of a file as councils write them."""
    return ORDER.get(kind, (CHILD, "DOB", *(c for c in COLUMNS[kind] if c != "DOB")))


def child(number: str = "100", **cells: str) -> Row:
    return {CHILD: number, "SEX": "2", "DOB": BORN, "ETHNIC": "WBRI", "UPN": "UN4", **cells}


def episode(number: str = "100", **cells: str) -> Row:
    """One episode that is still open, unless the cells say otherwise."""
    usual = {
        "DECOM": "01/06/2018", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6",
        "PLACE_PROVIDER": "PR1", "HOME_POST": "ZZ1 1AA", "PL_POST": "ZZ2 2BB", "URN": "2000001",
    }  # fmt: skip
    return {CHILD: number, **usual, **cells}


def of(number: str = "100", **cells: str) -> Row:
    """A row of any other file."""
    return {CHILD: number, "DOB": BORN, **cells}


def write_file(
    folder: Path, kind: FileKind, rows: Iterable[Row], *, name: str = "", encoding: str = "utf-8"
) -> Path:
    """One file of a return."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{kind.value}.csv")
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings_of(kind), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_return(folder: Path, **files: Iterable[Row]) -> Path:
    """A folder of these files, each by the name of its kind; children and episodes as usual without them."""
    usual: dict[str, Iterable[Row]] = {"header": [child()], "episodes": [episode()]}
    for name, rows in (usual | files).items():
        write_file(folder, FileKind(name), rows)
    return folder


def sent(folder: Path, **files: Iterable[Row]) -> SentReturn:
    """The same, read."""
    return read_return(write_return(folder, **files), read=lambda _: None)
