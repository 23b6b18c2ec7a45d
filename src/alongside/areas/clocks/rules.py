"""Which events move which clocks, and when a clock is due: no database, no clock of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from alongside.foundation.calendars import OfficeHours, SchoolCalendar, before, due, local_day
from alongside.packs import DueSoon, Timescale

Move = Literal["start", "stop", "stop_all", "reopen", "pause", "resume", "cancel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom an event about no one child is for: a team, or one person posted in it."""

    team_id: UUID
    posting_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as clocks and messages see it: codes and ids, never words."""

    event_id: UUID
    kind: str
    part: str
    authority_id: UUID
    pack: str
    child_id: UUID | None
    subject_id: UUID | None
    by_posting_id: UUID | None
    at: datetime
    tells: tuple[Addressee, ...] = ()  # only where there is no child whose ties say it


def moves(timescale: Timescale, kind: str) -> Move | None:
    """What an event of this kind does to clocks of this timescale; stopping comes before starting."""
    table: tuple[tuple[Move, tuple[str, ...]], ...] = (
        ("stop_all", timescale.stops_all_on),
        ("stop", timescale.stops_on),
        ("reopen", timescale.reopens_on),
        ("pause", timescale.pauses_on),
        ("resume", timescale.resumes_on),
        ("cancel", timescale.cancels_on),
        ("start", timescale.starts_on),
    )
    return next((move for move, kinds in table if kind in kinds), None)


def moved_by(timescales: Iterable[Timescale], kind: str) -> list[tuple[Timescale, Move]]:
    """Each timescale that events of this kind move, with how."""
    found = ((timescale, moves(timescale, kind)) for timescale in timescales)
    return [(timescale, move) for timescale, move in found if move]


def is_in_force(timescale: Timescale, at: datetime) -> bool:
    """Whether a timescale is already law, or local rule, for what happened at that moment."""
    return timescale.in_force_from is None or local_day(at) >= timescale.in_force_from


def due_at(
    timescale: Timescale,
    started_at: datetime,
    *,
    office: OfficeHours,
    school: SchoolCalendar | None,
) -> datetime:
    """The moment by which a clock started at `started_at` must have stopped."""
    return due(timescale.limit, started_at, office=office, school=school)


def warnings(timescale: Timescale, due_at: datetime) -> list[tuple[datetime, DueSoon]]:
    """Each warning of a clock with the moment at which it falls due, the earliest first."""
    found = [(before(warning.before, due_at), warning) for warning in timescale.warn]
    return sorted(found, key=lambda one: one[0])


def next_warning(
    timescale: Timescale, due_at: datetime, *, after: datetime | None = None
) -> datetime | None:
    """The moment of the next warning of a clock; None where none is left."""
    moments = (moment for moment, _ in warnings(timescale, due_at))
    return next((moment for moment in moments if after is None or moment > after), None)


WATCHED_EVERY = timedelta(minutes=1)


def found_moments(
    *, started_at: datetime, warn_at: datetime | None, due_at: datetime
) -> tuple[datetime | None, datetime]:
    """When a watch on each whole minute finds a running clock near its end, and past it.

    No warning is found where the first look after it falls due comes too late for one.
    """
    warned = None if warn_at is None else _minute_from(max(warn_at, started_at))
    if warned is not None and warned >= due_at:
        warned = None
    return warned, _minute_from(due_at + timedelta(microseconds=1))


def _minute_from(moment: datetime) -> datetime:
    """The first whole minute that is not before the moment."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + WATCHED_EVERY
