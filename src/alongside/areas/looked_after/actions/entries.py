"""What happened to a child, written on the chronology once; what a correction takes back is shown no more."""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.chronology.queries import recorded_of
from alongside.areas.looked_after.actions.ties import midnight
from alongside.areas.looked_after.events import HAPPENED
from alongside.areas.looked_after.models import WithdrawnEntry
from alongside.areas.looked_after.rules.course import Happening
from alongside.areas.people.actions import Source
from alongside.foundation.calendars import local_day
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows

Held = Mapping[UUID, Mapping[Happening, UUID]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many entries of a child's chronology were added, and how many taken back."""

    added: int
    withdrawn: int


def write_entries(
    happenings: Mapping[UUID, Set[Happening]], *, known: Collection[UUID], source: Source
) -> dict[UUID, Moved]:
    """Make the chronologies say what happened to these children; the children of whom that is news."""
    held = _held(known)
    facts: list[Fact] = []
    back: list[tuple[object, ...]] = []
    moved: dict[UUID, Moved] = {}
    for child, told in happenings.items():
        entries = held.get(child, {})
        new, gone = told - entries.keys(), entries.keys() - told
        facts += _facts(child, new, source)
        back += (
            (entries[one], source.authority_id, child, source.load_id, one.kind, HAPPENED[one.kind].part)
            for one in gone
        )  # fmt: skip
        if new or gone:
            moved[child] = Moved(added=len(new), withdrawn=len(gone))
    record_many(facts)
    insert_rows(
        WithdrawnEntry, ("subject_id", "authority_id", "child_id", "load_id", "kind", "part"), back
    )
    return moved


def record_corrected(moved: Mapping[UUID, Moved], *, source: Source) -> None:
    """Say of each of these children that what was told of them is corrected."""
    record_many(
        [
            Fact(
                kind="care_record_corrected",
                authority_id=source.authority_id,
                child_id=child,
                at=source.at,
                payload={
                    **_payload(source), "added": of_child.added, "withdrawn": of_child.withdrawn
                },
            )
            for child, of_child in moved.items()
        ]
    )  # fmt: skip


def _payload(source: Source) -> dict[str, object]:
    return {"source": source.code, "load": source.load_id}


def _facts(child: UUID, new: Set[Happening], source: Source) -> Iterator[Fact]:
    payload = _payload(source)
    for one in sorted(new, key=lambda happening: (happening.on, happening.kind)):
        yield Fact(
            kind=one.kind,
            authority_id=source.authority_id,
            child_id=child,
            subject_id=new_id(),
            at=midnight(one.on),
            recorded_at=source.at,
            payload=payload,
        )


def _held(children: Collection[UUID]) -> Held:
    """By child, each entry that stands, with its own subject."""
    if not children:
        return {}
    withdrawn = set(
        WithdrawnEntry.objects.filter(child_id__in=children).values_list("subject_id", flat=True)
    )
    found: dict[UUID, dict[Happening, UUID]] = {}
    for entry in recorded_of(children, kinds=HAPPENED):
        if entry.subject_id is not None and entry.subject_id not in withdrawn:
            on: date = local_day(entry.occurred_at)
            found.setdefault(entry.child_id, {})[Happening(entry.kind, on)] = entry.subject_id
    return found
