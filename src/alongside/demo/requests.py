"""Years of requests from schools to the front door, with those that are still open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal

from alongside.demo.council import SyntheticCouncil
from alongside.demo.decisions import SyntheticDecision, new_decision
from alongside.demo.desks import Desks
from alongside.demo.families import SyntheticChild
from alongside.demo.moments import (
    Course,
    course_in_time,
    course_of_urgent,
    course_too_late,
    days_to_send,
    last_settled_day,
    open_course,
    open_moment,
    overdue_moment,
    sent_moment,
    urgent_moment,
)
from alongside.demo.rolls import as_on
from alongside.demo.stories import SyntheticStory, new_story
from alongside.foundation.calendars import ENGLAND, local_day

State = Literal["waiting", "claimed", "proposed", "decided"]

ANSWERED_PER_CHILD = 370 / 12_000  # in six months, answered by now
OPEN_PER_CHILD = 45 / 12_000
SIX_MONTHS = timedelta(days=183)
THREE_YEARS = timedelta(days=3 * 365)
LATE = 0.08
ASKED_BEFORE = 0.2  # a fifth of what is sent to front doors is about a child of an earlier request
UNREAD, READ_BY_NOW = 0.06, timedelta(days=45)  # a school reads in the end what it is told
URGENT = 0.09
TRIES = 60
MORNING = time(9)

# Of the requests that are still open; the rest wait for somebody to claim them.
OPEN_STATES: tuple[tuple[State, float], ...] = (("proposed", 0.12), ("claimed", 0.4))
OPEN_URGENT = 0.1
OPEN_OVERDUE = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticRequest:
    """A request and what became of it; times are elapsed since sending, None for what is to come.

    Practitioners are given by key. `proposed_by` is None where a social worker decided alone. The
    decision of a request in state `proposed` waits for a social worker to confirm it.
    """

    key: str
    child: SyntheticChild
    school_urn: str
    sent_by: str
    story: SyntheticStory
    sent_at: datetime
    state: State = "waiting"
    acknowledged_after: timedelta | None = None
    claimed_by: str | None = None
    proposed_after: timedelta | None = None
    proposed_by: str | None = None
    decided_after: timedelta | None = None
    confirmed_by: str | None = None
    told_after: timedelta | None = None
    read_after: timedelta | None = None
    read_by: str | None = None
    decision: SyntheticDecision | None = None

    def moment(self, after: timedelta | None) -> datetime | None:
        """When that was, in the zone of sending; right also over a change of the clocks."""
        if after is None:
            return None
        return (self.sent_at.astimezone(UTC) + after).astimezone(self.sent_at.tzinfo)


def request_plan(
    council: SyntheticCouncil,
    children: Sequence[SyntheticChild],
    *,
    first: date,
    today: date,
    rng: Random,
    now: datetime | None = None,
    open_per_child: float = OPEN_PER_CHILD,
) -> Iterator[SyntheticRequest]:
    """Every request sent from the first day until now, in the order of sending.

    Now is nine in the morning of today unless given; nothing happens after it.
    """
    now = (now or datetime.combine(today, MORNING, tzinfo=ENGLAND)).astimezone(ENGLAND)
    planner = _Planner(council, children, first=first, now=now, rng=rng)
    unanswered = planner.open(round(len(children) * open_per_child))
    planned = sorted([*planner.answered(), *unanswered], key=lambda one: one.sent_at)
    for serial, request in enumerate(planned, start=1):
        yield replace(request, key=f"request-{serial:06}")


class _Planner:
    """Draws children and writes their requests."""

    def __init__(
        self,
        council: SyntheticCouncil,
        children: Sequence[SyntheticChild],
        *,
        first: date,
        now: datetime,
        rng: Random,
    ) -> None:
        self.children, self.first, self.now, self.rng = children, first, now, rng
        self.last = last_settled_day(now)
        self.desks = Desks(council)
        self.calendars = {school.urn: school.calendar for school in council.schools}
        self.today = local_day(now)
        self.days = days_to_send(list(self.calendars.values()), first=first, last=self.last)
        self.drawn: dict[str, SyntheticChild] = {}
        self.drawn_in_order: list[SyntheticChild] = []

    def answered(self) -> Iterator[SyntheticRequest]:
        """Requests that were decided and told, some of them late."""
        share = max(0, (self.last - self.first).days) / SIX_MONTHS.days
        for _ in range(round(len(self.children) * ANSWERED_PER_CHILD * share)):
            urgent = self.rng.random() < URGENT
            if found := self._child_on_a_school_day():
                child, day = found
                sent_at = sent_moment(self.rng, [day], urgent=urgent)
                yield self._answered(self._sent(child, sent_at, urgent=urgent))

    def open(self, how_many: int) -> Iterator[SyntheticRequest]:
        """So many requests on which the front door is still at work."""
        states = self._open_states(how_many)
        urgent = round(len(states) * OPEN_URGENT)
        overdue = urgent + round(len(states) * OPEN_OVERDUE)
        for place, state in enumerate(states):
            when = open_moment
            if place < overdue:
                when = urgent_moment if place < urgent else overdue_moment
            sent_at = when(self.rng, self.now)
            child = self._new_child(admitted_by=sent_at.date())
            yield self._under_way(self._sent(child, sent_at, urgent=place < urgent), state)

    def _open_states(self, how_many: int) -> list[State]:
        started: list[State] = []
        for state, share in OPEN_STATES:
            started += [state] * round(how_many * share)
        waiting: list[State] = ["waiting"]
        states = started + waiting * (how_many - len(started))
        self.rng.shuffle(states)
        return states

    def _child_on_a_school_day(self) -> tuple[SyntheticChild, date] | None:
        """A child as on a day when the school they were at taught; None in a council too small for it."""
        before = self._asked_about_before()
        for _ in range(TRIES if self.days else 0):
            day = self.rng.choice(self.days)
            child = before or self.rng.choice(self.children)
            if before is None and child.key in self.drawn:
                continue
            then = as_on(child, day, today=self.today)
            if then and self.calendars[then.school_urn].is_school_day(day):
                self._draw(child)
                return then, day
        return None

    def _asked_about_before(self) -> SyntheticChild | None:
        if not self.drawn or self.rng.random() >= ASKED_BEFORE:
            return None
        return self.rng.choice(self.drawn_in_order)

    def _draw(self, child: SyntheticChild) -> None:
        if child.key not in self.drawn:
            self.drawn[child.key] = child
            self.drawn_in_order.append(child)

    def _new_child(self, *, admitted_by: date) -> SyntheticChild:
        """A child nobody has asked about, or in a very small council perhaps somebody has."""
        child = self.rng.choice(self.children)
        for _ in range(TRIES):
            if child.key not in self.drawn and child.admitted_on <= admitted_by:
                break
            child = self.rng.choice(self.children)
        self._draw(child)
        return child

    def _sent(self, child: SyntheticChild, sent_at: datetime, *, urgent: bool) -> SyntheticRequest:
        story = new_story(self.rng, child, weekday=sent_at.weekday(), urgent=urgent)
        return SyntheticRequest(
            key="",
            child=child,
            school_urn=child.school_urn,
            sent_by=self.desks.then(self.desks.sender(self.rng, child.school_urn), sent_at).key,
            story=story,
            sent_at=sent_at,
        )

    def _answered(self, sent: SyntheticRequest) -> SyntheticRequest:
        rng = self.rng
        course, then = self._course(sent), self.desks.then
        screener, confirmer = self.desks.screener(rng), self.desks.social_worker(rng)
        reads = rng.random() >= UNREAD or self.now - course.told_at > READ_BY_NOW
        reader = self.desks.sender(rng, sent.school_urn) if reads else None
        return replace(
            sent,
            state="decided",
            acknowledged_after=_elapsed(sent.sent_at, course.acknowledged_at),
            claimed_by=then(screener or confirmer, course.acknowledged_at).key,
            proposed_after=_elapsed(sent.sent_at, course.proposed_at) if screener else None,
            proposed_by=then(screener, course.proposed_at).key if screener else None,
            decided_after=_elapsed(sent.sent_at, course.decided_at),
            confirmed_by=then(confirmer, course.decided_at).key,
            told_after=_elapsed(sent.sent_at, course.told_at),
            read_after=_elapsed(sent.sent_at, course.read_at) if reader else None,
            read_by=then(reader, course.read_at).key if reader else None,
            decision=self._decision(sent, at=course.decided_at),
        )

    def _course(self, sent: SyntheticRequest) -> Course:
        if sent.story.urgent:
            return course_of_urgent(self.rng, sent.sent_at)
        if self.rng.random() < LATE:
            return course_too_late(self.rng, sent.sent_at)
        return course_in_time(self.rng, sent.sent_at)

    def _under_way(self, sent: SyntheticRequest, state: State) -> SyntheticRequest:
        if state == "waiting":
            return sent
        rng = self.rng
        acknowledged_at, proposed_at = open_course(rng, sent.sent_at, now=self.now)
        screener = rng.choice(self.desks.screeners).key
        claimed = replace(
            sent,
            state=state,
            acknowledged_after=_elapsed(sent.sent_at, acknowledged_at),
            claimed_by=screener,
        )
        if state == "claimed":
            return claimed
        return replace(
            claimed,
            proposed_after=_elapsed(sent.sent_at, proposed_at),
            proposed_by=screener,
            decision=self._decision(sent, at=proposed_at),
        )

    def _decision(self, sent: SyntheticRequest, *, at: datetime) -> SyntheticDecision:
        lead = self.desks.then(self.desks.lead(sent.school_urn), at)
        return new_decision(
            self.rng,
            sent.story,
            child=sent.child,
            lead=f"{lead.forename} {lead.surname}".strip(),
            weekday=at.weekday(),
        )


def _elapsed(start: datetime, end: datetime) -> timedelta:
    """Time that passed, also where the clocks changed in between."""
    return end.astimezone(UTC) - start.astimezone(UTC)
