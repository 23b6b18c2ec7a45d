"""Run a long load: the whole file is read first, then applied batch by batch, each for good.

Killed at any moment, the same command on the same file goes on after the last batch that was
committed. Each batch moves `units_done` and writes its rejections in its own transaction, so others see
how far the load is, and none of it is ever there twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Generic
from uuid import UUID

from django.db import Error, connection, transaction
from django.db.models import F, QuerySet

from alongside.areas.chronology.actions import Fact, record
from alongside.areas.loads.actions import (
    LOCK_NUMBER,
    FileChanged,
    LoadedFile,
    Overtaken,
    entry_of,
    note_refused,
)
from alongside.areas.loads.actions.rejecting import (
    forget_rejected,
    keep_rejected,
    sound,
    written_of,
)
from alongside.areas.loads.actions.resuming import begin_or_resume
from alongside.areas.loads.actions.sources import Nobody, Source, Unit, Watching
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.loads.reading.refusals import TableRefused
from alongside.areas.loads.rules import CANNOT_SAY, STOPPED
from alongside.areas.loads.terms import LoadState
from alongside.audit.append import append

BATCH = 1_000  # units a transaction: a second or less, and no lock held longer
_SAY_EVERY = 1_000  # units read


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTotals:
    """What a load did in all; `went_on_from` is the unit after which this run began, 0 from the start.

    `written` is what this run found written, by line, column and reason, and keeps nowhere.
    """

    load_id: UUID
    read: int
    taken: int
    added: int
    changed: int
    ended: int
    rejected: int
    went_on_from: int
    written: Mapping[tuple[int, str, str], str] = field(default_factory=dict, repr=False)


def run_load(
    source: Source[Unit],
    *,
    at: datetime,
    operator: str,
    watching: Watching | None = None,
    batch: int = BATCH,
) -> LoadTotals:
    """Load a file, or go on with the load of it that was stopped; outside any transaction.

    Nothing is applied from a file that cannot be read to its end. Raises a `TableRefused`,
    `Overtaken` or `FileChanged`; whatever is raised, the row of the load says what became of it.
    """
    watching = watching or Nobody()
    with _our_turn(watching):
        load, row = _begin(source, at=at, operator=operator)
        run = _Run(source, load, row, watching)
        try:
            return run.run(batch)
        except BaseException as broken:
            _stopped(load, run.done, broken)
            raise


def _begin(source: Source[Unit], *, at: datetime, operator: str) -> tuple[LoadedFile, Load]:
    """The load to run; one that is overtaken leaves a row as well."""
    load = LoadedFile(
        kind=source.kind, file_name=source.file_name, digest=source.digest, sender=source.sender,
        authority_id=source.authority_id, at=at, operator=operator,
    )  # fmt: skip
    try:
        return begin_or_resume(load)
    except Overtaken as later:
        note_refused(load, problem=str(later))
        raise


@contextmanager
def _our_turn(watching: Watching) -> Iterator[None]:
    """No other load for as long as this lasts; the lock is the session's, for there are many transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
        if not cursor.fetchone()[0]:
            watching.says("Another load is under way. This one waits until that is done.")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
    try:
        yield
    finally:
        # With the connection, the lock has gone as well.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])


def _stopped(load: LoadedFile, done: int, broken: BaseException) -> None:
    """Say what became of a load that something ended; where even that fails, its silence says so.

    Not of one that another run goes on with: whoever lost their turn says nothing of it.
    """
    match broken:
        case TableRefused():
            problem = broken.kept
        case Overtaken() | FileChanged():
            problem = str(broken)
        case KeyboardInterrupt() | SystemExit():
            problem = STOPPED
        case _:
            # Its words may name a child; what kind it is may not.
            problem = CANNOT_SAY.format(cause=type(broken).__name__)
    refused = isinstance(broken, TableRefused | Overtaken)
    with suppress(Error):
        row = Load.objects.filter(id=load.load_id, started_at=load.at, units_done=done)
        row.update(
            state=LoadState.REFUSED if refused and not done else LoadState.STOPPED,
            problem=sound(problem, 600),
            heard_at=load.now(),
            finished_at=load.now(),
        )


