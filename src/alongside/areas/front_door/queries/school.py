"""What the school that asked reads: its own requests, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import Answer, Request
from alongside.areas.front_door.queries.decisions import DecisionRead, decision_of
from alongside.areas.front_door.queries.since import Since, known_since, still_followed
from alongside.areas.front_door.queries.status import may_be_read, status_line
from alongside.areas.front_door.queries.written_about import written_about
from alongside.areas.front_door.rules import HANDS_ON
from alongside.areas.front_door.terms import Outcome, RequestState, TransferState
from alongside.areas.messages.queries import is_unread, unread_subjects
from alongside.areas.people.queries import Person, people_by_id
from alongside.areas.plans.queries import told_an_answer, told_to_have_ended
from alongside.packs import load_pack

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
    return Request.objects.select_related("receiving_team", "decision__help_team").filter(
        referring_team_id=viewer.team_id
    )


def own_request(viewer: Viewer, request_id: UUID) -> Request | None:
    """The row of one of the team's own requests, for queries of this area."""
    return _own_requests(viewer).filter(id=request_id).first()


@discloses("identity", "request")
def children_with_something_open(
    viewer: Viewer, *, now: datetime, first: int = 0, most: int = 500
) -> list[OpenChild]:
    """Children whose request is undecided, unread or still followed by help: unread first, then by age.

    A fixed number of queries whatever the length.
    """
    open_now = _own_requests(viewer).filter(Q(read_at=None) | _followed(viewer))
    told = ~Q(told_at=None) | ~Q(telling_failed_at=None)
    unread = Case(When(is_unread(viewer), then=0), When(told, read_at=None, then=0), default=1)
    requests = list(open_now.order_by(unread, "-urgent", "sent_at", "id")[first : first + most])
    rows = _open_children(viewer, requests, now=now)
    return sorted(rows, key=lambda row: (not row.unread, not row.urgent, row.sent_at))


def _followed(viewer: Viewer) -> Q:
    """Requests after whose decision something is still to come, as far as the school has been told."""
    unended = ~Q(told_to_have_ended(viewer))
    owed = Q(decision__outcome=Outcome.ALREADY_OPEN) & ~Q(told_an_answer(viewer))
    not_taken_on = Request.objects.filter(
        referring_team_id=viewer.team_id,
        transfers__state__in=(TransferState.OFFERED, TransferState.REFUSED),
    )
    waiting = Q(decision__outcome__in=HANDS_ON) | Q(id__in=not_taken_on.values("id"))
    return owed | (unended & waiting)


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
    pack, known = load_pack(viewer.pack), known_since(viewer, requests)
    return [
        OpenChild(
            child_id=request.child_id,
            request_id=request.id,
            name=_name(people.get(request.child_id)),
            status=status_line(
                request, due=due.get(request.id), since=known[request.id], pack=pack, now=now
            ),
            urgent=request.urgent,
            unread=request.id in unread or (may_be_read(request) and request.read_at is None),
            is_open=_is_open(request, known[request.id]),
            sent_at=request.sent_at,
        )
        for request in requests
    ]


def _is_open(request: Request, since: Since) -> bool:
    return request.told_at is None or request.read_at is None or still_followed(request, since)


def decided_and_not_told(viewer: Viewer, child_id: UUID) -> set[UUID]:
    """Of the team's own requests about a child, those whose decision it may not read yet."""
    decided = _own_requests(viewer).filter(child_id=child_id, state=RequestState.DECIDED)
    return {request.id for request in decided if not may_be_read(request)}


def _name(person: Person | None) -> str:
    # A child who has left the roll: the school still hears what became of its request, not who they are.
    return person.name if person else "A child no longer on your roll"


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
    written_about: str
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
    told, since = may_be_read(request), known_since(viewer, [request])[request.id]
    return RequestForReferrer(
        request_id=request.id,
        child_id=request.child_id,
        name=_name(person),
        status=status_line(request, due=due, since=since, pack=load_pack(viewer.pack), now=now),
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
        written_about=written_about(viewer, request),
        decision=decision_of(viewer, request) if told else None,
    )


def answers_of(request_id: UUID) -> dict[str, str]:
    """A request's answers by question, as far as the row-level policy lets the viewer read them."""
    return dict(Answer.objects.filter(request_id=request_id).values_list("question", "text__body"))
