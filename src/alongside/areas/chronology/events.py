"""The catalogue of events: each area registers the kinds it records, when the app starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.areas.chronology.rules import PAYLOAD_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A fact in the past tense: its version, the part of the record it belongs to, its payload.

    `label` is what the chronology says in words, written for anyone who may read it;
    an `operational` event (a clock's warning) is not shown there. What was `told_late`, in a return of
    what happened long ago, moves no clock and is sent to nobody, and no pack may name it. `detail` and
    `loaded_from` say of a payload what else there is to say, and which file told it.
    """

    name: str
    label: str
    part: str
    version: int = 1
    operational: bool = False
    told_late: bool = False
    payload: Mapping[str, str] = field(default_factory=dict)
    detail: Callable[[Mapping[str, Any]], str] | None = None
    loaded_from: Callable[[Mapping[str, Any]], str] | None = None


class UnknownEventKind(Exception):
    """An event was recorded whose kind no area registers."""


_catalogue: dict[str, EventKind] = {}


def register_events(*kinds: EventKind) -> None:
    """Add an area's events to the catalogue. Two areas may not use one name."""
    for kind in kinds:
        if _catalogue.get(kind.name, kind) != kind:
            raise ValueError(f"two areas register the event {kind.name}")
        if bad := set(kind.payload.values()) - set(PAYLOAD_TYPES):
            raise ValueError(f"event {kind.name} declares unknown payload types {sorted(bad)}")
        _catalogue[kind.name] = kind


def kind_of(name: str) -> EventKind:
    try:
        return _catalogue[name]
    except KeyError:
        raise UnknownEventKind(name) from None


def catalogue() -> Mapping[str, EventKind]:
    """Every event any area records, by name."""
    return dict(sorted(_catalogue.items()))


# Found by jobs, which may call the chronology where the clocks and messages beneath it may not.
register_events(
    EventKind(
        name="clock_due_soon",
        label="A time limit is near",
        part="request",
        operational=True,
        payload={"timescale": "code", "due_at": "moment"},
    ),
    EventKind(
        name="clock_overdue",
        label="A time limit has passed",
        part="request",
        operational=True,
        payload={"timescale": "code", "due_at": "moment"},
    ),
)
