"""Word lists of the synthetic council, read once from the data files beside this module."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`; callers only read them."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of `<name>.txt` that are neither empty nor a comment."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def listed(text: str) -> tuple[str, ...]:
    """The entries of a list written with commas over any number of lines."""
    return tuple(entry for part in text.split(",") if (entry := " ".join(part.split())))
