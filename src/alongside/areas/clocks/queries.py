"""What is due, and the calendars it is counted in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from alongside.access.disclosure import discloses
from alongside.access.ties import ties_of
from alongside.access.viewer import Viewer
from alongside.areas.clocks.models import Clock, SchoolClosure, SchoolTerm
from alongside.areas.clocks.rules import found_moments
from alongside.areas.clocks.terms import ClockState
from alongside.foundation.calendars import OfficeHours, SchoolCalendar, is_working_day
from alongside.packs import load_pack


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something due for a child: which timescale, its words, and by when."""

    child_id: UUID
    subject_id: UUID
    timescale: str
    label: str
    due_at: datetime


@discloses("pointer")
def due_for_child(viewer: Viewer, child_id: UUID) -> list[DueItem]:
    """What is due for a child, soonest first, as far as the viewer may know of it."""
    timescales = load_pack(viewer.pack).timescales
    return [
        DueItem(
            child_id=child_id,
            subject_id=clock.subject_id,
            timescale=clock.timescale,
            label=timescales[clock.timescale].label,
            due_at=clock.due_at,
        )
        for clock in Clock.objects.filter(child_id=child_id, state=ClockState.RUNNING).order_by(
            "due_at"
        )
        if clock.timescale in timescales
    ]


@discloses("pointer")
def due_of_timescale(viewer: Viewer, timescale: str, *, most: int = 200) -> list[DueItem]:
    """Everything of one timescale that runs and that the viewer may know of, soonest first."""
    rows = Clock.objects.filter(
        timescale=timescale, state=ClockState.RUNNING, child_id__isnull=False
    )
    label = load_pack(viewer.pack).timescales[timescale].label
    return [
        DueItem(
            child_id=clock.child_id,
            subject_id=clock.subject_id,
            timescale=timescale,
            label=label,
            due_at=clock.due_at,
        )
        for clock in rows.order_by("due_at")[:most]
        if clock.child_id
    ]


def due_moments(subjects: Iterable[UUID], timescale: str) -> dict[UUID, datetime]:
    """By subject, when its running clock of this timescale is due: one query for a whole list."""
    rows = Clock.objects.filter(
        subject_id__in=list(subjects), timescale=timescale, state=ClockState.RUNNING
    )
    return dict(rows.values_list("subject_id", "due_at"))


def running_subjects(timescale: str) -> list[UUID]:
    """Everything for which a clock of this timescale runs: for the worker, which shows it to nobody."""
    rows = Clock.objects.filter(timescale=timescale, state=ClockState.RUNNING)
    return list(rows.values_list("subject_id", flat=True))


def limits_of(subjects: Iterable[UUID], timescale: str) -> dict[UUID, datetime]:
    """By subject, by when this timescale's limit was or is up, whether or not its clock still runs."""
    rows = Clock.objects.filter(subject_id__in=list(subjects), timescale=timescale)
    return dict(rows.order_by("started_at").values_list("subject_id", "due_at"))


def first_due(timescale: str) -> Subquery:
    """For a query of what clocks run for: when each one's clock of this timescale is, or was, due."""
    rows = Clock.objects.filter(subject_id=OuterRef("id"), timescale=timescale)
    return Subquery(rows.order_by("started_at", "id").values("due_at")[:1])


def next_to_be_found(subject_id: UUID, *, until: datetime) -> datetime | None:
    """The next minute at which a watch would find something of a subject's clocks, if not later."""
    found = []
    for clock in Clock.objects.filter(
        subject_id=subject_id, state=ClockState.RUNNING, overdue_at=None
    ):
        warned, overdue = found_moments(
            started_at=clock.started_at, warn_at=clock.warn_at, due_at=clock.due_at
        )
        found.append(warned or overdue)
    return min((moment for moment in found if moment <= until), default=None)


def office_hours(pack: str) -> OfficeHours:
    """When the authority's front door is open."""
    front_door = load_pack(pack).front_door
    return OfficeHours(opens=front_door.opens, closes=front_door.closes)


def school_calendar(school_id: UUID) -> SchoolCalendar | None:
    """A school's own term dates and closures, or None where it has given none."""
    terms = SchoolTerm.objects.filter(school_id=school_id).order_by("first_day")
    spans = tuple(terms.values_list("first_day", "last_day"))
    if not spans:
        return None
    closures = frozenset(
        SchoolClosure.objects.filter(school_id=school_id).values_list("day", flat=True)
    )
    return SchoolCalendar(terms=spans, closures=closures)


def school_calendar_of_child(child_id: UUID, *, at: datetime) -> SchoolCalendar | None:
    """The calendar of the school whose roll the child was on at that moment."""
    on_roll = [
        t for t in ties_of({child_id}).get(child_id, ()) if t.kind == "on_roll" and t.is_live(at)
    ]
    return school_calendar(on_roll[0].organisation_id) if on_roll else None


def teaches_on(school_id: UUID, day: date) -> bool:
    """Whether a day is a school day of a school; a working day where its term dates do not say."""
    calendar = school_calendar(school_id)
    if calendar is None or day > calendar.last_day:
        return is_working_day(day)
    return calendar.is_school_day(day)