class _Run(Generic[Unit]):
    """One run of a load, to its end."""

    def __init__(
        self, source: Source[Unit], load: LoadedFile, row: Load, watching: Watching
    ) -> None:
        self.source, self.load, self.watching = source, load, watching
        self.done = self.went_on_from = row.units_done
        self.total = self.heard = 0
        self.written: dict[tuple[int, str, str], str] = {}

    def run(self, batch: int) -> LoadTotals:
        if self.done:
            self.watching.says(
                f"This file was being loaded before: going on after {self.done:,} of it."
            )
        self._check()
        units = self.source.units(self.done)
        while some := list(islice(units, batch)):
            self._apply(some)
        if self.done != self.total:
            raise FileChanged
        return self._finish()

    def _check(self) -> None:
        checked = self.source.check(self._has_read)
        self.total = checked.units
        self.written.update(written_of(checked.rejected))
        with transaction.atomic(durable=True):
            # Once more, where a run before this one wrote them.
            Rejection.objects.filter(load_id=self.load.load_id, by_reading=True).delete()
            keep_rejected(self.load.load_id, checked.rejected, by_reading=True)
            self._row().update(
                state=LoadState.APPLYING,
                units_total=self.total,
                rows_read=self.total,
                rows_rejected=self._rejected(),
                heard_at=self.load.now(),
            )
        self.watching.applied(self.done, self.total)

    def _has_read(self, units: int) -> None:
        self.watching.read(units)
        if units - self.heard >= _SAY_EVERY:
            self.heard = units
            self._row().update(rows_read=units, heard_at=self.load.now())

    def _apply(self, units: Sequence[Unit]) -> None:
        with transaction.atomic(durable=True):
            applied = self.source.apply(units, self.load)
            moved = (
                self._row()
                .filter(units_done=self.done)
                .update(
                    units_done=F("units_done") + len(units),
                    taken=F("taken") + applied.taken,
                    added=F("added") + applied.added,
                    changed=F("changed") + applied.changed,
                    ended=F("ended") + applied.ended,
                    rows_rejected=F("rows_rejected") + len(applied.rejected),
                    heard_at=self.load.now(),
                )
            )
            if not moved:  # the lock was lost with its connection, and another run went on
                raise Overtaken(self.load.kind)
            keep_rejected(self.load.load_id, applied.rejected)
            append(
                entry_of(self.load, applied.children, applied.parts, {"units": self._named(units)})
            )
        self.written.update(written_of(applied.rejected))
        self.done += len(units)
        self.watching.applied(self.done, self.total)

    def _named(self, units: Sequence[Unit]) -> str:
        return f"{self.done + 1}-{self.done + len(units)}"

    def _finish(self) -> LoadTotals:
        """Say that all of it is loaded: once, in the chronology and in the audit."""
        with transaction.atomic(durable=True):
            rejected = self._rejected()
            self._row().update(
                state=LoadState.FINISHED,
                rows_rejected=rejected,
                problem="",
                heard_at=self.load.now(),
                finished_at=self.load.now(),
            )
            self._record(rejected)
            forget_rejected(at=self.load.at)
            append(entry_of(self.load, (), (), {"units": str(self.total)}))
        row = self._row().get()
        return LoadTotals(
            load_id=row.id,
            read=self.total,
            taken=row.taken,
            added=row.added,
            changed=row.changed,
            ended=row.ended,
            rejected=rejected,
            went_on_from=self.went_on_from,
            written=self.written,
        )

    def _record(self, rejected: int) -> None:
        load_id = self.load.load_id
        record(
            Fact(
                kind="file_loaded",
                authority_id=self.source.authority_id,
                subject_id=load_id,
                at=self.load.at,
                payload={
                    "load": load_id,
                    "kind": self.load.kind,
                    "units": self.total,
                    "rejected": rejected,
                },
            )
        )

    def _row(self) -> QuerySet[Load]:
        return Load.objects.filter(id=self.load.load_id)

    def _rejected(self) -> int:
        return Rejection.objects.filter(load_id=self.load.load_id).count()
