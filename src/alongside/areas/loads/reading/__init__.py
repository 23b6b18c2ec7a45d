"""Tables as schools and registers really send them: CSV in any usual encoding, read as a stream.

What is wrong with the whole file is raised (reading/refusals.py), sometimes only at its end: a
caller that must change nothing for a broken file reads it all first, or inside one transaction.
What is wrong with one row is given back with the row, for its reader to reject.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alongside.areas.loads.reading.encodings import encoding_of
from alongside.areas.loads.reading.refusals import (
    ColumnMissing,
    ColumnTwice,
    EmptyFile,
    LineTooLong,
    NoRows,
    NotText,
    QuotesBroken,
    TooManyColumns,
    Truncated,
)

MAX_LINE_BYTES = 1_000_000
MAX_BYTES = 1_000_000_000
MAX_COLUMNS = 1_000
MOST_EMPTY = 2_000_000  # rows, one after another: a workbook has at most half as many in all
_MOST_LISTED = 20

_DELIMITERS = (",", "\t", ";")
_LINE_ENDS = frozenset(("\n", "\r\n", "\r"))
# The csv module's own limit is 131,072 characters a cell: pasted words are longer.
csv.field_size_limit(MAX_LINE_BYTES)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a reader knows: those that must be there, and other words for their headings."""

    required: tuple[str, ...] = ()
    other_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it starts on, and its cells by heading.

    `fault` says what is wrong where the cells do not match the headings, and is "" otherwise.
    `headings` and `written` are the file's own, to give a rejected row back as it came.
    """

    line: int
    cells: Mapping[str, str]
    fault: str = ""
    headings: Sequence[str] = field(default=(), compare=False, repr=False)
    written: Sequence[str] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was not taken: where, which column ("" for all of it), why, and what stood there.

    `unit` is the sender's own key of what it belongs to, such as their number of a child. Where the
    value is `withheld`, it is kept nowhere here, and the sender finds it by its line.
    """

    line: int
    column: str
    reason: str
    value: str = ""
    unit: str = ""
    withheld: bool = False


def read_table(
    path: Path,
    *,
    columns: Columns | None = None,
    max_line_bytes: int = MAX_LINE_BYTES,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Row]:
    """The rows of a CSV file, one at a time, without its empty rows.

    Headings match whatever their case, spaces and underscores, in any order; cells come under the
    name the reader knows. A line longer than the limit is refused without being read whole.
    """
    encoding = encoding_of(path, max_bytes=max_bytes)
    with path.open(encoding=encoding, newline="") as file:
        lines, first, before_heading = lines_of(file, max_line_bytes)
        records = records_of(lines, delimiter_of(first), before_heading)
        _, heading = next(records)
        names = _names(heading, columns or Columns())
        yield from _rows(records, names, heading)


def fold(heading: str) -> str:
    """A heading without its case, spaces and underscores, so that spellings of it are equal."""
    return "".join(heading.split()).replace("_", "").casefold()


def lines_of(file: io.TextIOWrapper, limit: int) -> tuple["Lines", str, int]:
    """The lines from the first that is not blank, that line, and how many were before it."""
    lines = Lines(file, limit)
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise EmptyFile("The file is empty. Export it again.")
    before = lines.read - 1
    lines.put_back(first)
    return lines, first, before


class Lines:
    """The lines of an open file, each refused before more than the limit of it is in memory."""

    def __init__(self, file: io.TextIOWrapper, limit: int) -> None:
        self._read: Callable[[int], str] = file.readline
        self._limit = limit
        self._back = ""
        self._empty = 0
        self.read = 0

    def put_back(self, line: str) -> None:
        self._back = line
        self.read -= 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._back = self._back or self._read(self._limit + 1), ""
        if not line:
            raise StopIteration
        self.read += 1
        if len(line) > self._limit:
            raise LineTooLong(
                f"Line {self.read} is longer than {self._limit:,} characters, so this is not a "
                "list of rows, or its line ends are lost. Export it again as CSV.",
                line=self.read,
            )
        self._empty = self._empty + 1 if line in _LINE_ENDS else 0
        _refuse_endless_emptiness(self._empty, self.read)
        if "\0" in line:
            raise NotText(
                f"Line {self.read} holds data that is not text. Export the file again as CSV.",
                line=self.read,
            )
        return line


