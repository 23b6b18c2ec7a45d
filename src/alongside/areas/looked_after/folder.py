"""The folder of a return: each CSV in it known by its columns, and every row as it was sent."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from alongside.areas.loads.reading import Columns, Row, read_table
from alongside.areas.loads.reading.files import RowsRead
from alongside.areas.loads.reading.headings import headings_of
from alongside.areas.loads.reading.refusals import (
    ColumnMissing,
    NoRows,
    NoSuchFile,
    NotAFile,
    TableRefused,
)
from alongside.areas.looked_after.terms import CHILD, COLUMNS, NEEDED, REQUIRED, FileKind

# The largest council's return has some 3,000 children, 3 megabytes and 50,000 rows. The whole of it is
# in memory at once, so what the folder holds together is limited, by bytes and by rows.
MAX_BYTES = 40_000_000
MOST_ROWS = 500_000
MOST_FILES = 100
_SAY_EVERY = 1000  # rows
_SHORT = 10  # characters of a code or a day
_TABLES = (".csv", ".txt")
_NOBODY_S = frozenset({"thumbs.db", "desktop.ini"})


class ReturnRefused(TableRefused):
    """A folder cannot be taken as a return; catch this to show its words."""


class TwoOfAKind(ReturnRefused):
    """Two files of the folder are the same file of the return."""


class NotOfTheReturn(ReturnRefused):
    """Something in the folder is no file of the return."""


class FileMissing(ReturnRefused):
    """A file without which nothing can be told is not there."""


class SentRow(NamedTuple):
    """One row as it was sent: its line, its cells, and what is wrong with their number, if anything."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(slots=True, kw_only=True)
class SentFile:
    """One file of a return: its headings and rows as sent, and where each column we know stands."""

    kind: FileKind
    name: str
    headings: tuple[str, ...]
    digest: str
    places: Mapping[str, int]
    rows: list[SentRow] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SentReturn:
    """A whole return as sent, file by file."""

    name: str
    files: dict[FileKind, SentFile]

    @property
    def rows(self) -> int:
        return sum(len(file.rows) for file in self.files.values())


def places_of(headings: Sequence[str], kind: FileKind) -> dict[str, int]:
    """Where each column that we know of this kind stands, by our name for it."""
    known = {fold_column(name): name for name in (CHILD, *COLUMNS[kind])}
    return {
        known[key]: place
        for place, heading in enumerate(headings)
        if (key := fold_column(heading)) in known
    }


def fold_column(heading: str) -> str:
    """A heading without its case and spaces; an underscore and a space are one."""
    return heading.strip().strip("\ufeff").replace(" ", "_").casefold()


def read_return(folder: Path, *, read: RowsRead) -> SentReturn:
    """Read every file of a folder. Raises a TableRefused, which names the file, and then takes nothing."""
    files: dict[FileKind, SentFile] = {}
    rows = 0
    paths = files_of(folder)
    sizes = [path.stat().st_size for path in paths if path.is_file()]
    if max(sizes, default=0) <= MAX_BYTES < sum(sizes):
        raise _too_much(f"{MAX_BYTES // 1_000_000:,} megabytes")
    for path in paths:
        file = _named(path, partial(_count, before=rows, read=read))
        if file.kind in files:
            raise TwoOfAKind(
                f"{files[file.kind].name} and {path.name} are both the file "
                f"'{file.kind.label}'. Take one of them out of the folder."
            )
        files[file.kind] = file
        rows += len(file.rows)
        read(rows)
    for kind in NEEDED:
        if kind not in files:
            raise FileMissing(
                f"The folder has no file '{kind.label}', which has the columns "
                f"{CHILD}, {', '.join(COLUMNS[kind][:3])} and others. Export the whole return again."
            )
    return SentReturn(name=folder.resolve().name, files=files)


def _too_much(words: str) -> ReturnRefused:
    return ReturnRefused(
        f"The files of the folder have more than {words} together, so they are not of one year's "
        "return of one council. Export the return again."
    )


