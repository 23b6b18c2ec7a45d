"""Apply children of a census: keep what each return says, and bring what stands and what happened in line."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.areas.chronology.actions import Fact, Late, record_late, record_many, take_back
from alongside.areas.chronology.queries import told_of
from alongside.areas.loads.actions import LoadedFile
from alongside.areas.social_care.actions.rows import TABLES, Ids, Rows
from alongside.areas.social_care.events import PART, TOLD_KINDS
from alongside.areas.social_care.models import CensusReturn, Characteristics, Referral
from alongside.areas.social_care.rules.folding import standing
from alongside.areas.social_care.rules.happening import Happening, happenings
from alongside.areas.social_care.rules.shape import Path, Record
from alongside.foundation.calendars import local_day
from alongside.register.bulk import among

# What an event says besides its day and what it is about, so that the same thing told again is known.
_Said = tuple[str, str, str, tuple[tuple[str, object], ...]]


@dataclass(slots=True, kw_only=True)
class Standing:
    """A child before and after a return: by year, what each return says; none after a withdrawal."""

    child_id: UUID
    before: Mapping[int, Record]
    after: Mapping[int, Record]
    corrects: bool  # a return of the same year was told before

    @property
    def changed(self) -> bool:
        """Whether the returns say something else than they did."""
        return self.before != self.after

    def record(self) -> Record | None:
        """What stands now."""
        return standing(self.after) if self.after else None


class Bringing:
    """Brings rows and events of children in line with their returns; one for a batch."""

    def __init__(self, *, authority_id: UUID, year: int, load: LoadedFile) -> None:
        self.authority_id, self.year, self.load = authority_id, year, load
        self.rows = Rows(authority_id, int(load.at.timestamp() * 1000))
        self.late: list[Late] = []
        self.taken_back: dict[UUID, list[tuple[UUID, UUID, UUID | None]]] = defaultdict(list)
        self.corrected: list[tuple[UUID, int, int]] = []

    def bring(self, children: Sequence[Standing]) -> None:
        """Write everything that these children's returns come to now."""
        known = [one for one in children if one.before]
        ids_known = [one.child_id for one in known]
        held = _ids_held(ids_known, self.authority_id) if known else {}
        told = _told_before(ids_known, self.authority_id) if known else {}
        if known:
            _clear(ids_known, self.authority_id)
        # One for a child, whichever council told it last; another's stands again where ours is withdrawn.
        held_once = Characteristics.objects.filter(
            child_id__in=among(one.child_id for one in children)
        )
        held_once._raw_delete(held_once.db)  # noqa: SLF001
        elsewhere = _told_elsewhere([one.child_id for one in children if not one.after])
        for child, record in elsewhere.items():
            self.rows.add_characteristics(str(child), record)
        for one in children:
            now = one.record()
            child_id = str(one.child_id)
            ids = self.rows.add(child_id, now, held.get(one.child_id, {})) if now else {}
            happened = happenings(now) if now else []
            if one.before:
                self._differ(one, happened, held.get(one.child_id, {}) | ids, told[one.child_id])
            else:
                self._tell(child_id, happened, ids)
        self._write()

    def _tell(self, child_id: str, happened: Sequence[Happening], ids: Ids) -> None:
        self.late += [
            Late(kind, child_id, ids.get(path), on, codes) for kind, path, on, codes in happened
        ]

    def _differ(
        self,
        one: Standing,
        happened: Sequence[Happening],
        ids: Mapping[Path, str],
        told: Mapping[_Said, tuple[UUID, UUID, UUID | None]],
    ) -> None:
        """Tell what is new, and take back what is no longer said."""
        now = {_said(each, ids): each for each in happened}
        new = [each for said, each in now.items() if said not in told]
        gone = [event for said, event in told.items() if said not in now]
        self._tell(str(one.child_id), new, dict(ids))
        if gone or one.corrects:
            self.taken_back[one.child_id] += gone
            self.corrected.append((one.child_id, len(new), len(gone)))

    def _write(self) -> None:
        self.rows.write()
        said = {"load": self.load.load_id, "year": self.year}
        if self.late:
            record_late(self.late, authority_id=self.authority_id, at=self.load.at, said=said)
        facts = [
            Fact(
                kind="census_corrected",
                authority_id=self.authority_id,
                child_id=child_id,
                subject_id=self.load.load_id,
                at=self.load.at,
                payload={**said, "told": told, "withdrawn": withdrawn},
            )
            for child_id, told, withdrawn in self.corrected
        ]
        for fact, because in zip(facts, record_many(facts) if facts else (), strict=True):
            assert fact.child_id is not None
            take_back(self.taken_back[fact.child_id], part=PART, because=because)


