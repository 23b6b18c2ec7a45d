"""What every load does: wait its turn, leave a row that says what it was, and one in the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from alongside.areas.loads.actions.errors import Overtaken as Overtaken
from alongside.areas.loads.models import Load
from alongside.audit.append import Entry, append
from alongside.foundation.ids import new_id

# Any number, the same for ever. One lock for all loads: two schools may name one new UPN at once,
# and a load holds it for seconds.
_LOCK_NUMBER = 4_018_226_713


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """A load under way: its own id, the file, when, and who at the terminal runs it."""

    load_id: UUID
    kind: str
    file_name: str
    digest: str
    at: datetime
    operator: str


def begin_load(
    *, kind: str, file_name: str, digest: str, at: datetime, operator: str
) -> LoadedFile:
    """Wait until no other load runs; the lock goes with the transaction this is called in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])
    return LoadedFile(
        load_id=new_id(), kind=kind, file_name=file_name, digest=digest, at=at, operator=operator
    )


def refuse_if_overtaken(load: LoadedFile, *, school_id: UUID | None = None) -> None:
    """Raise `Overtaken` where a file of this kind, of this school if of one, was loaded later than this began.

    The time of a load is read before it waits its turn, so what it would write may be older.
    """
    later = Load.objects.filter(kind=load.kind, school_id=school_id, started_at__gt=load.at)
    if later.exists():
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
    children: Iterable[UUID] = (),
    parts: Iterable[str] = (),
    detail: Mapping[str, str] | None = None,
) -> None:
    """Say what was loaded, and name in the audit the children whose records it wrote."""
    Load.objects.create(
        id=load.load_id,
        kind=load.kind,
        school_id=school_id,
        file_name=load.file_name[:200],
        digest=load.digest,
        started_at=load.at,
        rows_read=counts.rows,
        rows_rejected=counts.rejected,
        added=counts.added,
        changed=counts.changed,
        ended=counts.ended,
    )
    append(_entry(load, children, parts, detail or {}))


def _entry(
    load: LoadedFile, children: Iterable[UUID], parts: Iterable[str], detail: Mapping[str, str]
) -> Entry:
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