def _count(of_file: int, *, before: int, read: RowsRead) -> None:
    """Say how many rows have been read, so that nobody takes the load for dead."""
    rows = before + of_file
    if rows > MOST_ROWS:
        raise _too_much(f"{MOST_ROWS:,} rows")
    if rows % _SAY_EVERY == 0:
        read(rows)


def _named(path: Path, read: RowsRead) -> SentFile:
    """One file; what is wrong with it is said with its name."""
    try:
        return _read(path, read)
    except ReturnRefused:
        raise
    except TableRefused as refused:
        raise ReturnRefused(
            f"{path.name}: {refused}", line=refused.line, kept=f"{path.name}: {refused.kept}"
        ) from refused


def files_of(folder: Path) -> list[Path]:
    """The files of a folder that somebody put there. Raises a TableRefused where it is no return's."""
    if not folder.exists():
        raise NoSuchFile(f"There is no folder called {folder.name}. Check its name.")
    if not folder.is_dir():
        raise NotAFile(f"{folder.name} is a file, not a folder. Choose the folder it is in.")
    found = sorted(path for path in folder.iterdir() if not _is_nobody_s(path))
    if not found:
        raise FileMissing("The folder is empty. Export the return into it.")
    if len(found) > MOST_FILES:
        raise NotOfTheReturn(
            f"The folder holds {len(found):,} files, so it is not that of a return. Choose the "
            "folder in which only the return's own files are."
        )
    for path in found:
        if path.is_dir():
            raise NotOfTheReturn(f"{path.name} is a folder inside the folder. Take it out.")
        if path.suffix.casefold() not in _TABLES:
            raise NotOfTheReturn(
                f"{path.name} is not a CSV file. Save it as CSV, or take it out of the folder."
            )
    return found


def _is_nobody_s(path: Path) -> bool:
    """What a system leaves in every folder."""
    return path.name.startswith((".", "~$")) or path.name.casefold() in _NOBODY_S


def _read(path: Path, read: RowsRead) -> SentFile:
    headings = tuple(headings_of(path, max_bytes=MAX_BYTES))
    kind = _kind_of(path.name, headings)
    places = places_of(headings, kind)
    for name in (CHILD, *REQUIRED.get(kind, COLUMNS[kind][:1])):
        if name not in places:
            raise ColumnMissing(
                f"This is the file '{kind.label}', and its column {name} is missing.", line=1
            )
    file = SentFile(kind=kind, name=path.name, headings=headings, digest="", places=places)
    words: dict[str, str] = {}  # one copy of each code: a return repeats a few hundred
    for row in _rows(path):
        cells = tuple(words.setdefault(c, c) if len(c) <= _SHORT else c for c in row.written)
        file.rows.append(SentRow(row.line, cells, row.fault))
        read(len(file.rows))
    file.digest = digest_of(path).hex()
    return file


def digest_of(path: Path) -> bytes:
    """Of every byte of a file; of its name and size where it is one that is not read."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return hashlib.sha256(path.name.encode()).digest()
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _rows(path: Path) -> Iterator[Row]:
    """A file with headings alone says that there is nothing of its kind, which is no fault."""
    try:
        yield from read_table(path, columns=Columns(), max_bytes=MAX_BYTES)
    except NoRows:
        return


def _kind_of(name: str, headings: Sequence[str]) -> FileKind:
    have = {fold_column(heading) for heading in headings}
    for kind, columns in COLUMNS.items():
        if fold_column(columns[0]) in have:
            return kind
    listed = ", ".join(filter(None, headings))[:200] or "no headings"
    said = f"{name} is no file of the return: none of its columns says which it is."
    remedy = "Take it out of the folder, or export the return again."
    # Where the headings are lost, what stands in their place is a child's.
    raise NotOfTheReturn(f"{said} It has: {listed}. {remedy}", kept=f"{said} {remedy}")
