"""What every load does: wait its turn, leave a row that says what it was, and one in the audit."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from alongside.areas.loads.actions.errors import FileChanged as FileChanged
from alongside.areas.loads.actions.errors import Overtaken as Overtaken
from alongside.areas.loads.actions.rejecting import forget_rejected, keep_rejected, sound
from alongside.areas.loads.models import Load
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.terms import LoadState
from alongside.audit.append import Entry, append
from alongside.foundation.ids import new_id

# Any number, the same for ever. One lock for all loads: two schools may name one new UPN at once,
# and no load may see half of what another writes.
LOCK_NUMBER = 4_018_226_713


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """A load under way: its own id, the file, from whom, when, and who at the terminal runs it."""

    load_id: UUID = field(default_factory=new_id)
    kind: str
    file_name: str
    digest: str
    at: datetime
    operator: str
    sender: str = ""
    authority_id: UUID | None = None
    begun: float = field(default_factory=time.monotonic, compare=False, repr=False)

    def now(self) -> datetime:
        """How late it is by now, as this load reckons: from its own moment, however long it has taken."""
        return self.at + timedelta(seconds=time.monotonic() - self.begun)


def begin_load(
    *,
    kind: str,
    file_name: str,
    digest: str,
    at: datetime,
    operator: str,
    sender: str = "",
    authority_id: UUID | None = None,
) -> LoadedFile:
    """Wait until no other load runs; the lock goes with the transaction this is called in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])
    return LoadedFile(
        kind=kind, file_name=file_name, digest=digest, at=at, operator=operator,
        sender=sender, authority_id=authority_id,
    )  # fmt: skip


def refuse_if_overtaken(load: LoadedFile, *, school_id: UUID | None = None) -> None:
    """Raise `Overtaken` where a file of this kind, of this school if of one, was loaded later than this began.

    The time of a load is read before it waits its turn, so what it would write may be older.
    """
    later = Load.objects.filter(kind=load.kind, school_id=school_id, started_at__gt=load.at)
    if later.exclude(state=LoadState.REFUSED).exists():
        raise Overtaken(load.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a load did, as its row keeps it."""

    rows: int
    rejected: int
    added: int
    changed: int
    ended: int = 0


def finish_load(
    load: LoadedFile,
    counts: Counts,
    *,
    school_id: UUID | None = None,
    rejected: Iterable[Rejected] = (),
    children: Iterable[UUID] = (),
    parts: Iterable[str] = (),
    detail: Mapping[str, str] | None = None,
) -> None:
    """Say what was loaded, keep what goes back, and name in the audit the children whose records it wrote."""
    Load.objects.create(
        **columns_of(load, school_id=school_id),
        **counted(counts),
        state=LoadState.FINISHED,
        finished_at=load.now(),
    )
    keep_rejected(load.load_id, rejected)
    forget_rejected(at=load.at)
    append(entry_of(load, children, parts, detail or {}))


def note_refused(load: LoadedFile, *, problem: str, school_id: UUID | None = None) -> None:
    """Leave a row of a file that came in and could not be taken; call it when nothing of it remains.

    `problem` names no child.
    """
    Load.objects.create(
        **columns_of(load, school_id=school_id),
        state=LoadState.REFUSED,
        finished_at=load.now(),
        problem=sound(problem, 600),
    )


def columns_of(load: LoadedFile, *, school_id: UUID | None = None) -> dict[str, object]:
    """What the row of a load says of the file and of who brought it."""
    return {
        "id": load.load_id,
        "authority_id": load.authority_id,
        "kind": load.kind,
        "school_id": school_id,
        "file_name": sound(load.file_name, 200),
        "sender": sound(load.sender, 200),
        "operator": sound(load.operator, 100),
        "digest": load.digest,
        "started_at": load.at,
        "heard_at": load.now(),
    }


def counted(counts: Counts) -> dict[str, int]:
    """What the row of a load of a table counts: each of its rows is a unit."""
    return {
        "units_total": counts.rows,
        "units_done": counts.rows,
        "rows_read": counts.rows,
        "rows_rejected": counts.rejected,
        "taken": max(counts.rows - counts.rejected, 0),
        "added": counts.added,
        "changed": counts.changed,
        "ended": counts.ended,
    }


def entry_of(
    load: LoadedFile, children: Iterable[UUID], parts: Iterable[str], detail: Mapping[str, str]
) -> Entry:
    """What the audit says of a load, or of a batch of one."""
    said = {"load": str(load.load_id), "digest": load.digest, "operator": load.operator}
    return Entry(
        outcome="loaded",
        route=f"alongside load {load.kind}",
        act="load",
        purpose="safeguarding",
        children=set(children),
        parts=parts,
        detail={**said, **detail},
    )
