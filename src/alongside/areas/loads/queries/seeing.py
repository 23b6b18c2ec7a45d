"""What came in, as whoever looks after a council's data sees it: the database shows them their own council's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from alongside.access.disclosure import discloses_matters
from alongside.access.viewer import Viewer
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.loads.rules import STOPPED, has_fallen_silent
from alongside.areas.loads.terms import LoadKind, LoadState

_UNDER_WAY = (LoadState.READING, LoadState.APPLYING)
_KINDS = dict(LoadKind.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRead:
    """One file that came in: from whom, how far it is, and what it changed."""

    matter_id: UUID
    kind: str
    file_name: str
    sender: str
    operator: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    took: timedelta | None
    went_on: int
    total: int
    done: int
    read: int
    taken: int
    added: int
    changed: int
    ended: int
    rejected: int
    problem: str

    @property
    def under_way(self) -> bool:
        return self.state in _UNDER_WAY

    @property
    def state_label(self) -> str:
        return LoadState(self.state).label


@discloses_matters("management")
def loads_seen(viewer: Viewer, *, now: datetime, first: int, most: int) -> list[LoadRead]:
    """What came in, newest first: one query."""
    rows = Load.objects.order_by("-started_at", "-id")[first : first + most]
    return [_load(row, now) for row in rows]


@discloses_matters("management")
def load_seen(viewer: Viewer, load_id: UUID, *, now: datetime) -> LoadRead | None:
    """One load; None where it is not the viewer's council's."""
    row = Load.objects.filter(id=load_id).first()
    return _load(row, now) if row else None


def _load(row: Load, now: datetime) -> LoadRead:
    state, problem = row.state, row.problem
    if state in _UNDER_WAY and has_fallen_silent(row.heard_at, now=now):
        state, problem = LoadState.STOPPED.value, STOPPED
    ended_at = row.finished_at or (row.heard_at if state == LoadState.STOPPED else None)
    return LoadRead(
        matter_id=row.id, kind=_KINDS.get(row.kind, row.kind), file_name=row.file_name,
        sender=row.sender, operator=row.operator, state=state, started_at=row.started_at,
        finished_at=ended_at, took=ended_at - row.started_at if ended_at else None,
        went_on=row.went_on, total=row.units_total, done=row.units_done, read=row.rows_read,
        taken=row.taken, added=row.added, changed=row.changed, ended=row.ended,
        rejected=row.rows_rejected, problem=problem,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionRead:
    """Something that was not taken. `matter_id` is the load: of a child, the sender's own number.

    A value that says who a child is, is withheld: the line and the column are where it stands.
    """

    matter_id: UUID
    line: int
    column: str
    reason: str
    unit: str
    value: str
    withheld: bool


@discloses_matters("management")
def rejections_seen(
    viewer: Viewer, load_id: UUID, *, first: int = 0, most: int | None = None
) -> list[RejectionRead]:
    """What was not taken of a load, by its line in the file; all of it where `most` is None."""
    rows = _rejections(load_id)
    return list(map(_rejection, rows[first : first + most] if most is not None else rows))


def _rejections(load_id: UUID) -> QuerySet[Rejection]:
    return Rejection.objects.filter(load_id=load_id).order_by("line", "id")


def _rejection(row: Rejection) -> RejectionRead:
    return RejectionRead(
        matter_id=row.load_id, line=row.line, column=row.column, reason=row.reason,
        unit=row.unit, value=row.value, withheld=row.withheld,
    )  # fmt: skip


# The first three as every file of rejected rows has them: by those it is known to be ours.
HEADINGS = ("Line", "Column", "Reason", "Their number", "Written")
WITHHELD = "Not kept here: see the line"


def cells_to_send_back(rows: Iterable[RejectionRead]) -> Iterator[tuple[str, ...]]:
    """What goes back to whoever sent the file, without its headings; formulas are not yet made words."""
    for row in rows:
        line = str(row.line) if row.line else ""
        yield line, row.column, row.reason, row.unit, WITHHELD if row.withheld else row.value


def rejections_for_sender(
    load_id: UUID, written: Mapping[tuple[int, str, str], str]
) -> Iterator[RejectionRead]:
    """The same for the command that runs a load, as the loader, one after another.

    Nobody is shown a page of it: it goes beside the file, with what was written there.
    """
    for one in map(_rejection, _rejections(load_id).iterator()):
        value = written.get((one.line, one.column, one.reason)) if one.withheld else None
        yield one if value is None else replace(one, value=value, withheld=False)
