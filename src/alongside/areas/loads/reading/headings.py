"""The headings of a table by themselves: a folder's files are told apart by them before any is read."""

from pathlib import Path

from alongside.areas.loads.reading import (
    MAX_BYTES,
    MAX_LINE_BYTES,
    delimiter_of,
    lines_of,
    records_of,
)
from alongside.areas.loads.reading.encodings import encoding_of


def headings_of(
    path: Path, *, max_line_bytes: int = MAX_LINE_BYTES, max_bytes: int = MAX_BYTES
) -> list[str]:
    """The first row of a file, as written. Raises a TableRefused where it is not a table."""
    encoding = encoding_of(path, max_bytes=max_bytes)
    with path.open(encoding=encoding, newline="") as file:
        lines, first, before = lines_of(file, max_line_bytes)
        records = records_of(lines, delimiter_of(first), before)
        return next(records)[1]
