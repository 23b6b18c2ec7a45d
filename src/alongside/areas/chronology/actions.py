"""Record what happened: the one door to the spine."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.events import kind_of
from alongside.areas.chronology.models import Event, TakenBack, TextBlock
from alongside.areas.chronology.rules import checked_payload
from alongside.areas.clocks.actions import Due
from alongside.areas.clocks.actions import react as clocks_react
from alongside.areas.clocks.rules import Addressee, Happened
from alongside.areas.messages.actions import address
from alongside.areas.messages.queries import teams_first_told
from alongside.foundation.calendars import midnight
from alongside.foundation.ids import id_at, texts_of_ids_at
from alongside.packs import load_pack
from alongside.register.bulk import insert_models, insert_rows, insert_texts, update_rows
from alongside.register.models import Authority

_COLUMNS = (
    *("id", "authority_id", "child_id", "subject_id", "kind", "version", "part"),
    *("occurred_at", "recorded_at", "by_posting_id", "causation_id", "payload"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What happened, before it is an event. `at` is when; `recorded_at` defaults to the same moment.

    `tells` names whom an event about no child is for: the packs' audiences are by ties to a child.
    """

    kind: str
    authority_id: UUID
    child_id: UUID | None = None
    subject_id: UUID | None = None
    by_posting_id: UUID | None = None
    at: datetime
    recorded_at: datetime | None = None
    causation_id: UUID | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    tells: tuple[Addressee, ...] = ()


def record(fact: Fact) -> UUID:
    """Write one event, move its clocks and address its messages; the event's id."""
    return record_many([fact])[0]


@transaction.atomic
def record_many(facts: Sequence[Fact]) -> list[UUID]:
    """Write many events by the same rules, in the order they happened; their ids, as given.

    Raises `UnknownEventKind` or `PayloadRefused` before anything is written.
    """
    packs = dict(
        Authority.objects.filter(id__in={fact.authority_id for fact in facts}).values_list(
            "id", "pack"
        )
    )
    happened = [_happened(fact, packs[fact.authority_id]) for fact in facts]
    rows = [_row(fact, event) for fact, event in zip(facts, happened, strict=True)]
    insert_rows(Event, _COLUMNS, rows)
    in_order = sorted(happened, key=lambda event: event.at)
    # What no pack names moves no clock and has no audience; what was told late has neither, ever.
    named = {pack: load_pack(pack).events_named() for pack in packs.values()}
    moving = [
        event
        for event in in_order
        if (event.kind in named[event.pack] or event.tells) and not kind_of(event.kind).told_late
    ]
    clocks_react(moving)
    address(moving)
    return [event.event_id for event in happened]


def record_found(found: Sequence[Due]) -> list[UUID]:
    """Record what a watch found of the clocks: each a warning, or a limit that has passed."""
    # A clock of no child is its team's that was told first: no tie says whom it is for.
    told = teams_first_told({due.subject_id for due in found if due.child_id is None})
    return record_many(
        [
            Fact(
                kind=due.event,
                authority_id=due.authority_id,
                child_id=due.child_id,
                subject_id=due.subject_id,
                at=due.found_at,
                payload={"timescale": due.timescale, "due_at": due.due_at},
                tells=tuple(Addressee(team_id=team) for team in told.get(due.subject_id, ())),
            )
            for due in found
        ]
    )


class Late(NamedTuple):
    """Something that a return tells of long after it happened, as text for a table."""

    kind: str
    child_id: str
    subject_id: str | None
    on: str  # its day: 2022-03-31
    codes: tuple[tuple[str, object], ...] = ()


class NotToldLate(Exception):
    """An event was to be recorded without its clocks and messages whose kind may have some."""


_LATE = (*("id", "child_id", "subject_id", "kind", "part", "occurred_at", "payload"),)


def record_late(
    told: Sequence[Late], *, authority_id: UUID, at: datetime, said: Mapping[str, object]
) -> None:
    """Write many events of kinds that move no clock and are sent to nobody; `said` is in all payloads.

    Those of one child and day follow one another as they are given. Raises `NotToldLate`.
    """
    for name in {one.kind for one in told}:
        if not kind_of(name).told_late:
            raise NotToldLate(name)
    same = {"authority_id": authority_id, "version": 1, "recorded_at": at}
    insert_texts(Event, _LATE, _late_rows(told, said), same=same)


def _late_rows(
    told: Sequence[Late], said: Mapping[str, object]
) -> Iterator[tuple[str | None, ...]]:
    payloads: dict[tuple[str, object], tuple[str, str]] = {}
    days = [_begin_of(one.on) for one in told]
    # A millisecond apart, so that a child's ids of one day are in the order told.
    places: defaultdict[str, Iterator[int]] = defaultdict(count)
    moments = [
        began + next(places[one.child_id]) for one, (_, began) in zip(told, days, strict=True)
    ]
    for one, (text, _), new in zip(told, days, texts_of_ids_at(moments), strict=True):
        key = (one.kind, one.codes)
        if key not in payloads:
            kind = kind_of(one.kind)
            payload = checked_payload(kind.payload, {**said, **dict(one.codes)})
            payloads[key] = (kind.part, json.dumps(payload))
        part, payload_text = payloads[key]
        yield new, one.child_id, one.subject_id, one.kind, part, text, payload_text


@lru_cache(maxsize=20_000)
def _begin_of(day: str) -> tuple[str, int]:
    """When a day begins in England: as text, and in milliseconds."""
    moment = midnight(date.fromisoformat(day))
    return moment.isoformat(), int(moment.timestamp() * 1000)


def take_back(
    events: Iterable[tuple[UUID, UUID, UUID | None]], *, part: str, because: UUID
) -> None:
    """Show events no longer, each given with its child and subject: `because` is what corrects them."""
    columns = ("event_id", "child_id", "subject_id", "part", "because_id")
    insert_rows(TakenBack, columns, ((*event, part, because) for event in events))


def _happened(fact: Fact, pack: str) -> Happened:
    return Happened(
        event_id=id_at(fact.at),
        kind=fact.kind,
        part=kind_of(fact.kind).part,
        pack=pack,
        authority_id=fact.authority_id,
        child_id=fact.child_id,
        subject_id=fact.subject_id,
        by_posting_id=fact.by_posting_id,
        at=fact.at,
        tells=fact.tells,
    )


def _row(fact: Fact, event: Happened) -> tuple[object, ...]:
    """The columns of `_COLUMNS`."""
    kind = kind_of(fact.kind)
    return (
        event.event_id,
        fact.authority_id,
        fact.child_id,
        fact.subject_id,
        kind.name,
        kind.version,
        kind.part,
        fact.at,
        fact.recorded_at or fact.at,
        fact.by_posting_id,
        fact.causation_id,
        checked_payload(kind.payload, fact.payload),
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
    insert_models(blocks)


def place_texts(subjects: Mapping[UUID, UUID | None]) -> None:
    """Say which subject blocks belong to, by block: an import learns it after it has kept the words."""
    update_rows(TextBlock, ("id", "subject_id"), subjects.items())


def erase_texts(blocks: Iterable[UUID], *, at: datetime) -> None:
    """Erase the words of blocks; that there were some stays known."""
    TextBlock.objects.filter(id__in=list(blocks)).update(body="", erased_at=at)
