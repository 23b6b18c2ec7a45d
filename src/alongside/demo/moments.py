"""When requests are sent, seen, decided and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from alongside.demo.office_time import (
    MINUTE,
    OPENS,
    after_office_minutes,
    at_time,
    due_at,
    minutes_of,
    office_minutes_between,
)
from alongside.foundation.calendars import (
    SchoolCalendar,
    add_working_days,
    is_working_day,
    local_day,
)

SCHOOL_OPENS, SCHOOL_CLOSES, BUSIEST = 8 * 60, 16 * 60 + 45, 14 * 60 + 30
EVENING, NIGHT = 18 * 60, 21 * 60 + 30
IN_THE_EVENING = 0.07
URGENT_BEFORE = 13 * 60
BUSY_DAYS = {0: 3, 4: 3}  # Mondays and Fridays, against 2 for other days
SETTLED = 6  # working days after which even a late request has been answered
LATE_BY = (20, 900)  # office minutes
URGENT_WITHIN = (25, 150)
TELLING = (1, 4)
READING = (3, 420)
JUST_SENT, SOON, NEARLY_DUE = 3, 20, 10  # minutes
TRIES = 200
SOME = 10  # of the schools tell when schools teach
URGENT_OPEN_FOR = (5, 170)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When a request that was decided reached each stage."""

    acknowledged_at: datetime
    proposed_at: datetime
    decided_at: datetime
    told_at: datetime
    read_at: datetime


def days_to_send(calendars: Sequence[SchoolCalendar], *, first: date, last: date) -> list[date]:
    """The days from the first to the last on which some school teaches, busy ones more often."""
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    days = (day for day in every if any(one.is_school_day(day) for one in calendars[:SOME]))
    return [day for day in days for _ in range(BUSY_DAYS.get(day.weekday(), 2))]


def sent_moment(rng: Random, days: Sequence[date], *, urgent: bool) -> datetime:
    """A moment of sending: most in school hours, a few in the evening, urgent ones never late."""
    day = rng.choice(days)
    if urgent:
        return at_time(day, rng.randint(OPENS, URGENT_BEFORE))
    if rng.random() < IN_THE_EVENING:
        return at_time(day, rng.randint(EVENING, NIGHT))
    return at_time(day, int(rng.triangular(SCHOOL_OPENS, SCHOOL_CLOSES, BUSIEST)))


def last_settled_day(now: datetime) -> date:
    """The last day of which every request, late ones too, has been answered by now."""
    return add_working_days(local_day(now), -SETTLED)


def open_moment(rng: Random, now: datetime) -> datetime:
    """When an open request was sent that is still in time: within the last working day.

    The limit runs to the same time of day, so what was sent at this hour one working day ago is
    due now.
    """
    today = local_day(now)
    since = add_working_days(today, -1)
    days = [since, today] if is_working_day(today) else [since]
    for _ in range(TRIES):
        sent_at = sent_moment(rng, days, urgent=False)
        if sent_at <= now - JUST_SENT * MINUTE and due_at(sent_at) > now + NEARLY_DUE * MINUTE:
            return sent_at
    return at_time(since, NIGHT)  # due at the end of today


def overdue_moment(rng: Random, now: datetime) -> datetime:
    """When an open request was sent that ought to have been answered: two or three days ago."""
    last_working_day = add_working_days(local_day(now), -1)
    day = add_working_days(last_working_day, -rng.randint(1, 2))
    return at_time(day, rng.randint(SCHOOL_OPENS, SCHOOL_CLOSES))


def urgent_moment(rng: Random, now: datetime) -> datetime:
    """When an urgent request that is still open was sent: in the last hours of work."""
    sent_at = now - rng.randint(*URGENT_OPEN_FOR) * MINUTE
    if SCHOOL_OPENS <= minutes_of(sent_at) <= NIGHT and is_working_day(local_day(sent_at)):
        return sent_at
    today = local_day(now)
    over = is_working_day(today) and minutes_of(now) > EVENING
    day = today if over else add_working_days(today, -1)
    return at_time(day, rng.randint(BUSIEST, SCHOOL_CLOSES))


def course_in_time(rng: Random, sent_at: datetime) -> Course:
    """A course that ends with the school told before the limit is up."""
    allowed = office_minutes_between(sent_at, due_at(sent_at))
    return _course(rng, sent_at, decided_in=int(allowed * rng.triangular(0.15, 0.96, 0.7)))


def course_too_late(rng: Random, sent_at: datetime) -> Course:
    """A course in which the limit was missed."""
    allowed = office_minutes_between(sent_at, due_at(sent_at))
    return _course(rng, sent_at, decided_in=allowed + rng.randint(*LATE_BY))


def course_of_urgent(rng: Random, sent_at: datetime) -> Course:
    """A course of hours, as danger calls for."""
    return _course(rng, sent_at, decided_in=rng.randint(*URGENT_WITHIN))


def open_course(rng: Random, sent_at: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """When an open request was acknowledged, and a decision proposed: both before now."""
    gone = office_minutes_between(sent_at, now)
    if gone < SOON:  # sent out of hours, or just now: somebody was quick
        gone = int((now - sent_at).total_seconds() // 60)
        seen, proposed = int(gone * 0.4), int(gone * 0.8)
        return sent_at + seen * MINUTE, sent_at + proposed * MINUTE
    seen, proposed = int(gone * rng.uniform(0.1, 0.5)), int(gone * rng.uniform(0.6, 0.95))
    return after_office_minutes(sent_at, seen), after_office_minutes(sent_at, proposed)


def _course(rng: Random, sent_at: datetime, *, decided_in: int) -> Course:
    decided_at = after_office_minutes(sent_at, decided_in)
    told_at = decided_at + rng.randint(*TELLING) * MINUTE
    return Course(
        acknowledged_at=after_office_minutes(sent_at, int(decided_in * rng.uniform(0.05, 0.5))),
        proposed_at=after_office_minutes(sent_at, int(decided_in * rng.uniform(0.6, 0.9))),
        decided_at=decided_at,
        told_at=told_at,
        read_at=after_office_minutes(told_at, rng.randint(*READING)),
    )
