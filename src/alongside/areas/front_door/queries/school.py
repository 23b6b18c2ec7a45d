"""What the school that asked reads: its own requests, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import Answer, Decision, Request
from alongside.areas.front_door.queries.asking import waiting_for_an_answer
from alongside.areas.front_door.queries.status import may_be_read, status_line
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import RequestState
from alongside.areas.messages.queries import unread_subjects
from alongside.areas.people.queries import Person, people_by_id
from alongside.packs import load_pack
from alongside.register.models import Team

TOLD_CLOCK = "referrer_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChild:
    """A child with something open, as one line of *Your children*."""

    child_id: UUID
    request_id: UUID
    name: str
    status: str
    urgent: bool
    unread: bool
    is_open: bool
    sent_at: datetime


def _own_requests(viewer: Viewer) -> QuerySet[Request]:
    return Request.objects.select_related("receiving_team", "decision").filter(
        referring_team_id=viewer.team_id
    )


@discloses("identity", "request")
def children_with_something_open(
    viewer: Viewer, *, now: datetime, most: int = 500
) -> list[OpenChild]:
    """Children whose request is undecided or whose decision nobody has read: unread first, then by age.

    A fixed number of queries whatever the length.
    """
    requests = list(
        _own_requests(viewer).filter(read_at=None).order_by("-urgent", "sent_at")[:most]
    )
    rows = _open_children(viewer, requests, now=now)
    return sorted(rows, key=lambda row: (not row.unread, not row.urgent, row.sent_at))


@discloses("identity", "request")
def requests_by_team(
    viewer: Viewer, *, now: datetime, child_id: UUID | None = None, most: int = 50
) -> list[OpenChild]:
    """The team's requests, newest first: about one child, or all that it made."""
    rows = _own_requests(viewer).order_by("-sent_at", "-id")
    if child_id:
        rows = rows.filter(child_id=child_id)
    return _open_children(viewer, list(rows[:most]), now=now)


def _open_children(viewer: Viewer, requests: list[Request], *, now: datetime) -> list[OpenChild]:
    ids = [request.id for request in requests]
    due, unread = due_moments(ids, TOLD_CLOCK), unread_subjects(viewer, ids)
    people = {
        p.child_id: p for p in people_by_id(viewer, [request.child_id for request in requests])
    }
    pack, asked = load_pack(viewer.pack), waiting_for_an_answer(viewer, ids)
    return [
        OpenChild(
            child_id=request.child_id,
            request_id=request.id,
            name=_name(people.get(request.child_id)),
            status=status_line(
                request, due=due.get(request.id), pack=pack, now=now, asked=request.id in asked
            ),
            urgent=request.urgent,
            unread=request.id in unread or (may_be_read(request) and request.read_at is None),
            is_open=request.told_at is None or request.read_at is None,
            sent_at=request.sent_at,
        )
        for request in requests
    ]


def decided_and_not_told(viewer: Viewer, child_id: UUID) -> set[UUID]:
    """Of the team's own requests about a child, those whose decision it may not read yet."""
    decided = _own_requests(viewer).filter(child_id=child_id, state=RequestState.DECIDED)
    return {request.id for request in decided if not may_be_read(request)}


def _name(person: Person | None) -> str:
    # A child who has left the roll: the school still hears what became of its request, not who they are.
    return person.name if person else "A child no longer on your roll"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRead:
    """A decision in the words the school reads."""

    outcome: str
    outcome_label: str
    explanation: str
    level_of_need: int
    level_name: str
    reasons: str
    next_steps: str
    meanwhile: str
    family_told: bool
    family_not_told_reason: str
    decided_by: str
    decided_by_role: str
    team: str
    telephone: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForReferrer:
    """A request as the school that sent it sees it."""

    request_id: UUID
    child_id: UUID
    name: str
    status: str
    state: str
    urgent: bool
    telephone_first: bool
    team: str
    telephone: str
    sent_by: str
    sent_at: datetime
    due_at: datetime | None
    acknowledged_at: datetime | None
    decided_at: datetime | None
    told_at: datetime | None
    told_how: str
    read_at: datetime | None
    answers: dict[str, str]
    decision: DecisionRead | None


