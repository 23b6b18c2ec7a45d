"""What happened to a child, written on the chronology once; what a correction takes back is shown no more."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from alongside.areas.chronology.actions import Fact, Late, record_late, record_many, take_back
from alongside.areas.chronology.queries import told_of
from alongside.areas.looked_after.events import HAPPENED
from alongside.areas.looked_after.rules.course import Happening
from alongside.areas.people.actions import Source
from alongside.foundation.calendars import local_day

Held = Mapping[UUID, Mapping[Happening, UUID]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How much is new of a child's chronology for whoever reads that it was corrected, and what is taken back."""

    added: int
    back: tuple[tuple[UUID, str], ...] = ()


def write_entries(
    happenings: Mapping[UUID, AbstractSet[Happening]],
    *,
    known: Collection[UUID],
    source: Source,
    year: int,
) -> dict[UUID, Moved]:
    """Record what of these children is not recorded yet; of whom something is, or is no longer so."""
    held = _held(known, source.authority_id)
    told: list[Late] = []
    moved: dict[UUID, Moved] = {}
    for child, said in happenings.items():
        entries = held.get(child, {})
        new, gone = said - entries.keys(), entries.keys() - said
        told += (
            Late(one.kind, str(child), None, one.on.isoformat())
            for one in sorted(new, key=lambda happening: happening.on)
        )
        if new or gone:
            back = tuple((entries[one], one.kind) for one in gone)
            moved[child] = Moved(added=sum(_is_shown(one.kind) for one in new), back=back)
    record_late(
        told,
        authority_id=source.authority_id,
        at=source.at,
        said={"load": source.load_id, "year": year},
    )
    return moved


def record_corrected(moved: Mapping[UUID, Moved], *, source: Source, year: int) -> None:
    """Say of each of these children that the council corrected its record, and take back what it does not say."""
    children = list(moved)
    events = record_many(
        [
            Fact(
                kind="care_record_corrected",
                authority_id=source.authority_id,
                child_id=child,
                at=source.at,
                payload={
                    "load": source.load_id,
                    "year": year,
                    "added": moved[child].added,
                    "withdrawn": sum(1 for _, kind in moved[child].back if _is_shown(kind)),
                },
            )
            for child in children
        ]
    )
    for child, because in zip(children, events, strict=True):
        by_part: dict[str, list[tuple[UUID, UUID, UUID | None]]] = {}
        for event_id, kind in moved[child].back:
            by_part.setdefault(HAPPENED[kind].part, []).append((event_id, child, None))
        for part, gone in by_part.items():
            take_back(gone, part=part, because=because)


def _is_shown(kind: str) -> bool:
    """Whether whoever reads of the correction reads entries of this kind: to others even a number tells."""
    return HAPPENED[kind].part == "looked_after"


def _held(children: Collection[UUID], authority_id: UUID) -> Held:
    """By child, each entry that stands as this council told it, with its event."""
    found: dict[UUID, dict[Happening, UUID]] = {}
    if children:
        for event_id, child, kind, _, at, _ in told_of(
            children, list(HAPPENED), authority_id=authority_id
        ):
            found.setdefault(child, {})[Happening(kind, local_day(at))] = event_id
    return found
