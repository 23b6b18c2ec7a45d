"""Move clocks on what happened, and find those that are due. Only the chronology and jobs call these."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from alongside.areas.clocks.models import Clock
from alongside.areas.clocks.queries import office_hours, school_calendar_of_child
from alongside.areas.clocks.rules import (
    Happened,
    Move,
    due_at,
    found_moments,
    is_in_force,
    moved_by,
    next_warning,
    warnings,
)
from alongside.areas.clocks.terms import ClockState
from alongside.foundation.calendars import Unit
from alongside.packs import Timescale, load_pack
from alongside.register.models import Authority

Key = tuple[UUID, str]
GOING = (ClockState.RUNNING, ClockState.PAUSED)
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
    # By kind, not by event: a load has a hundred thousand events of two kinds.
    moved = {
        (pack, kind): moved_by(load_pack(pack).timescales.values(), kind)
        for pack, kind in {(event.pack, event.kind) for event in happened}
    }
    plan = [
        (event, timescale, move)
        for event in happened
        for timescale, move in moved[event.pack, event.kind]
        if (event.subject_id is not None or move == "stop_all") and is_in_force(timescale, event.at)
    ]
    if not plan:
        return
    clocks = _Clocks(plan)
    for event, timescale, move in plan:
        clocks.apply(event, timescale, move)
    # What is going must have stopped before its like may start again.
    _save_moved([clock for clock in clocks.moved if clock not in clocks.made])
    Clock.objects.bulk_create(clocks.made, batch_size=2000)


Plan = Sequence[tuple[Happened, Timescale, Move]]


class _Clocks:
    """The clocks that events may move: those stored, and those the events start."""

    def __init__(self, plan: Plan) -> None:
        self.made: dict[Clock, None] = {}  # in the order in which they started
        self.moved: dict[Clock, None] = {}
        subjects = {event.subject_id for event, _, _ in plan}
        children = {event.child_id for event, _, move in plan if move == "stop_all"}
        stored = Clock.objects.filter(
            Q(subject_id__in=subjects) | Q(child_id__in=children, state__in=GOING)
        )
        self.latest: dict[Key, Clock] = {
            (clock.subject_id, clock.timescale): clock
            for clock in stored.order_by("started_at").select_for_update()
        }

    def apply(self, event: Happened, timescale: Timescale, move: Move) -> None:
        if move == "stop_all":
            for one in self.latest.values():
                if one.child_id == event.child_id and one.timescale == timescale.key:
                    self._move(one, "stop", event, timescale)
            return
        assert event.subject_id is not None
        clock = self.latest.get((event.subject_id, timescale.key))
        if move == "start":
            if clock is None or clock.state not in GOING:
                self._start(event, timescale)
        # An import may tell late of what was before a clock began: that is no answer to it.
        elif clock is not None and event.at >= clock.started_at:
            was_going = clock.state in GOING
            self._move(clock, move, event, timescale)
            if move == "stop" and timescale.repeats and was_going:
                self._start(event, timescale)

    def _start(self, event: Happened, timescale: Timescale) -> None:
        clock = _started(event, timescale)
        self.latest[clock.subject_id, clock.timescale] = clock
        self.made[clock] = None

    def _move(self, clock: Clock, move: Move, event: Happened, timescale: Timescale) -> None:
        _move(clock, move, event, timescale)
        self.moved[clock] = None


def _save_moved(clocks: Sequence[Clock]) -> None:
    # A bulk update of one row costs several times as much as saving it, and one act moves one clock.
    if len(clocks) == 1:
        clocks[0].save(update_fields=_CHANGES)
    else:
        Clock.objects.bulk_update(clocks, _CHANGES, batch_size=500)


def _started(event: Happened, timescale: Timescale) -> Clock:
    assert event.subject_id is not None
    school = None
    if timescale.limit.unit is Unit.SCHOOL_DAYS and event.child_id:
        school = school_calendar_of_child(event.child_id, at=event.at)
    due = due_at(timescale, event.at, office=office_hours(event.pack), school=school)
    return Clock(
        authority_id=event.authority_id,
        child_id=event.child_id,
        subject_id=event.subject_id,
        part=event.part,
        timescale=timescale.key,
        started_at=event.at,
        started_by=event.event_id,
        due_at=due,
        warn_at=next_warning(timescale, due),
    )


def _move(clock: Clock, move: Move, event: Happened, timescale: Timescale) -> None:
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
            clock.warn_at = next_warning(timescale, clock.due_at, after=clock.warned_at)
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
    warned = list(running.filter(warn_at__lte=at, overdue_at=None, due_at__gt=at)[:limit])
    overdue = list(running.filter(due_at__lt=at, overdue_at=None).order_by(F("due_at"))[:limit])
    packs = dict(Authority.objects.values_list("id", "pack"))
    found = [_warning(clock, packs[clock.authority_id], at=at) for clock in warned]
    found += [_overdue(clock, packs[clock.authority_id], at=at) for clock in overdue]
    Clock.objects.bulk_update([*warned, *overdue], _FOUND, batch_size=500)
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
        if dues:
            changed.append(clock)
        found += [due for due in dues if due]
    Clock.objects.bulk_update(changed, _FOUND, batch_size=500)
    return found


_FOUND = ("warn_at", "warned_at", "overdue_at")


def _found_by(clock: Clock, pack: str, *, until: datetime) -> Iterator[Due | None]:
    while True:
        warned, overdue = found_moments(
            started_at=clock.started_at, warn_at=clock.warn_at, due_at=clock.due_at
        )
        if warned is None or warned > until:
            break
        yield _warning(clock, pack, at=warned)
    if overdue <= until and clock.overdue_at is None:
        yield _overdue(clock, pack, at=overdue)


def _warning(clock: Clock, pack: str, *, at: datetime) -> Due | None:
    """Mark the clock, unsaved, as warned about; the latest warning that has fallen due speaks for all."""
    timescale = load_pack(pack).timescales.get(clock.timescale)
    clock.warned_at, clock.warn_at = at, None
    if timescale is None:
        return None
    clock.warn_at = next_warning(timescale, clock.due_at, after=at)
    fallen = [warning for moment, warning in warnings(timescale, clock.due_at) if moment <= at]
    return _due(clock, fallen[-1].event, at=at) if fallen else None


def _overdue(clock: Clock, pack: str, *, at: datetime) -> Due | None:
    """Mark the clock, unsaved, as found past its end."""
    timescale = load_pack(pack).timescales.get(clock.timescale)
    clock.overdue_at = at
    notice = timescale.overdue if timescale else None
    return _due(clock, notice.event, at=at) if notice else None


def _due(clock: Clock, event: str, *, at: datetime) -> Due:
    return Due(
        event=event,
        timescale=clock.timescale,
        authority_id=clock.authority_id,
        child_id=clock.child_id,
        subject_id=clock.subject_id,
        due_at=clock.due_at,
        found_at=at,
    )
