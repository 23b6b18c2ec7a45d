"""Whether each file holds the keys it may and must hold, each of the right kind."""

from collections.abc import Iterator, Mapping
from typing import Any

from alongside.packs.entries import Entry, Named, Rows, Table, Value
from alongside.packs.layers import Layer, Layers, rows_of
from alongside.packs.problems import Problem
from alongside.packs.schema import FILES

Found = Iterator[tuple[str, str]]  # key, reason


def problems_of_kind(layer: Layer, *, is_england: bool) -> Iterator[Problem]:
    """Keys that nobody knows and values of the wrong kind, in one folder."""
    yield from layer.unreadable
    for file, content in layer.files.items():
        shape = FILES[file].england if is_england else FILES[file].authority
        for key, reason in _wrong(shape, content, ""):
            yield Problem(layer.label(file), key, reason)


def problems_of_absence(layers: Layers) -> Iterator[Problem]:
    """Keys that are in neither folder and must be."""
    unreadable = {problem.file for layer in layers.both() for problem in layer.unreadable}
    for file, shape in FILES.items():
        if unreadable & {layer.label(file) for layer in layers.both()}:
            continue  # what is missing cannot be told
        for key, reason in _absent(shape.england, layers.merged[file], ""):
            if key != "must_set":
                why = _why(layers, file, key, reason)
                yield Problem(_where_to_add(layers, file, key), key, why)
    for file in ("access.toml", "audiences.toml"):
        shape_of_removal = FILES[file].authority.keys["remove"]
        if layers.authority is not None and "remove" in layers.own(file):
            for key, reason in _absent(shape_of_removal, layers.own(file)["remove"], "remove"):
                yield Problem(layers.authority.label(file), key, reason)


def _where_to_add(layers: Layers, file: str, key: str) -> str:
    parents = key.split(".")[:-1]
    if parents and "[" not in key:
        return layers.last_label(file, *parents)
    return layers.both()[-1].label(file)


def _why(layers: Layers, file: str, key: str, reason: str) -> str:
    if key in layers.england.files.get(file, {}).get("must_set", ()):
        return "must be set in the authority's own pack: England has no default for it"
    return reason


def _wrong(entry: Entry, value: object, at: str) -> Found:
    match entry:
        case Value(check=check):
            if reason := check(value):
                yield at, reason
        case Rows(each=each):
            yield from _wrong_rows(each, value, at)
        case Table() | Named():
            if isinstance(value, dict):
                yield from _wrong_table(entry, value, at)
            else:
                yield at, "must be a table"


def _wrong_table(entry: Table | Named, value: Mapping[str, object], at: str) -> Found:
    for key, below in value.items():
        place = f"{at}.{key}" if at else key
        inner = _entry_for(entry, key)
        if inner is None:
            yield place, f"is not a key that can be set here; use one of: {_known(entry)}"
        else:
            yield from _wrong(inner, below, place)


def _wrong_rows(each: Table, value: object, at: str) -> Found:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield at, "must be a list of tables"
        return
    for position, row in enumerate(value, start=1):
        yield from _wrong(each, row, f"{at}[{position}]")


def _entry_for(entry: Table | Named, key: str) -> Entry | None:
    if isinstance(entry, Table):
        return entry.keys.get(key)
    return entry.each if entry.only is None or key in entry.only else None


def _known(entry: Table | Named) -> str:
    return ", ".join(entry.keys if isinstance(entry, Table) else sorted(entry.only or ()))


def _absent(entry: Entry, value: Any, at: str) -> Found:
    match entry:
        case Table(keys=keys) if isinstance(value, dict):
            yield from _absent_keys(keys, value, at)
        case Named(each=each, only=only) if isinstance(value, dict):
            yield from _absent_keys(dict.fromkeys(sorted(only or value), each), value, at)
        case Rows(each=each) if isinstance(value, list):
            for place, row in rows_of({at: value}, at):
                yield from _absent(each, row, place)


def _absent_keys(keys: Mapping[str, Entry], value: Mapping[str, Any], at: str) -> Found:
    for key, entry in keys.items():
        place = f"{at}.{key}" if at else key
        if key in value:
            yield from _absent(entry, value[key], place)
        elif entry.required:
            yield place, "is missing"
