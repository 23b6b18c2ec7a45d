"""Keep every row of a return as it was sent, and give back those that count of earlier years."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.terms import LoadState
from alongside.areas.looked_after.folder import SentFile, SentReturn, SentRow, places_of
from alongside.areas.looked_after.models import ReturnedChild, ReturnFile, ReturnRow
from alongside.areas.looked_after.rules.joining import ChildsRows, once
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.rules.rows import Reader
from alongside.areas.looked_after.rules.shapes import CELLS, Header
from alongside.areas.looked_after.rules.units import Unit
from alongside.areas.looked_after.terms import FileKind
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows

Number = str
Years = dict[UUID, list[tuple[int, ChildsRows]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Which load holds the rows that count of one number in one year."""

    pointer_id: UUID
    year: int
    number: Number
    child_id: UUID
    load_id: UUID


def pointers_of(authority_id: UUID, children: Collection[UUID]) -> list[Pointer]:
    """What a council's returns hold of these children, by all their numbers: oldest first, newest load last."""
    rows = ReturnedChild.objects.filter(authority_id=authority_id, child_id__in=children)
    return [_pointer(row) for row in rows.order_by("year", "load__started_at", "number")]


def holds_already(authority_id: UUID, year: int, load: LoadedFile) -> UUID | None:
    """The load that kept the very same return, if that is the last of this year: it need not be kept twice."""
    kept = ReturnFile.objects.filter(authority_id=authority_id, year=year).exclude(
        load_id=load.load_id
    )
    last = kept.order_by("-load__started_at", "-load_id").select_related("load").first()
    if last is None or (last.load.digest, last.load.state) != (load.digest, LoadState.FINISHED):
        return None
    return last.load_id


def pointers_outside(authority_id: UUID, year: int, numbers: Collection[Number]) -> list[Pointer]:
    """The children in a year's return so far who are not among these."""
    rows = ReturnedChild.objects.filter(authority_id=authority_id, year=year)
    return [_pointer(row) for row in rows if row.number not in numbers]


def _pointer(row: ReturnedChild) -> Pointer:
    return Pointer(
        pointer_id=row.id,
        year=row.year,
        number=row.number,
        child_id=row.child_id,
        load_id=row.load_id,
    )


@dataclass(slots=True, kw_only=True)
class Keeping:
    """Keeps one return: its files first, then the rows of a batch, then which load counts of a child.

    `held_by` is the load that kept the very same return before: its rows are those that count.
    """

    sent: SentReturn
    authority_id: UUID
    load_id: UUID
    year: int
    held_by: UUID | None = None
    files: dict[FileKind, UUID] = field(default_factory=dict)

    def keep_files(self) -> None:
        """Its files, once for a load however often it goes on."""
        held = ReturnFile.objects.filter(load_id=self.load_id)
        self.files = {FileKind(kind): file_id for kind, file_id in held.values_list("kind", "id")}
        for kind, file in self.sent.files.items():
            if kind in self.files:
                continue
            made = ReturnFile.objects.create(
                authority_id=self.authority_id,
                load_id=self.load_id,
                year=self.year,
                kind=kind,
                name=file.name[:200],
                headings=file.headings,
                digest=file.digest,
            )
            self.files[kind] = made.id

    def keep_rows(self, units: Iterable[Unit]) -> None:
        ids = {kind: str(file_id) for kind, file_id in self.files.items()}
        insert_rows(
            ReturnRow, ("file_id", "line", "number", "cells"),
            (
                (ids[kind], row.line, unit.number, json.dumps(row.cells, ensure_ascii=False))
                for unit in units
                for kind, row in unit.sent
            ),
        )  # fmt: skip

    def point(self, children: Mapping[Number, UUID], before: Sequence[Pointer]) -> None:
        """From now on, this load, or the one that kept the same, holds the rows that count of these numbers."""
        load_id = self.held_by or self.load_id
        held = {one.number: one for one in before if one.year == self.year}
        new = [number for number in children if number not in held]
        insert_rows(
            ReturnedChild, ("id", "authority_id", "year", "number", "child_id", "load_id"),
            (
                (new_id(), self.authority_id, self.year, number, children[number], load_id)
                for number in new
            ),
        )  # fmt: skip
        update_rows(
            ReturnedChild, ("id", "load_id"),
            ((held[n].pointer_id, load_id) for n in children if n in held),
        )  # fmt: skip


def forget(pointers: Iterable[Pointer]) -> None:
    """These children are no longer in their year's return. Their rows stay with the load that sent them."""
    ReturnedChild.objects.filter(id__in=[one.pointer_id for one in pointers]).delete()


def rows_kept(pointers: Sequence[Pointer], *, on: date) -> Years:
    """What the rows that count tell, by child in the order of the pointers: read again by the rules of today."""
    files = {
        file.id: file
        for file in ReturnFile.objects.filter(load_id__in={one.load_id for one in pointers})
    }
    told: dict[tuple[UUID, Number], list[tuple[ReturnFile, SentRow]]] = {}
    rows = ReturnRow.objects.filter(
        file_id__in=files, number__in={one.number for one in pointers}
    ).order_by("file_id", "line")
    for file_id, number, cells in rows.values_list("file_id", "number", "cells"):
        # No line: what is wrong with it was said when it was sent.
        row = SentRow(0, tuple(cells))
        told.setdefault((files[file_id].load_id, number), []).append((files[file_id], row))
    years: Years = {}
    for one in pointers:
        child = _child(one.number, told.get((one.load_id, one.number), ()), on=on)
        if child is not None:
            years.setdefault(one.child_id, []).append((one.year, child))
    return years


def _child(
    number: Number, rows: Sequence[tuple[ReturnFile, SentRow]], *, on: date
) -> ChildsRows | None:
    unsaid: list[Remark] = []
    header = next(_told(rows, FileKind.HEADER, number, None, on=on), None)
    if not isinstance(header, Header):
        return None
    child = ChildsRows(number, header)
    for kind in CELLS:
        if kind is not FileKind.HEADER:
            found = list(_told(rows, kind, number, header, on=on))
            if found:
                child.rows[kind] = found
                child.rows[kind] = once(child, kind, unsaid)
    return child


def _told(
    rows: Sequence[tuple[ReturnFile, SentRow]],
    kind: FileKind,
    number: Number,
    header: Header | None,
    *,
    on: date,
) -> Iterator[object]:
    reader: Reader | None = None
    for file, row in rows:
        if file.kind != kind:
            continue
        if reader is None:
            reader = Reader(_sent(file), on=on, remarks=[])
        width = len(file.headings)
        if len(row.cells) >= width and not any(row.cells[width:]):  # else its cells do not match
            told = reader.told(row, number, header.born_on if header else None)
            if told is not None:
                yield told


def _sent(file: ReturnFile) -> SentFile:
    kind = FileKind(file.kind)
    return SentFile(
        kind=kind,
        name=file.name,
        headings=tuple(file.headings),
        digest=file.digest,
        places=places_of(file.headings, kind),
    )