@discloses("identity", "request")
def request_for_referrer(
    viewer: Viewer, request_id: UUID, *, now: datetime
) -> RequestForReferrer | None:
    """One of the team's own requests, with the decision once the school has been told."""
    request = (
        _own_requests(viewer).select_related("referred_by__user").filter(id=request_id).first()
    )
    if request is None:
        return None
    person = next(iter(people_by_id(viewer, [request.child_id])), None)
    due = due_moments([request.id], TOLD_CLOCK).get(request.id)
    told, asked = may_be_read(request), bool(waiting_for_an_answer(viewer, [request_id]))
    return RequestForReferrer(
        request_id=request.id,
        child_id=request.child_id,
        name=_name(person),
        status=status_line(request, due=due, pack=load_pack(viewer.pack), now=now, asked=asked),
        state=request.state,
        urgent=request.urgent,
        telephone_first=request.telephone_first,
        team=request.receiving_team.name,
        telephone=request.receiving_team.telephone,
        sent_by=request.referred_by.user.full_name,
        sent_at=request.sent_at,
        due_at=due,
        acknowledged_at=request.acknowledged_at,
        decided_at=request.decided_at if told else None,
        told_at=request.told_at,
        told_how=request.told_how,
        read_at=request.read_at,
        answers=answers_of(request.id),
        decision=decision_of(viewer, request) if told else None,
    )


def answers_of(request_id: UUID) -> dict[str, str]:
    """A request's answers by question, as far as the row-level policy lets the viewer read them."""
    return dict(Answer.objects.filter(request_id=request_id).values_list("question", "text__body"))


def decision_of(viewer: Viewer, request: Request) -> DecisionRead:
    """The decision of a decided request."""
    decision = Decision.objects.select_related(
        "reasons",
        "next_steps",
        "meanwhile",
        "family_not_told",
        "decided_by__user",
        "decided_by__team",
    ).get(request_id=request.id)
    pack = load_pack(viewer.pack)
    wording, level = (
        pack.wording.outcomes[decision.outcome],
        pack.levels[decision.level_of_need - 1],
    )
    role = pack.roles.get(decision.decided_by.role)
    return DecisionRead(
        outcome=decision.outcome,
        outcome_label=wording.label,
        explanation=wording.explanation,
        level_of_need=decision.level_of_need,
        level_name=level.name,
        reasons=decision.reasons.body,
        next_steps=decision.next_steps.body,
        meanwhile=decision.meanwhile.body if decision.meanwhile else "",
        family_told=decision.family_told,
        family_not_told_reason=decision.family_not_told.body if decision.family_not_told else "",
        decided_by=decision.decided_by.user.full_name,
        decided_by_role=role.label if role else "",
        team=decision.decided_by.team.name,
        telephone=decision.decided_by.team.telephone,
        decided_at=decision.decided_at,
    )


def as_the_school_will_read(
    viewer: Viewer, words: DecisionWords, *, decides: bool, at: datetime
) -> DecisionRead:
    """A decision that is still being written, in the form in which `decision_of` will give it.

    Where the viewer cannot decide, who does is not known yet. `words` have an outcome and a level.
    """
    assert words.level_of_need is not None
    pack = load_pack(viewer.pack)
    wording, level = pack.wording.outcomes[words.outcome], pack.levels[words.level_of_need - 1]
    role = pack.roles.get(viewer.role) if decides else None
    return DecisionRead(
        outcome=words.outcome,
        outcome_label=wording.label,
        explanation=wording.explanation,
        level_of_need=words.level_of_need,
        level_name=level.name,
        reasons=words.reasons.strip(),
        next_steps=words.next_steps.strip(),
        meanwhile=words.meanwhile.strip(),
        family_told=words.family_told == "yes",
        family_not_told_reason=words.family_not_told_reason.strip(),
        decided_by=viewer.full_name if decides else "a registered social worker",
        decided_by_role=role.label if role else "",
        team=viewer.team_name,
        telephone=Team.objects.values_list("telephone", flat=True).get(id=viewer.team_id),
        decided_at=at,
    )
