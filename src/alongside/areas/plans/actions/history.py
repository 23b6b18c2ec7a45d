"""Load what became of help in the past: the rows that people's acts and the worker would have left."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotPermitted, is_live, role_may
from alongside.access.viewer import Permission
from alongside.areas.chronology import actions as chronology
from alongside.areas.chronology.actions import Fact
from alongside.areas.clocks.actions import take_past_due
from alongside.areas.messages.actions import Reading, deliver_past, mark_read_then
from alongside.areas.plans.actions.moves import Moved
from alongside.areas.plans.actions.past_acts import PastAct, SoFar
from alongside.areas.plans.actions.past_ties import PastTies
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.areas.plans.rules import NotPossibleNow
from alongside.register.bulk import insert_models, update_models
from alongside.register.models import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One past act: what, by which posting, when."""

    act: PastAct
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCourse:
    """What became of help that was offered: its acts in order, and when the school read what it was told."""

    help_id: UUID
    acts: Sequence[Done]
    readings: Sequence[tuple[UUID, datetime]] = ()


@dataclass
class HelpCourseRefused(Exception):
    """The past of some help breaks a rule that holds when people act. Nothing was written."""

    help_id: UUID
    why: str

    def __str__(self) -> str:
        return f"{self.help_id}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastActing:
    """A posting as it acted then."""

    posting_id: UUID
    team_id: UUID
    organisation_id: UUID
    authority_id: UUID
    role: str
    pack: str


Does = Callable[[PastActing, Permission], bool]


@dataclass(slots=True)
class _Told:
    """One course with the moves its acts made."""

    course: HelpCourse
    help_: Help
    moves: list[tuple[Moved, PastActing, datetime]]


@transaction.atomic
def record_past_help(courses: Sequence[HelpCourse], *, at: datetime) -> None:
    """Write what became of help that is still offered, as if everybody had recorded it here all along.

    For the loader. Nobody is sent anything: what was delivered then is written as delivered.
    Raises `HelpCourseRefused`, before anything is kept, where an act breaks a rule.
    """
    held = Help.objects.select_related("team").select_for_update(of=("self",))
    helps = held.in_bulk([course.help_id for course in courses])
    postings = _postings(courses)
    does = _asked_once()
    told = [_told(course, helps[course.help_id], postings, does=does, now=at) for course in courses]
    _save(told)
    _tie(told)
    _record(told, postings, now=at)


def _asked_once() -> Does:
    """What roles may do: one query for each role and act, not for each time it was done."""
    known: dict[tuple[UUID, str, Permission], bool] = {}

    def does(by: PastActing, permission: Permission) -> bool:
        asked = (by.authority_id, by.role, permission)
        if asked not in known:
            known[asked] = role_may(by, permission)
        return known[asked]

    return does


def _postings(courses: Iterable[HelpCourse]) -> dict[UUID, Posting]:
    ids = {done.by for course in courses for done in course.acts}
    ids |= {by for course in courses for by, _ in course.readings}
    ids |= {
        done.act.lead_posting_id
        for course in courses
        for done in course.acts
        if hasattr(done.act, "lead_posting_id")
    }
    rows = Posting.objects.select_related("user", "team__organisation__authority")
    return rows.in_bulk(ids)


def _acting(posting: Posting) -> PastActing:
    organisation = posting.team.organisation
    return PastActing(
        posting_id=posting.id,
        team_id=posting.team_id,
        organisation_id=organisation.id,
        authority_id=organisation.authority_id,
        role=posting.role,
        pack=organisation.authority.pack,
    )


def _told(
    course: HelpCourse,
    help_: Help,
    postings: Mapping[UUID, Posting],
    *,
    does: Does,
    now: datetime,
) -> _Told:
    moments = [help_.offered_at, *(done.at for done in course.acts), now]
    if any(later < earlier for earlier, later in pairwise(moments)):
        raise HelpCourseRefused(help_.id, "Its acts are not in the order in which they happened.")
    past, told = SoFar(help_, postings.__getitem__), _Told(course, help_, [])
    for done in course.acts:
        by = _acting(postings[done.by])
        try:
            _refuse_stranger(postings[done.by], by, help_, done, does)
            told.moves.append((done.act.moved(past, by=by, at=done.at), by, done.at))
        except (NotPermitted, NotPossibleNow) as problem:
            raise HelpCourseRefused(help_.id, str(problem)) from problem
    return told


def _refuse_stranger(posting: Posting, by: PastActing, help_: Help, done: Done, does: Does) -> None:
    there = is_live(posting, done.at) and by.team_id == help_.team_id
    if not (there and does(by, done.act.needs)):
        raise NotPermitted(done.act.needs.refusal)


def _save(told: Sequence[_Told]) -> None:
    moves = [moved for one in told for moved, _, _ in one.moves]
    chronology.save_texts(text for moved in moves for text in moved.texts)
    update_models(one.help_ for one in told)
    rows = [row for moved in moves for row in moved.rows]
    for model in (Meeting, Contact, Handover, Feedback):
        insert_models(row for row in rows if isinstance(row, model))


def _tie(told: Sequence[_Told]) -> None:
    """Who was tied from when until when, and whose tie is kept out of sight."""
    ties = PastTies(one.help_ for one in told)
    for one in told:
        for moved, _, at in one.moves:
            ties.take(moved, at=at)
    ties.save()


def _record(told: Sequence[_Told], postings: Mapping[UUID, Posting], *, now: datetime) -> None:
    """Facts with their deliveries first, then what a watch would have found, then who read what."""
    _delivered([fact for one in told for moved, _, _ in one.moves for fact in moved.facts])
    found = take_past_due([one.help_.id for one in told], at=now)
    events = chronology.record_found(found)
    deliver_past({event: due.found_at for event, due in zip(events, found, strict=True)})
    mark_read_then(
        [
            Reading(by=by, subject_id=moved.help_.id, at=at)
            for one in told
            for moved, by, at in one.moves
        ]
    )
    mark_read_then(
        [
            Reading(by=_acting(postings[by]), subject_id=one.help_.request_id, at=at)
            for one in told
            if one.help_.request_id
            for by, at in one.course.readings
        ]
    )
    _delivered(_read(told, postings))


def _delivered(facts: Sequence[Fact]) -> None:
    events = chronology.record_many(facts)
    deliver_past({event: fact.at for event, fact in zip(events, facts, strict=True)})


def _read(told: Sequence[_Told], postings: Mapping[UUID, Posting]) -> list[Fact]:
    """The school reads everything it has been told by then; what to record of that."""
    unread: dict[UUID, list[Feedback]] = {}
    asked = [one.help_.request_id for one in told if one.course.readings and one.help_.request_id]
    for row in Feedback.objects.filter(request_id__in=asked, read_at=None):
        unread.setdefault(row.request_id, []).append(row)
    facts, read = [], []
    for one in told:
        own = unread.get(one.help_.request_id, []) if one.help_.request_id else []
        for by, at in one.course.readings:
            now_read = [row for row in own if row.read_at is None and row.given_at <= at]
            for row in now_read:
                row.read_at, row.read_by = at, postings[by]
            if now_read:
                facts.append(_read_fact(one.help_, by, at=at))
            read += now_read
    update_models(read, ("read_at", "read_by"))
    return facts


def _read_fact(help_: Help, by: UUID, *, at: datetime) -> Fact:
    return Fact(
        kind="feedback_read", authority_id=help_.authority_id, child_id=help_.child_id,
        subject_id=help_.request_id, by_posting_id=by, at=at,
    )  # fmt: skip
