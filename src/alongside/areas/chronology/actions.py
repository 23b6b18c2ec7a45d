"""Record what happened: the one door to the spine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.events import kind_of
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.chronology.rules import checked_payload
from alongside.areas.clocks.actions import react as clocks_react
from alongside.areas.clocks.rules import Happened
from alongside.areas.messages.actions import address
from alongside.foundation.ids import id_at
from alongside.register.bulk import insert_rows

_COLUMNS = (
    *("id", "authority_id", "child_id", "subject_id", "kind", "version", "part"),
    *("occurred_at", "recorded_at", "by_posting_id", "causation_id", "payload"),
)
_stored = attrgetter(*_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What happened, before it is an event. `at` is when; `recorded_at` defaults to the same moment."""

    kind: str
    authority_id: UUID
    child_id: UUID | None = None
    subject_id: UUID | None = None
    by_posting_id: UUID | None = None
    at: datetime
    recorded_at: datetime | None = None
    causation_id: UUID | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


def record(fact: Fact) -> UUID:
    """Write one event, move its clocks and address its messages; the event's id."""
    return record_many([fact])[0]


@transaction.atomic
def record_many(facts: Sequence[Fact]) -> list[UUID]:
    """Write many events by the same rules, in the order they happened; their ids, as given.

    Raises `UnknownEventKind` or `PayloadRefused` before anything is written.
    """
    events = [_event(fact) for fact in facts]
    insert_rows(Event, _COLUMNS, map(_stored, events))
    happened = [_happened(event) for event in sorted(events, key=lambda e: e.occurred_at)]
    clocks_react(happened)
    address(happened)
    return [event.id for event in events]


def _event(fact: Fact) -> Event:
    kind = kind_of(fact.kind)
    return Event(
        id=id_at(fact.at),
        authority_id=fact.authority_id,
        child_id=fact.child_id,
        subject_id=fact.subject_id,
        kind=kind.name,
        version=kind.version,
        part=kind.part,
        occurred_at=fact.at,
        recorded_at=fact.recorded_at or fact.at,
        by_posting_id=fact.by_posting_id,
        causation_id=fact.causation_id,
        payload=checked_payload(kind.payload, fact.payload),
    )


def _happened(event: Event) -> Happened:
    return Happened(
        event_id=event.id,
        kind=event.kind,
        part=event.part,
        authority_id=event.authority_id,
        child_id=event.child_id,
        subject_id=event.subject_id,
        by_posting_id=event.by_posting_id,
        at=event.occurred_at,
    )


def write_text(
    *,
    body: str,
    authority_id: UUID,
    child_id: UUID,
    subject_id: UUID | None,
    part: str,
    source_id: UUID,
    at: datetime,
) -> TextBlock:
    """A new block of words about a child, not yet saved: actions save theirs in bulk."""
    return TextBlock(
        authority_id=authority_id,
        child_id=child_id,
        subject_id=subject_id,
        part=part,
        source_id=source_id,
        body=body,
        written_at=at,
    )


def save_texts(blocks: Iterable[TextBlock]) -> None:
    """Save blocks made by `write_text`."""
    TextBlock.objects.bulk_create(blocks, batch_size=2000)
