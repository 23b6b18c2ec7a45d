"""A whole file, read before anything is written: what can be taken, and the rows that go back."""

import csv
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from alongside.areas.loads.cells import neutralised
from alongside.areas.loads.reading import Rejected, Row
from alongside.areas.loads.reading.refusals import TooManyRejected

Taken = TypeVar("Taken")
RowsRead = Callable[[int], None]

OUR_HEADINGS = ("Line", "Column", "Reason")
MOST_REJECTED = 20_000
_SAY_EVERY = 500  # rows


class FileInTheWay(Exception):
    """The rejected rows would be written over a file that is not of rejected rows."""


class CannotGiveBack(Exception):
    """There is no room for a file of rejected rows where it would stand."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(
            f"Rejected rows could not be written to {path}: {cause.strerror}. Nothing was changed. "
            "Choose another place with --rejected."
        )


@dataclass(slots=True, kw_only=True)
class FileRead(Generic[Taken]):
    """What a file held: rows that can be taken so far, and those rejected, each with its row."""

    name: str
    digest: str = ""
    rows: int = 0
    columns: frozenset[str] = frozenset()
    taken: list[Taken] = field(default_factory=list)
    rejected: list[tuple[Rejected, Row]] = field(default_factory=list)
    kept: dict[int, Row] = field(default_factory=dict)

    def reject(self, refused: Iterable[Rejected]) -> None:
        """Give these rows back as well: together with others they cannot be taken."""
        self.rejected += [(one, self.kept[one.line]) for one in refused]

    def refusals(self) -> list[Rejected]:
        """What was rejected and why, without the rest of each row."""
        return [one for one, _ in self.rejected]


def read_whole(
    path: Path,
    rows: Iterator[Row],
    parse: Callable[[Row], Taken | Rejected],
    *,
    read: RowsRead,
    keep: bool = True,
) -> FileRead[Taken]:
    """Read every row; `keep` them to be rejected later. Raises a TableRefused, and then takes nothing."""
    found = FileRead[Taken](name=path.name)
    for row in rows:
        found.rows += 1
        one = parse(row)
        if isinstance(one, Rejected):
            found.rejected.append((one, row))
            _refuse_too_many(found.rejected)
        else:
            found.taken.append(one)
            if keep:
                found.kept[row.line] = row
        if not found.columns:
            found.columns = frozenset(row.cells)
        if found.rows % _SAY_EVERY == 0:
            read(found.rows)
    read(found.rows)
    with path.open("rb") as file:
        found.digest = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _refuse_too_many(rejected: Sequence[tuple[Rejected, Row]]) -> None:
    if len(rejected) > MOST_REJECTED:
        last = rejected[-1][0]
        raise TooManyRejected(
            f"Over {MOST_REJECTED:,} rows cannot be taken, so the file may be of another kind or its "
            f"columns swapped. On line {last.line:,}, {last.column or 'the row'}: {last.reason} "
            "Nothing was changed. Export it again.",
            line=last.line,
        )


def refuse_what_is_in_the_way(path: Path, *, of: Path) -> None:
    """Raise `FileInTheWay` unless rejected rows of the file `of` may be written to `path`."""
    if not path.exists():
        return
    if path.resolve() == of.resolve() or not _is_ours(path):
        raise FileInTheWay(
            f"{path} is there already and does not hold rejected rows. "
            "Move it, or choose another place with --rejected."
        )


Write = Callable[[Sequence[tuple[Rejected, Row]]], None]


@contextmanager
def place_for_rejected(path: Path) -> Iterator[Write]:
    """What to write the rows that go back with, once there is a file to write them in.

    Raises `CannotGiveBack` where there can be none, so that a load can be refused before it begins.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        fresh.touch(mode=0o600, exist_ok=False)
    except OSError as refused:
        raise CannotGiveBack(path, refused) from refused
    try:
        yield lambda rejected: _write(rejected, fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def write_table(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write rows for Excel and for their owner alone, their headings first."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.touch(mode=0o600, exist_ok=False)
    try:
        _write_rows(fresh, rows)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _write_rows(path: Path, rows: Iterable[Iterable[str]]) -> None:
    # The byte order mark is for Excel, which without one takes UTF-8 for cp1252.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _write(rejected: Sequence[tuple[Rejected, Row]], fresh: Path, path: Path) -> None:
    if not rejected:
        path.unlink(missing_ok=True)
        return
    _write_rows(fresh, _lines(rejected))
    fresh.replace(path)


def _lines(rejected: Sequence[tuple[Rejected, Row]]) -> Iterator[Iterable[str]]:
    ordered = sorted(rejected, key=lambda pair: pair[0].line)
    headings = ordered[0][1].headings
    # Rows that come back again carry our own three columns already.
    ours = len(OUR_HEADINGS) if tuple(headings[:3]) == OUR_HEADINGS else 0
    yield (*OUR_HEADINGS, *map(neutralised, headings[ours:]))
    for refused, row in ordered:
        given = map(neutralised, row.written[ours:])
        yield (str(refused.line), neutralised(refused.column), refused.reason, *given)


def _is_ours(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline(100).startswith(",".join(OUR_HEADINGS))
