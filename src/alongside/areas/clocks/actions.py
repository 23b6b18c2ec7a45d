"""Move clocks on what happened, and find those that are due. Only the chronology and jobs call these."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from alongside.areas.clocks.models import Clock
from alongside.areas.clocks.queries import office_hours, school_calendar_of_child
from alongside.areas.clocks.rules import Happened, Move, due_at, found_moments, moved_by
from alongside.areas.clocks.terms import ClockState
from alongside.foundation.calendars import Unit
from alongside.packs import Timescale, load_pack
from alongside.register.models import Authority

Key = tuple[UUID, str]
_CHANGES = (
    "state",
    "due_at",
    "paused_at",
    "stopped_at",
    "stopped_by",
    "warn_at",
    "warned_at",
    "overdue_at",
)


def react(happened: Sequence[Happened]) -> None:
    """Start, stop, reopen, pause, resume or cancel clocks for events given in the order they happened."""
    plan = [
        (event, timescale, move)
        for event in happened
        if event.subject_id is not None
        for timescale, move in moved_by(load_pack(event.pack).timescales.values(), event)
    ]
    if not plan:
        return
    stored = _clocks_of({event.subject_id for event, _, _ in plan if event.subject_id})
    made: dict[Key, Clock] = {}
    for event, timescale, move in plan:
        _apply(event, timescale, move, stored=stored, made=made)
    Clock.objects.bulk_create(made.values(), batch_size=2000)
    moved = {(event.subject_id, timescale.key) for event, timescale, _ in plan} - set(made)
    _save_moved([stored[key] for key in moved if key in stored])


def _save_moved(clocks: Sequence[Clock]) -> None:
    # A bulk update of one row costs several times as much as saving it, and one act moves one clock.
    if len(clocks) == 1:
        clocks[0].save(update_fields=_CHANGES)
    else:
        Clock.objects.bulk_update(clocks, _CHANGES, batch_size=500)


def _clocks_of(subjects: set[UUID]) -> dict[Key, Clock]:
    clocks = (
        Clock.objects.filter(subject_id__in=subjects).order_by("started_at").select_for_update()
    )
    return {(clock.subject_id, clock.timescale): clock for clock in clocks}


def _apply(
    event: Happened,
    timescale: Timescale,
    move: Move,
    *,
    stored: dict[Key, Clock],
    made: dict[Key, Clock],
) -> None:
    assert event.subject_id is not None
    key = (event.subject_id, timescale.key)
    clock = stored.get(key)
    if move == "start":
        if clock is None or clock.state in (ClockState.STOPPED, ClockState.CANCELLED):
            stored[key] = made[key] = _started(event, timescale)
    elif clock is not None:
        _move(clock, move, event)


def _started(event: Happened, timescale: Timescale) -> Clock:
    assert event.subject_id is not None
    school = None
    if timescale.limit.unit is Unit.SCHOOL_DAYS and event.child_id:
        school = school_calendar_of_child(event.child_id, at=event.at)
    due = due_at(timescale, event.at, office=office_hours(event.pack), school=school)
    warning = max((timedelta(hours=w.before.count) for w in timescale.warn), default=None)
    return Clock(
        authority_id=event.authority_id,
        child_id=event.child_id,
        subject_id=event.subject_id,
        part=event.part,
        timescale=timescale.key,
        started_at=event.at,
        started_by=event.event_id,
        due_at=due,
        warn_at=due - warning if warning else None,
    )


def _move(clock: Clock, move: Move, event: Happened) -> None:
    match move, clock.state:
        case "stop", ClockState.RUNNING | ClockState.PAUSED:
            clock.state, clock.stopped_at, clock.stopped_by = (
                ClockState.STOPPED,
                event.at,
                event.event_id,
            )
        case "reopen", ClockState.STOPPED:
            # The promise is still the first one: what was not told is late from its own due moment.
            clock.state, clock.stopped_at, clock.stopped_by = ClockState.RUNNING, None, None
        case "pause", ClockState.RUNNING:
            clock.state, clock.paused_at = ClockState.PAUSED, event.at
        case "resume", ClockState.PAUSED if clock.paused_at:
            clock.due_at += event.at - clock.paused_at
            clock.state, clock.paused_at = ClockState.RUNNING, None
        case "cancel", ClockState.RUNNING | ClockState.PAUSED:
            clock.state = ClockState.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clock that has come to its warning or its end, to be recorded by the job that found it."""

    event: str
    timescale: str
    authority_id: UUID
    child_id: UUID | None
    subject_id: UUID
    due_at: datetime
    found_at: datetime


@transaction.atomic
def take_due(*, at: datetime, limit: int = 200) -> list[Due]:
    """Clocks to warn about or found overdue, each once; rows taken so that two workers never share one."""
    running = Clock.objects.filter(state=ClockState.RUNNING).select_for_update(skip_locked=True)
    warned = list(
        running.filter(warn_at__lte=at, warned_at=None, overdue_at=None, due_at__gt=at)[:limit]
    )
    overdue = list(running.filter(due_at__lt=at, overdue_at=None).order_by(F("due_at"))[:limit])
    Clock.objects.filter(id__in=[c.id for c in warned]).update(warned_at=at)
    Clock.objects.filter(id__in=[c.id for c in overdue]).update(overdue_at=at)
    packs = dict(Authority.objects.values_list("id", "pack"))
    found = [_due(c, packs[c.authority_id], warning=True, at=at) for c in warned]
    found += [_due(c, packs[c.authority_id], warning=False, at=at) for c in overdue]
    return [due for due in found if due]


@transaction.atomic
def take_past_due(subjects: Iterable[UUID], *, at: datetime) -> list[Due]:
    """What a watch on each minute until `at` would have found of these subjects' clocks."""
    clocks = Clock.objects.filter(
        subject_id__in=list(subjects), state__in=(ClockState.RUNNING, ClockState.STOPPED)
    )
    packs = dict(Authority.objects.values_list("id", "pack"))
    changed, found = [], []
    for clock in clocks.select_for_update():
        dues = list(_found_by(clock, packs[clock.authority_id], until=clock.stopped_at or at))
        if clock.warned_at or clock.overdue_at:
            changed.append(clock)
        found += [due for due in dues if due]
    Clock.objects.bulk_update(changed, ("warned_at", "overdue_at"), batch_size=500)
    return found


def _found_by(clock: Clock, pack: str, *, until: datetime) -> Iterator[Due | None]:
    warned, overdue = found_moments(
        started_at=clock.started_at, warn_at=clock.warn_at, due_at=clock.due_at
    )
    if warned and warned <= until and clock.warned_at is None:
        clock.warned_at = warned
        yield _due(clock, pack, warning=True, at=warned)
    if overdue <= until and clock.overdue_at is None:
        clock.overdue_at = overdue
        yield _due(clock, pack, warning=False, at=overdue)


def _due(clock: Clock, pack: str, *, warning: bool, at: datetime) -> Due | None:
    timescale = load_pack(pack).timescales.get(clock.timescale)
    notice = None
    if timescale:
        notice = timescale.warn[0] if warning and timescale.warn else timescale.overdue
    if notice is None:
        return None
    return Due(
        event=notice.event,
        timescale=clock.timescale,
        authority_id=clock.authority_id,
        child_id=clock.child_id,
        subject_id=clock.subject_id,
        due_at=clock.due_at,
        found_at=at,
    )
