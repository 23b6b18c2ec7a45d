"""The feed as JSON: a list of objects, each read as a row of a table is."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from alongside.areas.loads.reading import Row
from alongside.areas.loads.reading.encodings import encoding_of
from alongside.areas.loads.reading.refusals import (
    ElementTooLarge,
    NoRows,
    NotText,
    TableRefused,
    Truncated,
)

MAX_BYTES = 1_000_000_000
MOST_OF_A_STEP = 4_000_000  # characters: ten times the longest words
_PIECE = 1 << 16
_SPACES = re.compile(r"[ \t\r\n]*")


class NotAFeed(TableRefused):
    """JSON, but not a list of objects."""


class _Twice(dict[str, Any]):
    """An object in which a key stands twice."""


def read_json(path: Path, *, keys: Sequence[str], max_bytes: int = MAX_BYTES) -> Iterator[Row]:
    """Each object of the list, as a row whose line is its place in it; one at a time."""
    with path.open(encoding=encoding_of(path, max_bytes=max_bytes)) as file:
        for place, one in enumerate(_List(file).values(), start=1):
            yield _row(place, one, keys)


class _List:
    """The values of a list in an open file, of which no more than one is held."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text, self._at, self._line = "", 0, 1
        # Numbers stay as they are written: a key of theirs may be longer than any number here.
        self._decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, parse_constant=_refuse, object_pairs_hook=_object
        )

    def values(self) -> Iterator[Any]:
        """Each value; raises a TableRefused where the list is not as JSON has it."""
        if self._next_sign() != "[":
            raise NotAFeed("The JSON is not a list of objects. Write the steps as [{...}, {...}].")
        self._at += 1
        if self._next_sign() == "]":
            raise NoRows("The list is empty. Export it again.")
        while True:
            yield self._value()
            sign = self._next_sign()
            self._at += 1
            if sign == "]":
                break
            if sign != ",":
                raise self._not_json()
        if self._next_sign():
            raise self._not_json()

    def _next_sign(self) -> str:
        """The next character that is no space; "" at the end of the file."""
        while True:
            found = _SPACES.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                return ""

    def _value(self) -> Any:
        self._next_sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                # What ends where the text does may go on: 12 of 123.
                if end < len(self._text) or not self._read_on():
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > MOST_OF_A_STEP:
                    raise self._too_long() from error
                if not self._read_on():
                    raise self._cut_short_or_not_json(error) from error
            except RecursionError as error:
                raise NotAFeed(
                    "The JSON has lists within lists without end. Export it again."
                ) from error

    def _read_on(self) -> bool:
        """Have at least as much again of the file, and let go of what was read; False at its end."""
        more = self._file.read(max(_PIECE, len(self._text) - self._at))
        if more:
            self._line += self._text.count("\n", 0, self._at)
            self._text, self._at = self._text[self._at :] + more, 0
        return bool(more)

    def _line_at(self, position: int) -> int:
        return self._line + self._text.count("\n", 0, position)

    def _not_json(self, position: int | None = None) -> TableRefused:
        position = self._at if position is None else position
        if position >= len(self._text.rstrip()):
            return self._cut_short()
        line = self._line_at(position)
        return NotText(f"Line {line:,} is not JSON. Export the file again.", line=line)

    def _cut_short_or_not_json(self, error: json.JSONDecodeError) -> TableRefused:
        if error.msg.startswith("Unterminated"):
            return self._cut_short()
        return self._not_json(error.pos)

    def _cut_short(self) -> Truncated:
        line = self._line_at(len(self._text))
        return Truncated("The file is cut short. Export it again.", line=line)

    def _too_long(self) -> ElementTooLarge:
        line = self._line_at(self._at)
        return ElementTooLarge(
            f"The step on line {line:,} is longer than any real one, or is not JSON. "
            "Export the file again.",
            line=line,
        )


def _refuse(constant: str) -> NoReturn:
    raise NotText(f"{constant} is not JSON. Export the file again.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Twice(made)


def _row(place: int, one: Any, keys: Sequence[str]) -> Row:
    if not isinstance(one, dict):
        blank = [""] * (len(keys) - 1)
        return Row(place, {}, "This is not an object with keys.", keys, [_written(one), *blank])
    written = [_written(one.get(key)) for key in keys]
    cells = dict(zip(keys, written, strict=True))
    return Row(place, cells, _fault(one, keys), keys, written)


def _fault(one: dict[str, Any], keys: Sequence[str]) -> str:
    if isinstance(one, _Twice):
        return "A key stands twice in this object."
    for key in keys:
        value = one.get(key)
        if isinstance(value, (list, dict)):
            return f"The value of {key} is a list or an object. Write words."
        if isinstance(value, str) and not _is_text(value):
            return f"The value of {key} has half a character in it. Export it again."
    return ""


def _written(value: Any) -> str:
    """A value as the cell of a table holds it; what is no cell at all is said in as few words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value if _is_text(value) else value.encode("utf-8", "replace").decode()
    return "[...]" if isinstance(value, list) else "{...}"


def _is_text(value: str) -> bool:
    """Whether it can be written at all: JSON can name half of a character."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
