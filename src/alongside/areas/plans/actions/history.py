"""Load what became of help in the past: the rows that people's acts and the worker would have left."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotPermitted, is_live, role_may
from alongside.access.viewer import Permission
from alongside.areas.chronology import actions as chronology
from alongside.areas.chronology.actions import Fact
from alongside.areas.clocks.actions import take_past_due
from alongside.areas.messages.actions import Reading, deliver_past, mark_read_then
from alongside.areas.plans.actions.moves import Moved, seen_by_others
from alongside.areas.plans.actions.past_acts import PastAct, SoFar
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.areas.plans.rules import NotPossibleNow
from alongside.register.models import Posting, Relationship, Team


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
    helps = Help.objects.select_for_update().in_bulk([course.help_id for course in courses])
    postings = _postings(courses)
    does: Does = cache(
        role_may
    )  # one query for each posting and act, not for each time it was done
    told = [_told(course, helps[course.help_id], postings, does=does, now=at) for course in courses]
    _save(told)
    _tie(told)
    _record(told, postings, now=at)


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
    for one in told:
        one.help_.save(force_update=True)
    rows = [row for moved in moves for row in moved.rows]
    Meeting.objects.bulk_create(row for row in rows if isinstance(row, Meeting))
    Contact.objects.bulk_create(row for row in rows if isinstance(row, Contact))
    Handover.objects.bulk_create(row for row in rows if isinstance(row, Handover))
    Feedback.objects.bulk_create(row for row in rows if isinstance(row, Feedback))


def _tie(told: Sequence[_Told]) -> None:
    """Who was tied from when until when, and whose tie is kept out of sight."""
    teams = Team.objects.in_bulk({one.help_.team_id for one in told})
    for one in told:
        for moved, _, at in one.moves:
            _tie_by(moved, teams, at=at)


def _tie_by(moved: Moved, teams: Mapping[UUID, Team], *, at: datetime) -> None:
    help_ = moved.help_
    for tied in moved.starts:
        assert tied.team_id
        Relationship.objects.create(
            authority_id=help_.authority_id, child_id=help_.child_id, team_id=tied.team_id,
            organisation_id=teams[tied.team_id].organisation_id, user_id=tied.user_id, kind=tied.kind,
            subject_id=tied.subject_id, starts_at=at, evidence=f"help:{help_.id}", discreet=tied.discreet,
        )  # fmt: skip
    still = Relationship.objects.filter(child_id=help_.child_id, ends_at=None)
    if moved.agreement_set:
        own = still.filter(kind="allocated", team_id=help_.team_id)
        for subject_id, of_people, discreet in seen_by_others(help_):
            whose = own.filter(subject_id=subject_id, user_id__isnull=not of_people)
            whose.update(discreet=discreet)
    for tied in moved.ends:
        over = still.filter(kind=tied.kind, subject_id=tied.subject_id)
        over = over.filter(team_id=tied.team_id) if tied.team_id else over
        over = over.filter(user_id=tied.user_id) if tied.user_id else over
        over.update(ends_at=at)


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
    readings = [
        reading
        for one in told
        for by, at in one.course.readings
        if (reading := _read(one.help_, _acting(postings[by]), at=at))
    ]
    _delivered(readings)


def _delivered(facts: Sequence[Fact]) -> None:
    events = chronology.record_many(facts)
    deliver_past({event: fact.at for event, fact in zip(events, facts, strict=True)})


def _read(help_: Help, by: PastActing, *, at: datetime) -> Fact | None:
    """The school reads everything it has been told by then; what to record of that."""
    if help_.request_id is None:
        return None
    unread = Feedback.objects.filter(request_id=help_.request_id, read_at=None, given_at__lte=at)
    if not unread.update(read_at=at, read_by_id=by.posting_id):
        return None
    return Fact(
        kind="feedback_read", authority_id=help_.authority_id, child_id=help_.child_id,
        subject_id=help_.request_id, by_posting_id=by.posting_id, at=at,
    )  # fmt: skip
