"""A return as a long load sees it: read to its end first, then applied child by child."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.actions.sources import Applied, Checked
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.reading.refusals import NoSuchFile, TableRefused
from alongside.areas.looked_after.actions.applying import PARTS, Batch
from alongside.areas.looked_after.actions.errors import refuse_without_council
from alongside.areas.looked_after.actions.keeping import Keeping, holds_already
from alongside.areas.looked_after.actions.recognising import (
    Numbering,
    twice_among,
    upn_remarks,
    upns_of,
)
from alongside.areas.looked_after.folder import digest_of, files_of, read_return
from alongside.areas.looked_after.rules.joining import ChildsRows, join
from alongside.areas.looked_after.rules.remarks import Remark, rejected_of
from alongside.areas.looked_after.rules.units import Unit, units_of
from alongside.areas.looked_after.rules.years import year_told
from alongside.areas.looked_after.terms import FileKind
from alongside.register.models import Authority

KIND = "ssda903"


class ReturnSource:
    """The folder of a return of one council. `year` begins on 1 April; None finds it out.

    `complete` says that the folder is the whole of the year's return: whoever an earlier load of that
    year told of, and this one leaves out, is no longer in it.
    """

    kind = KIND

    def __init__(
        self, folder: Path, *, authority: Authority, today: date, year: int | None, complete: bool
    ) -> None:
        self.folder, self.authority, self.today = folder, authority, today
        self.asked_year, self.complete = year, complete
        self.file_name = folder.resolve().name
        self.authority_id: UUID = authority.id
        self.sender = authority.name
        self._units: list[Unit] = []
        self._batch: Batch | None = None

    @cached_property
    def digest(self) -> str:
        """Of every byte of every file, whatever their names, and of what is asked for."""
        asked = f"{self.asked_year or ''}:{self.complete}".encode()
        try:
            each = sorted(map(digest_of, files_of(self.folder)))
        except NoSuchFile:
            raise
        except TableRefused as refused:  # said again by `check`, once there is a row to say it in
            each = [str(refused).encode()]
        return hashlib.sha256(b"".join([asked, *each])).hexdigest()

    def check(self, read: Callable[[int], None]) -> Checked:
        """Read the whole folder; its rows that can be nobody's, and its cells that cannot be right."""
        refuse_without_council(self.authority)
        self.sent = read_return(self.folder, read=read)
        remarks: list[Remark] = []
        told = join(self.sent, on=self.today, remarks=remarks)
        remarks += upn_remarks(told)
        self.year = self.asked_year if self.asked_year is not None else _year_of(told)
        self._units = units_of(self.sent, told, complete=self.complete)
        self.upns = upns_of(told)
        read(len(self._units))
        return Checked(units=len(self._units), rejected=self._rejected(remarks))

    def units(self, after: int) -> Iterator[Unit]:
        """The units of what was read, from one on."""
        return iter(self._units[after:])

    def apply(self, batch: Sequence[Unit], load: LoadedFile) -> Applied:
        """Apply units: children, or rows that name none, or the end of a complete return."""
        done = self._applying(load).apply([unit for unit in batch if not unit.closes])
        closed = [unit for unit in batch if unit.closes]
        numbers = {unit.number for unit in self._units}
        closing = self._applying(load).close(numbers) if closed else None
        out = closing.changed if closing else frozenset()
        return Applied(
            taken=len(done.children),
            added=len(done.added),
            changed=len(done.changed),
            ended=len(out),
            children=done.children | out,
            parts=PARTS,
            rejected=self._rejected(done.remarks),
        )

    def _applying(self, load: LoadedFile) -> Batch:
        if self._batch is None:
            held_by = holds_already(self.authority_id, self.year, load)
            keeping = Keeping(
                sent=self.sent, authority_id=self.authority_id, load_id=load.load_id, year=self.year,
                held_by=held_by,
            )  # fmt: skip
            if not held_by:
                keeping.keep_files()
            numbering = Numbering(
                code=self.authority.dfe_code, year=self.year, upns=self.upns,
                twice=twice_among(self.upns),
                told=frozenset(unit.number for unit in self._units if unit.told),
            )  # fmt: skip
            self._batch = Batch(keeping, load, numbering)
        return self._batch

    def _rejected(self, remarks: Sequence[Remark]) -> list[Rejected]:
        names = {kind: file.name for kind, file in self.sent.files.items()}
        return [rejected_of(one, names[one.kind]) for one in remarks]


def _year_of(told: dict[str, ChildsRows]) -> int:
    episodes = [row for child in told.values() for row in child.of(FileKind.EPISODES)]
    return year_told(
        (row.ended_on for row in episodes if row.ended_on), (row.began_on for row in episodes)
    )