def _said(happening: Happening, ids: Mapping[Path, str]) -> _Said:
    return (
        happening.kind,
        ids.get(happening.path, ""),
        happening.on,
        tuple(sorted(happening.codes)),
    )


def _told_before(
    children: Collection[UUID], authority_id: UUID
) -> Mapping[UUID, dict[_Said, tuple[UUID, UUID, UUID | None]]]:
    """By child, each event that stands, by what it says."""
    found: dict[UUID, dict[_Said, tuple[UUID, UUID, UUID | None]]] = defaultdict(dict)
    for event_id, child_id, kind, subject_id, at, payload in told_of(
        children, TOLD_KINDS, authority_id=authority_id
    ):
        said = (kind, str(subject_id or ""), _day(at), _codes(payload))
        found[child_id][said] = (event_id, child_id, subject_id)
    return found


def _codes(payload: Mapping[str, Any]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted((k, v) for k, v in payload.items() if k not in ("load", "year")))


def _day(at: datetime) -> str:
    return local_day(at).isoformat()


def _ids_held(children: Collection[UUID], authority_id: UUID) -> Mapping[UUID, dict[Path, str]]:
    """By child and path, the ids of the rows there are."""
    found: dict[UUID, dict[Path, str]] = defaultdict(dict)
    referred: dict[UUID, str] = {}
    rows = Referral.objects.filter(child_id__in=children, authority_id=authority_id)
    for row_id, child_id, day in rows.values_list("id", "child_id", "referred_on"):
        referred[row_id] = day.isoformat()
        found[child_id][(referred[row_id],)] = str(row_id)
    for kind, table in TABLES.items():
        held = table._default_manager.filter(referral_id__in=list(referred))  # noqa: SLF001
        for row_id, child_id, of, day in held.values_list(
            "id", "child_id", "referral_id", "begun_on"
        ):
            found[child_id][(referred[of], kind, day.isoformat())] = str(row_id)
    return found


def _clear(children: Collection[UUID], authority_id: UUID) -> None:
    """Take out the rows that one council told, which are written anew with the ids they had."""
    referrals = Referral.objects.filter(child_id__in=children, authority_id=authority_id)
    ids = list(referrals.values_list("id", flat=True))
    for table in TABLES.values():
        rows = table._default_manager.filter(referral_id__in=ids)  # noqa: SLF001
        rows._raw_delete(rows.db)  # noqa: SLF001
    referrals._raw_delete(referrals.db)  # noqa: SLF001


def _told_elsewhere(children: Collection[UUID]) -> dict[UUID, Record]:
    """The newest return of each that is left, which another council sent."""
    if not children:
        return {}
    left = CensusReturn.objects.filter(child_id__in=among(children))
    rows = left.order_by("year", "load__started_at", "id").values_list("child_id", "record")
    return dict(rows)


def returns_held(
    authority_id: UUID, children: Collection[UUID]
) -> dict[UUID, dict[int, CensusReturn]]:
    """By child and year, what one council's returns say, whatever numbers they know the child by."""
    held: dict[UUID, dict[int, CensusReturn]] = defaultdict(dict)
    rows = CensusReturn.objects.filter(authority_id=authority_id, child_id__in=among(children))
    for one in rows.order_by("load__started_at", "id"):
        held[one.child_id][one.year] = one
    return held


def as_kept(record: Record) -> str:
    """A record as the return keeps it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
