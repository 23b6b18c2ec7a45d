"""What a pack's file is made of: values, tables, tables under names, and lists of tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.packs.checks import Check


@dataclass(frozen=True, slots=True)
class Value:
    """A single value, or a list of plain words."""

    check: Check
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with these keys and no others."""

    keys: Mapping[str, "Entry"]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """Tables of one kind, each under a name of its own; `only` closes the list of names."""

    each: Table
    only: frozenset[str] | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables of one kind."""

    each: Table
    required: bool = True


Entry = Value | Table | Named | Rows


@dataclass(frozen=True, slots=True)
class FileShape:
    """One file: what England's may hold, and what an authority's may hold where that differs."""

    england: Table
    authority: Table
    lists: Mapping[str, str] = field(default_factory=dict)  # rows merged by this key
    closed: str | None = None  # a table to which an authority may add no name