def _refuse_endless_emptiness(rows: int, line: int) -> None:
    if rows > MOST_EMPTY:
        raise NoRows(
            f"Before line {line:,} there are {MOST_EMPTY:,} empty rows, one after another. "
            "Export the file again, without them.",
            line=line,
        )


def delimiter_of(heading: str) -> str:
    """What stands between the cells of this heading."""
    outside_quotes = "".join(heading.split('"')[0::2])
    return max(_DELIMITERS, key=outside_quotes.count)


def records_of(lines: Lines, delimiter: str, lines_before: int) -> Iterator[tuple[int, list[str]]]:
    """Each row's first line and its cells."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        started = lines_before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise Truncated(
                    f"The file ends inside a quotation that opens in the row on line {started}. "
                    "It is cut short, or a quotation mark is missing. Export it again.",
                    line=started,
                ) from error
            raise QuotesBroken(
                f"The quotation marks in the row on line {started} do not match up. "
                "Correct that row, or export the file again.",
                line=started,
            ) from error
        yield started, cells


def _names(heading: list[str], columns: Columns) -> list[str]:
    """The name of each column; "" for a column without a heading, which is left out."""
    if len(heading) > MAX_COLUMNS:
        raise TooManyColumns(
            f"The file has {len(heading):,} columns, and at most {MAX_COLUMNS:,} are read. "
            "Its line ends may be lost. Export it again.",
            line=1,
        )
    found = [cell.strip() for cell in heading]
    folded = [fold(cell) for cell in found]
    for key, count in Counter(folded).items():
        if key and count > 1:
            raise ColumnTwice(
                f"The column '{found[folded.index(key)]}' is there twice.",
                line=1,
                kept="Two columns have the same heading.",
            )
    names = dict(zip(folded, found, strict=True))
    for name in {**dict.fromkeys(columns.required), **columns.other_words}:
        _take_heading(name, names, columns)
    return [names[key] if key else "" for key in folded]


def _take_heading(name: str, names: dict[str, str], columns: Columns) -> None:
    """Give the column that means `name` that name; its own heading goes before other words."""
    meant = [fold(name)] if fold(name) in names else []
    meant = meant or [key for key in map(fold, columns.other_words.get(name, ())) if key in names]
    if len(meant) > 1:
        both = "' and '".join(names[key] for key in meant)
        raise ColumnTwice(
            f"The columns '{both}' both mean '{name}'. Leave one of them out.",
            line=1,
            kept=f"Two columns mean '{name}'. Leave one of them out.",
        )
    if meant:
        names[meant[0]] = name
    elif name in columns.required:
        there = [heading for heading in names.values() if heading]
        listed = ", ".join(there[:_MOST_LISTED]) + (", ..." if there[_MOST_LISTED:] else "")
        raise ColumnMissing(
            f"The column '{name}' is missing. The file has: {listed or 'no headings'}.",
            line=1,
            kept=f"The column '{name}' is missing.",
        )


def _rows(
    records: Iterator[tuple[int, list[str]]], names: list[str], heading: list[str]
) -> Iterator[Row]:
    empty = 0
    held, cut_short = None, False  # a row is given out once another follows: the last may be cut
    for line, cells in records:
        if not any(cells):
            empty += 1
            _refuse_endless_emptiness(empty, line)
            continue
        empty = 0
        if held is not None:
            yield held
        held, cut_short = _row(line, cells, names, heading), len(cells) < len(names)
    if held is None:
        raise NoRows("The file has headings and no rows. Export it again.")
    if cut_short:
        raise Truncated(
            f"The last row, on line {held.line}, has fewer cells than there are headings. "
            "The file is cut short. Export it again.",
            line=held.line,
        )
    yield held


def _row(line: int, cells: list[str], names: list[str], heading: list[str]) -> Row:
    width = len(names)
    fault = ""
    if len(cells) < width:
        fault = f"This row has {len(cells)} cells and there are {width} headings."
    elif len(cells) > width and any(cells[width:]):
        fault = (
            f"This row has {len(cells)} cells and there are {width} headings. "
            "Perhaps a comma stands in one of them without quotation marks around it."
        )
    by_name = {} if fault else dict(zip(names, cells, strict=False))
    by_name.pop("", None)
    return Row(line, by_name, fault, heading, cells)
