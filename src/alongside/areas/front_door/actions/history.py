"""Load past requests in bulk: the rows that people's acts and the worker would have left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotPermitted
from alongside.areas.chronology import actions as chronology
from alongside.areas.chronology.actions import Fact
from alongside.areas.clocks.actions import take_past_due
from alongside.areas.front_door.actions.courses import Course, MomentsDisagree, refuse_disorder
from alongside.areas.front_door.actions.errors import (
    DecisionIncomplete,
    HeldByAnother,
    NothingSent,
    NotPossibleNow,
)
from alongside.areas.front_door.actions.following import WITH_THE_DECISION
from alongside.areas.front_door.actions.past_postings import (
    NobodyPosted,
    NoSuchChild,
    PastPostings,
)
from alongside.areas.front_door.actions.past_rows import PastRows, past_rows
from alongside.areas.front_door.actions.sending import NoReceivingTeam
from alongside.areas.front_door.actions.telling import TELLS_THE_REFERRER
from alongside.areas.front_door.terms import Told
from alongside.areas.messages.actions import Attempt, Reading, deliver_past, mark_read_then
from alongside.areas.plans.actions import save_past_help
from alongside.register.bulk import insert_models

_REFUSALS = (
    DecisionIncomplete,
    HeldByAnother,
    MomentsDisagree,
    NobodyPosted,
    NoReceivingTeam,
    NoSuchChild,
    NotPermitted,
    NotPossibleNow,
)


@dataclass
class CourseRefused(Exception):
    """A past request breaks a rule that holds when people act: which, and why. Nothing was written."""

    key: str
    why: str

    def __str__(self) -> str:
        return f"{self.key}: {self.why}"


@transaction.atomic
def record_many(
    courses: Sequence[Course], *, at: datetime, help_follows: bool = False
) -> list[UUID]:
    """Write past requests as if Alongside had been here all along; their ids, as given.

    For the loader. Nobody is sent anything: what was delivered then is written as delivered. A
    decision that had not been told by `at` waits in the outbox, and the worker tells the school.
    With `help_follows`, what became of the help is loaded next, by `record_past_help`: until then
    nobody looks at its clocks. Raises `CourseRefused`, before anything is kept, where a course breaks a rule.
    """
    people = {by for course in courses for _, by, _ in course.acts() if by}
    postings = PastPostings(postings=people, children={course.child_id for course in courses})
    past = [_rows(course, postings, now=at) for course in courses]
    _save(past)
    _record(past, now=at, help_follows=help_follows)
    return [rows.request.id for rows in past]


def _rows(course: Course, postings: PastPostings, *, now: datetime) -> PastRows:
    try:
        refuse_disorder(course, now=now)
        return past_rows(course, postings)
    except NothingSent as problem:
        raise CourseRefused(course.key, f"{problem} It is: {problem.question}.") from problem
    except _REFUSALS as problem:
        raise CourseRefused(course.key, str(problem)) from problem


def _save(past: Sequence[PastRows]) -> None:
    chronology.save_texts(text for rows in past for text in rows.sent.texts)
    insert_models(rows.request for rows in past)
    insert_models(answer for rows in past for answer in rows.sent.answers)
    insert_models(tie for rows in past for tie in rows.ties)
    insert_models(rows.decision for rows in past if rows.decision)
    insert_models(rows.draft for rows in past if rows.draft)
    insert_models(rows.transfer for rows in past if rows.transfer)
    save_past_help(rows.help_ for rows in past if rows.help_)


def _record(past: Sequence[PastRows], *, now: datetime, help_follows: bool) -> None:
    """Facts first, then what rests on their delivery: telling, the clocks' warnings, reading."""
    told_by = _recorded([(rows, fact) for rows in past for fact in rows.facts])
    _recorded([(rows, _told(rows, told_by)) for rows in past if rows.told])
    _watch(past, now=now, help_follows=help_follows)
    mark_read_then(
        [
            Reading(by=by, subject_id=rows.request.id, at=at)
            for rows in past
            for by, at in (
                (rows.decider, rows.course.decided_at),
                (rows.reader, rows.course.read_at),
            )
            if by and at
        ]
    )
    _recorded([(rows, rows.read) for rows in past if rows.read])


def _recorded(facts: Sequence[tuple[PastRows, Fact | None]]) -> dict[UUID, Attempt]:
    """Record facts and deliver their messages; by request, what became of its decision's."""
    given = [(rows, fact) for rows, fact in facts if fact]
    events = chronology.record_many([fact for _, fact in given])
    moments = {
        event: rows.course.told_at
        if fact.kind in WITH_THE_DECISION
        else rows.course.delivered_at(fact.at)
        for event, (rows, fact) in zip(events, given, strict=True)
    }
    return _deliver(moments)


def _deliver(moments: Mapping[UUID, datetime | None]) -> dict[UUID, Attempt]:
    attempts = deliver_past({event: at for event, at in moments.items() if at})
    return {
        attempt.subject_id: attempt
        for attempt in attempts
        if attempt.event_kind == TELLS_THE_REFERRER and attempt.subject_id
    }


def _told(rows: PastRows, told_by: Mapping[UUID, Attempt]) -> Fact:
    """The telling with the delivery it came of. A call needs none."""
    assert rows.told is not None
    if rows.course.told_how == Told.CALL:
        return rows.told
    attempt = told_by.get(rows.request.id)
    if attempt is None or not attempt.delivered:
        why = "It was told to nobody: nobody at the school was posted there who might read it."
        raise CourseRefused(rows.course.key, why)
    return replace(rows.told, causation_id=attempt.event_id)


def _watch(past: Sequence[PastRows], *, now: datetime, help_follows: bool) -> None:
    """What a watch of the clocks would have found, each warning delivered when it was found."""
    courses = {rows.request.id: rows.course for rows in past}
    if not help_follows:
        courses |= {rows.help_.help_.id: rows.course for rows in past if rows.help_}
    found = take_past_due(courses, at=now)
    events = chronology.record_found(found)
    _deliver(
        {
            event: courses[due.subject_id].delivered_at(due.found_at)
            for event, due in zip(events, found, strict=True)
        }
    )
