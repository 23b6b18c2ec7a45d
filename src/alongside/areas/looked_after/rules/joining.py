"""A whole return, joined by child: what each child's rows tell, and every row that tells nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alongside.areas.looked_after.folder import SentFile, SentReturn, SentRow
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.rules.rows import Reader, by_number, plain
from alongside.areas.looked_after.rules.shapes import CELLS, KEPT_ONLY, Header
from alongside.areas.looked_after.terms import CHILD, FileKind

NOT_IN_HEADER = "No row of the header has this child."
TWICE_UNLIKE = "The header has this child twice, in unlike rows (lines {lines}), so nothing of the child is taken."
TWICE_ALIKE = "This row is there twice: the first counts."
# Of these a child has one row a year.
ONE_A_YEAR = frozenset((FileKind.OC2, FileKind.OC3, FileKind.AD1, FileKind.UASC))
ONE_ONLY = "The file has this child on line {line} already, in an unlike row: neither is taken."


@dataclass(slots=True)
class ChildsRows:
    """What one return tells of one child, of each file its rows in the order sent."""

    number: str
    header: Header
    rows: dict[FileKind, list[Any]] = field(default_factory=dict)

    def of(self, kind: FileKind) -> list[Any]:
        return self.rows.get(kind, [])


def join(sent: SentReturn, *, on: date, remarks: list[Remark]) -> dict[str, ChildsRows]:
    """By the council's number, what each child's rows tell on this day."""
    children = _children(sent.files[FileKind.HEADER], on=on, remarks=remarks)
    refused = {r.number for r in remarks if r.kind is FileKind.HEADER and not r.taken}
    for kind, file in sent.files.items():
        if kind is FileKind.HEADER or kind in KEPT_ONLY:
            continue
        _join_file(file, children, refused - children.keys(), on=on, remarks=remarks)
    return children


def _children(file: SentFile, *, on: date, remarks: list[Remark]) -> dict[str, ChildsRows]:
    reader = Reader(file, on=on, remarks=remarks)
    rows: dict[str, list[SentRow]] = {}
    for number, row in by_number(file, reader):
        rows.setdefault(number, []).append(row)
    children: dict[str, ChildsRows] = {}
    for number, same in rows.items():
        first = same[0]
        if any(row.cells != first.cells for row in same[1:]):
            words = TWICE_UNLIKE.format(lines=", ".join(str(row.line) for row in same))
            remarks += [Remark(file.kind, row.line, number, CHILD, words) for row in same]
            continue
        remarks += [
            Remark(file.kind, r.line, number, "", TWICE_ALIKE, taken=True) for r in same[1:]
        ]
        header = reader.told(first, number, None)
        if isinstance(header, Header):
            children[number] = ChildsRows(number, header)
    return children


def _join_file(
    file: SentFile,
    children: Mapping[str, ChildsRows],
    refused: set[str],
    *,
    on: date,
    remarks: list[Remark],
) -> None:
    reader = Reader(file, on=on, remarks=remarks)
    assert file.kind in CELLS
    for number, row in by_number(file, reader):
        child = children.get(number)
        if child is None:
            words = (
                "The header's row of this child cannot be taken."
                if number in refused
                else NOT_IN_HEADER
            )
            remarks.append(Remark(file.kind, row.line, number, CHILD, words))
            continue
        told = reader.told(row, number, child.header.born_on)
        if told is not None:
            child.rows.setdefault(file.kind, []).append(told)
    for child in children.values():
        if len(child.of(file.kind)) > 1:
            child.rows[file.kind] = once(child, file.kind, remarks)


def once(child: ChildsRows, kind: FileKind, remarks: list[Remark]) -> list[Any]:
    """The rows without those that are there twice, or of which only one can be right."""
    kept: list[Any] = []
    seen: set[tuple[object, ...]] = set()
    for row, said in zip(child.of(kind), plain(child.of(kind)), strict=True):
        if said in seen:
            remarks.append(Remark(kind, row.line, child.number, "", TWICE_ALIKE, taken=True))
            continue
        seen.add(said)
        kept.append(row)
    if kind in ONE_A_YEAR and len(kept) > 1:
        for row in kept:
            other = next(one.line for one in kept if one.line != row.line)
            remarks.append(Remark(kind, row.line, child.number, CHILD, ONE_ONLY.format(line=other)))
        return []
    return kept
