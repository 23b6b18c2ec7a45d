"""The tie of the council to the children whom its census tells of: for as long as a case is open.

It opens nothing of a child to anybody who works for the council: Alongside itself finds by it whom to tell.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.social_care.actions.applying import Standing
from alongside.areas.social_care.rules.folding import is_open
from alongside.areas.social_care.rules.shape import EPISODES, REFERRED, Record
from alongside.foundation.calendars import ENGLAND
from alongside.foundation.ids import texts_of_ids_at
from alongside.register.bulk import among, insert_texts, update_rows
from alongside.register.models import Relationship
from alongside.register.terms import RelationshipKind

_KIND = RelationshipKind.RESPONSIBLE_AUTHORITY.value
EVIDENCE = "return:cin_census"  # so that what another source shows is left as it is


def tie_to_authority(
    children: Sequence[Standing],
    *,
    new: Collection[UUID],
    authority_id: UUID,
    organisation_id: UUID,
    load: LoadedFile,
) -> None:
    """Start, move or end the ties that the census alone shows; it says nothing of those that others do."""
    records = {one.child_id: one.record() for one in children}
    since = {child_id: _open_since(record) for child_id, record in records.items()}
    known = [child_id for child_id in since if child_id not in new]
    ties = _held(known, organisation_id)
    ours = {child: tie for child, tie in ties.items() if tie.evidence == EVIDENCE}
    moved = [
        (tie.id, begins)
        for child, tie in ours.items()
        if (begins := since[child]) and begins != tie.starts_at
    ]
    update_rows(Relationship, ("id", "starts_at"), moved)
    ended = [
        (tie.id, max(_closed(records[child], load.at), tie.starts_at))
        for child, tie in ours.items()
        if not since[child]
    ]
    update_rows(Relationship, ("id", "ends_at"), ended)
    started = [(str(c), at.isoformat()) for c, at in since.items() if at and c not in ties]
    _start(started, authority_id, organisation_id, load)


def _held(children: Collection[UUID], organisation_id: UUID) -> dict[UUID, Relationship]:
    """The council's open ties to these children, as a council and for no one matter."""
    rows = Relationship.objects.filter(
        child_id__in=among(children), organisation_id=organisation_id, kind=_KIND, ends_at=None
    )
    return {row.child_id: row for row in rows.filter(team=None, user=None, subject_id=None)}


def _start(
    started: Sequence[tuple[str, str]],
    authority_id: UUID,
    organisation_id: UUID,
    load: LoadedFile,
) -> None:
    ids = texts_of_ids_at([int(load.at.timestamp() * 1000)] * len(started))
    insert_texts(
        Relationship,
        ("id", "child_id", "starts_at"),
        [(i, child, at) for i, (child, at) in zip(ids, started, strict=True)],
        same={
            "authority_id": authority_id,
            "organisation_id": organisation_id,
            "kind": _KIND,
            "evidence": EVIDENCE,
        },
    )


def _open_since(record: Record | None) -> datetime | None:
    """When the first referral that is still open was made; None where none is."""
    opened = [one[REFERRED] for one in record[EPISODES] if is_open(one)] if record else []
    return _midnight(date.fromisoformat(min(opened))) if opened else None


def _closed(record: Record | None, at: datetime) -> datetime:
    """When the tie of a child of whom no case is open ends: with the day on which the last was closed."""
    closed = [one.get("CINclosureDate", "") for one in record[EPISODES]] if record else []
    last = max(closed, default="")
    return min(_midnight(date.fromisoformat(last) + timedelta(days=1)), at) if last else at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ENGLAND)
