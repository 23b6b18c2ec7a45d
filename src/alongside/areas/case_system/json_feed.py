"""The feed as JSON: a list of objects, each read as a row of a table is."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from alongside.areas.loads.reading import Row
from alongside.areas.loads.reading.encodings import encoding_of
from alongside.areas.loads.reading.refusals import NoRows, NotText, TableRefused, Truncated

MAX_BYTES = 200_000_000


class NotAFeed(TableRefused):
    """JSON, but not a list of objects."""


class _Twice(dict[str, Any]):
    """An object in which a key stands twice."""


def read_json(path: Path, *, keys: Sequence[str], max_bytes: int = MAX_BYTES) -> Iterator[Row]:
    """Each object of the list, as a row whose line is its place in it. The file is read whole."""
    text = path.read_text(encoding=encoding_of(path, max_bytes=max_bytes))
    try:
        # Numbers stay as they are written: a key of theirs may be longer than any number here.
        found = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_refuse, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise _not_json(error) from error
    except RecursionError as error:
        raise NotAFeed("The JSON has lists within lists without end. Export it again.") from error
    if not isinstance(found, list):
        raise NotAFeed("The JSON is not a list of objects. Write the steps as [{...}, {...}].")
    if not found:
        raise NoRows("The list is empty. Export it again.")
    return (_row(place, one, keys) for place, one in enumerate(found, start=1))


def _not_json(error: json.JSONDecodeError) -> TableRefused:
    if error.pos >= len(error.doc.rstrip()):
        return Truncated("The file is cut short. Export it again.", line=error.lineno)
    return NotText(f"Line {error.lineno} is not JSON. Export the file again.", line=error.lineno)


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
