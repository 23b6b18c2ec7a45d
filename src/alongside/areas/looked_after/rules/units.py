"""A return as it is applied: child by child, each with every row that names its number, then the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from alongside.areas.looked_after.folder import SentReturn, SentRow
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.rows import number_in
from alongside.areas.looked_after.terms import CHILD, FileKind

_ROWS_A_UNIT = 1000  # of those that name no child


@dataclass(slots=True, kw_only=True)
class Unit:
    """What is taken as a whole: one child by the council's number, or rows that name none.

    `told` is None where nothing of the child can be taken. `closes` is the last of a complete return:
    whoever is in the year's return so far and not in this one is out of it.
    """

    number: str
    sent: list[tuple[FileKind, SentRow]] = field(default_factory=list)
    told: ChildsRows | None = None
    closes: bool = False


def units_of(sent: SentReturn, told: dict[str, ChildsRows], *, complete: bool) -> list[Unit]:
    """Every unit of a return, in the order of its header: the same every time."""
    by_number: dict[str, Unit] = {}
    nameless: list[tuple[FileKind, SentRow]] = []
    for kind, file in sent.files.items():
        place = file.places[CHILD]
        for row in file.rows:
            number = number_in(row, place)
            if not number:
                nameless.append((kind, row))
                continue
            unit = by_number.get(number)
            if unit is None:
                unit = by_number[number] = Unit(number=number, told=told.get(number))
            unit.sent.append((kind, row))
    last = [Unit(number="", closes=True)] if complete else []
    return [*by_number.values(), *_in_parts(nameless), *last]


def _in_parts(rows: list[tuple[FileKind, SentRow]]) -> Iterator[Unit]:
    for begin in range(0, len(rows), _ROWS_A_UNIT):
        yield Unit(number="", sent=rows[begin : begin + _ROWS_A_UNIT])
