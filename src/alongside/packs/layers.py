"""The folders a pack is made of: England's defaults, and the authority's own over them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.packs.problems import Problem
from alongside.packs.schema import FILES

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder as read: each file's content by its name."""

    name: str
    files: Mapping[str, Content]
    unreadable: tuple[Problem, ...] = ()

    def label(self, file: str) -> str:
        """The file as it is named in an error."""
        return f"{self.name}/{file}"


@dataclass(frozen=True, slots=True)
class Layers:
    """Both folders; the authority's is None for England by itself."""

    england: Layer
    authority: Layer | None
    merged: Mapping[str, Content] = field(default_factory=dict)

    def both(self) -> tuple[Layer, ...]:
        """The layers in the order they are laid."""
        return (self.england,) if self.authority is None else (self.england, self.authority)

    def own(self, file: str) -> Content:
        """What the authority itself says in this file: nothing, for England by itself."""
        return {} if self.authority is None else self.authority.files.get(file, {})

    def last_label(self, file: str, *path: str) -> str:
        """The file where this table was last touched, else England's."""
        return next(
            (layer.label(file) for layer in reversed(self.both()) if _holds(layer, file, path)),
            self.england.label(file),
        )


def read_layer(folder: Path) -> Layer:
    """The folder's files; a file that is no TOML or that no pack has becomes a problem."""
    files: dict[str, Content] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        label = f"{folder.name}/{path.name}"
        if path.name not in FILES:
            reason = f"no pack has a file of this name; use one of: {', '.join(FILES)}"
            problems.append(Problem(label, "", reason))
            continue
        try:
            files[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            problems.append(Problem(label, "", f"cannot be read as TOML in UTF-8: {wrong}"))
    return Layer(folder.name, files, tuple(problems))


def laid_over(england: Layer, authority: Layer | None) -> Layers:
    """Both layers, with what they say together."""
    bare = Layers(england, authority)
    merged = {file: _merged_file(file, bare) for file in FILES}
    return Layers(england, authority, merged)


def merge(under: Content, over: Content, lists: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The first table with the second laid over it, key by key.

    A list is replaced whole, except those in `lists`, whose rows are merged by the key named there.
    """
    together = dict(under)
    for key, value in over.items():
        below = together.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            together[key] = merge(below, value)
        elif lists and key in lists and isinstance(below, list) and isinstance(value, list):
            together[key] = _merged_rows(below, value, by=lists[key])
        else:
            together[key] = value
    return together


def rows_of(content: Content, key: str) -> Iterator[tuple[str, Content]]:
    """Each table of a list with where it stands, such as `grant[2]`; other values are passed by."""
    rows = content.get(key, ())
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        for position, row in enumerate(rows, start=1):
            if isinstance(row, dict):
                yield f"{key}[{position}]", row


def _merged_file(file: str, layers: Layers) -> Content:
    # What an authority takes away ("remove") is no part of the whole: building applies it.
    england = layers.england.files.get(file, {})
    own: Content = {key: each for key, each in layers.own(file).items() if key != "remove"}
    shape = FILES[file]
    if shape.closed:
        own = _without_additions(england, own, shape.closed)
    return merge(england, own, shape.lists)


def _without_additions(england: Content, own: Content, key: str) -> Content:
    # The consistency checks refuse an addition; here it would only draw errors of its own.
    names, known = own.get(key), england.get(key)
    if not isinstance(names, dict) or not isinstance(known, dict):
        return own
    return {**own, key: {name: value for name, value in names.items() if name in known}}


def _merged_rows(under: list[Any], over: list[Any], *, by: str) -> list[Any]:
    rows = list(under)
    for row in over:
        places = (
            place
            for place, below in enumerate(rows)
            if isinstance(row, dict) and isinstance(below, dict) and row.get(by) == below.get(by)
        )
        place = next(places, None)
        if place is None:
            rows.append(row)
        else:
            rows[place] = merge(rows[place], row)
    return rows


def _holds(layer: Layer, file: str, path: Sequence[str]) -> bool:
    value: Any = layer.files.get(file)
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value is not None
