"""What the hub reads: its queue, each request, and what is already known of the child."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.access.disclosure import discloses
from alongside.access.gate import is_live
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import DecisionDraft, Request
from alongside.areas.front_door.queries.school import (
    TOLD_CLOCK,
    DecisionRead,
    answers_of,
    decision_of,
)
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import RequestState
from alongside.areas.people.queries import Person, people_by_id

UNNAMED = "Name not held"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One request in the team's queue, or among those it has decided."""

    request_id: UUID
    child_id: UUID
    name: str
    date_of_birth: date | None
    school: str
    urgent: bool
    state: str
    sent_at: datetime
    due_at: datetime | None
    overdue: bool
    held_by: str
    held_by_viewer: bool
    not_told: bool
    outcome: str
    decided_at: datetime | None
    told_at: datetime | None
    read_at: datetime | None


def _of_team(viewer: Viewer) -> QuerySet[Request]:
    return Request.objects.select_related(
        "referring_team__organisation", "claimed_by__user", "decision"
    ).filter(receiving_team_id=viewer.team_id)


@discloses("identity", "request")
def team_queue(viewer: Viewer, *, now: datetime, first: int = 0, most: int = 200) -> list[QueueRow]:
    """The team's undecided or untold requests: urgent first, then by the time that is left.

    One limit runs for all of them, so the oldest has the least time left.
    """
    waiting = _waiting(viewer).order_by("-urgent", "sent_at", "id")[first : first + most]
    rows = _rows(viewer, list(waiting), now=now)
    return sorted(rows, key=lambda row: (not row.urgent, row.due_at or row.sent_at))


def _waiting(viewer: Viewer) -> QuerySet[Request]:
    return _of_team(viewer).filter(~Q(state=RequestState.DECIDED) | Q(told_at=None))


def queue_length(viewer: Viewer) -> int:
    """How many requests wait in the team's queue."""
    return _waiting(viewer).count()


@discloses("identity", "request")
def requests_decided(
    viewer: Viewer, *, now: datetime, first: int = 0, most: int = 50
) -> list[QueueRow]:
    """What the team has decided and told, latest first."""
    decided = _of_team(viewer).filter(state=RequestState.DECIDED, told_at__isnull=False)
    return _rows(
        viewer, list(decided.order_by("-decided_at", "-id")[first : first + most]), now=now
    )


@discloses("request")
def earlier_requests(
    viewer: Viewer, child_id: UUID, *, but: UUID | None = None, now: datetime
) -> list[QueueRow]:
    """Every request about a child that the viewer may know of, but one, newest first."""
    rows = Request.objects.select_related(
        "referring_team__organisation", "claimed_by__user", "decision"
    ).filter(child_id=child_id)
    if but:
        rows = rows.exclude(id=but)
    return _rows(viewer, list(rows.order_by("-sent_at")[:50]), now=now)


@discloses("identity", "request")
def queue_rows(viewer: Viewer, requests: list[Request], *, now: datetime) -> list[QueueRow]:
    """Requests that the viewer may read, as rows of a list: a fixed number of queries."""
    return _rows(viewer, requests, now=now)


def _rows(viewer: Viewer, requests: list[Request], *, now: datetime) -> list[QueueRow]:
    due = due_moments([request.id for request in requests], TOLD_CLOCK)
    people = {
        p.child_id: p for p in people_by_id(viewer, [request.child_id for request in requests])
    }
    return [_row(viewer, r, people.get(r.child_id), due.get(r.id), now=now) for r in requests]


def _row(
    viewer: Viewer, request: Request, person: Person | None, due: datetime | None, *, now: datetime
) -> QueueRow:
    decided = request.state == RequestState.DECIDED
    return QueueRow(
        request_id=request.id,
        child_id=request.child_id,
        name=person.name if person else UNNAMED,
        date_of_birth=person.date_of_birth if person else None,
        school=request.referring_team.organisation.name,
        urgent=request.urgent,
        state=request.state,
        sent_at=request.sent_at,
        due_at=due,
        overdue=due is not None and now > due,
        held_by=_holder(request, now),
        held_by_viewer=request.claimed_by_id == viewer.posting_id,
        not_told=decided and request.told_at is None,
        outcome=request.decision.outcome if decided else "",
        decided_at=request.decided_at,
        told_at=request.told_at,
        read_at=request.read_at,
    )


def _holder(request: Request, now: datetime) -> str:
    """Who holds it; nobody where that person is posted here no more."""
    held = request.claimed_by
    return held.user.full_name if held and held.user.is_active and is_live(held, now) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRead:
    """A request with everything its decision rests on."""

    row: QueueRow
    child_id: UUID
    version: int
    sent_by: str
    sent_by_role: str
    school_telephone: str
    answers: dict[str, str]
    acknowledged_at: datetime | None
    telling_failed: bool
    told_how: str
    decision: DecisionRead | None


@discloses("identity", "request")
def request_for_hub(viewer: Viewer, request_id: UUID, *, now: datetime) -> RequestRead | None:
    """One request that the viewer's team received."""
    request = _of_team(viewer).select_related("referred_by__user").filter(id=request_id).first()
    if request is None:
        return None
    school = request.referring_team
    return RequestRead(
        row=_rows(viewer, [request], now=now)[0],
        child_id=request.child_id,
        version=request.version,
        sent_by=request.referred_by.user.full_name,
        sent_by_role=request.referred_by.role,
        school_telephone=school.telephone or school.organisation.telephone,
        answers=answers_of(request.id),
        acknowledged_at=request.acknowledged_at,
        telling_failed=request.telling_failed_at is not None,
        told_how=request.told_how,
        decision=decision_of(viewer, request) if request.state == RequestState.DECIDED else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraftRead:
    """A decision being written, or proposed: the hub's alone."""

    child_id: UUID
    words: DecisionWords
    version: int
    saved_by: str
    proposed_by: str
    returned_reason: str


@discloses("request")
def decision_draft(viewer: Viewer, request_id: UUID) -> DecisionDraftRead | None:
    """What is written so far of a request's decision."""
    rows = DecisionDraft.objects.select_related("saved_by__user", "proposed_by__user")
    draft = rows.filter(request_id=request_id).first()
    if draft is None:
        return None
    return DecisionDraftRead(
        child_id=draft.child_id,
        words=words_of(draft),
        version=draft.version,
        saved_by=draft.saved_by.user.full_name,
        proposed_by=draft.proposed_by.user.full_name if draft.proposed_by else "",
        returned_reason=draft.returned_reason,
    )


def words_of(draft: DecisionDraft) -> DecisionWords:
    """The decision a draft holds."""
    return DecisionWords(
        outcome=draft.outcome,
        level_of_need=draft.level_of_need,
        reasons=draft.reasons,
        next_steps=draft.next_steps,
        meanwhile=draft.meanwhile,
        family_told=draft.family_told,
        family_not_told_reason=draft.family_not_told_reason,
    )
