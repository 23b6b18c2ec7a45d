"""A disagreement as both sides read it, and the hub's list of those that wait for an answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, When

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.challenges.models import Challenge, ChallengeStep
from alongside.areas.challenges.rules import (
    may_escalate,
    must_be_another,
    next_stage,
    timescale_of,
    who_answers,
)
from alongside.areas.challenges.terms import ChallengeState, Result
from alongside.areas.clocks.queries import due_moments
from alongside.areas.people.queries import people_by_id
from alongside.packs import ChallengeStage, load_pack

UNNAMED = "Name not held"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """One stage: its name, what the school says, and the answer."""

    number: int
    name: str
    begun_at: datetime
    words: str
    by: str
    result: str
    result_label: str
    answer: str
    next_steps: str
    answered_by: str
    answered_by_role: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeRead:
    """A disagreement with everything said so far, oldest stage first."""

    challenge_id: UUID
    request_id: UUID
    child_id: UUID
    name: str
    school: str
    answering_team: str
    telephone: str
    state: str
    state_label: str
    stage: int
    version: int
    due_at: datetime | None
    overdue: bool
    steps: list[StepRead]
    next_stage: ChallengeStage | None
    may_escalate: bool
    why_not_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeRow:
    """A disagreement as one line of a list."""

    challenge_id: UUID
    request_id: UUID
    child_id: UUID
    name: str
    school: str
    state: str
    state_label: str
    stage: int
    stage_name: str
    due_at: datetime | None
    overdue: bool
    begun_at: datetime


def _challenges() -> QuerySet[Challenge]:
    return Challenge.objects.select_related(
        "authority", "team__organisation", "request__receiving_team",
        "request__decision__decided_by",
    )  # fmt: skip


@discloses("identity", "challenge")
def challenge(viewer: Viewer, challenge_id: UUID, *, now: datetime) -> ChallengeRead | None:
    """One disagreement, for either side of it."""
    found = _challenges().filter(id=challenge_id).first()
    return _read(viewer, found, now=now) if found else None


@discloses("challenge")
def challenge_of_request(viewer: Viewer, request_id: UUID, *, now: datetime) -> ChallengeRow | None:
    """The latest disagreement about a request, in a line."""
    found = _challenges().filter(request_id=request_id).order_by("-begun_at", "-id").first()
    return next(iter(_rows(viewer, [found], now=now)), None) if found else None


@discloses("identity", "challenge")
def challenges_for_hub(
    viewer: Viewer, *, now: datetime, first: int = 0, most: int = 50
) -> list[ChallengeRow]:
    """Disagreements with what the viewer's team decided: waiting for an answer first, by the time left.

    A fixed number of queries whatever the length.
    """
    of_team = _challenges().filter(request__receiving_team_id=viewer.team_id)
    waits = Case(When(state=ChallengeState.OPEN, then=0), default=1, output_field=IntegerField())
    found = of_team.annotate(waits=waits).order_by("waits", "begun_at", "id")
    rows = _rows(viewer, list(found[first : first + most]), now=now)
    return sorted(rows, key=lambda r: (r.due_at is None, r.due_at or r.begun_at))


def _rows(viewer: Viewer, found: list[Challenge], *, now: datetime) -> list[ChallengeRow]:
    due = _due(found)
    people = {p.child_id: p.name for p in people_by_id(viewer, [one.child_id for one in found])}
    return [
        ChallengeRow(
            challenge_id=one.id,
            request_id=one.request_id,
            child_id=one.child_id,
            name=people.get(one.child_id, UNNAMED),
            school=one.team.organisation.name,
            state=one.state,
            state_label=ChallengeState(one.state).label,
            stage=one.stage,
            stage_name=_named(stages_of(one.authority.pack), one.stage),
            due_at=due.get(one.id),
            overdue=one.id in due and now > due[one.id],
            begun_at=one.begun_at,
        )
        for one in found
    ]


def _due(found: list[Challenge]) -> dict[UUID, datetime]:
    """When each open one is due an answer: one query for each stage that is there at all."""
    due: dict[UUID, datetime] = {}
    for number in sorted({one.stage for one in found if one.state == ChallengeState.OPEN}):
        here = [one for one in found if one.stage == number and one.state == ChallengeState.OPEN]
        moments = due_moments([one.request_id for one in here], timescale_of(number))
        due |= {one.id: moments[one.request_id] for one in here if one.request_id in moments}
    return due


def due_now(found: Challenge) -> datetime | None:
    """When the present stage is due an answer; None where none is owed."""
    return _due([found]).get(found.id)


def _read(viewer: Viewer, found: Challenge, *, now: datetime) -> ChallengeRead:
    (row,) = _rows(viewer, [found], now=now)
    stages = stages_of(found.authority.pack)
    return ChallengeRead(
        challenge_id=found.id,
        request_id=found.request_id,
        child_id=found.child_id,
        name=row.name,
        school=row.school,
        answering_team=found.request.receiving_team.name,
        telephone=found.request.receiving_team.telephone,
        state=found.state,
        state_label=row.state_label,
        stage=found.stage,
        version=found.version,
        due_at=row.due_at,
        overdue=row.overdue,
        steps=_steps(found, stages),
        next_stage=next_stage(stages, found.stage),
        may_escalate=may_escalate(found.state, stages, found.stage, due_at=row.due_at, now=now),
        why_not_answer=why_not_answer(viewer, found),
    )


def stages_of(pack: str) -> tuple[ChallengeStage, ...]:
    """The stages of an authority, in order."""
    return load_pack(pack).challenge_stages


def limit_of(pack: str, number: int) -> str:
    """How long a stage has, in words."""
    return str(load_pack(pack).timescales[timescale_of(number)].limit)


def why_not_answer(viewer: Viewer, found: Challenge) -> str:
    """In words, why this viewer may not answer the present stage; empty where they may."""
    stages = stages_of(found.authority.pack)
    if viewer.role not in who_answers(stages, found.stage):
        stage = next((one for one in stages if one.number == found.stage), None)
        return f"This stage is answered by: {stage.answered_by if stage else 'somebody else'}."
    decided_by = found.request.decision.decided_by.user_id
    if must_be_another(found.stage) and decided_by == viewer.user_id:
        return "You made this decision, so somebody else answers at this stage."
    return ""


def _named(stages: tuple[ChallengeStage, ...], number: int) -> str:
    return next((one.name for one in stages if one.number == number), "")


def _steps(found: Challenge, stages: tuple[ChallengeStage, ...]) -> list[StepRead]:
    roles = load_pack(found.authority.pack).roles
    rows = ChallengeStep.objects.select_related(
        "words", "answer", "next_steps", "by__user", "answered_by__user"
    )
    return [
        StepRead(
            number=row.stage,
            name=_named(stages, row.stage),
            begun_at=row.begun_at,
            words=row.words.body,
            by=row.by.user.full_name,
            result=row.result,
            result_label=Result(row.result).label if row.result else "",
            answer=row.answer.body if row.answer else "",
            next_steps=row.next_steps.body if row.next_steps else "",
            answered_by=row.answered_by.user.full_name if row.answered_by else "",
            answered_by_role=roles[row.answered_by.role].label if row.answered_by else "",
            answered_at=row.answered_at,
        )
        for row in rows.filter(challenge=found).order_by("stage")
    ]
