"""The team's queue: what stands in it, why, and what has left it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.gate import is_live
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.school import TOLD_CLOCK
from alongside.areas.front_door.queries.standing import (
    NOTHING,
    Elsewhere,
    InQueue,
    in_queue,
    standing_in_words,
    with_standing,
)
from alongside.areas.front_door.terms import RequestState, Standing
from alongside.areas.people.queries import Person, people_by_id
from alongside.areas.staffing.queries import away_postings

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
    standing: str  # why it stands in the queue: a code of `Standing`, empty where it does not
    standing_words: str
    sent_at: datetime
    due_at: datetime | None
    overdue: bool
    held_by: str
    held_by_viewer: bool
    holder_away: bool
    not_told: bool
    outcome: str
    decided_at: datetime | None
    told_at: datetime | None
    read_at: datetime | None


@discloses("identity", "request")
def team_queue(
    viewer: Viewer,
    *,
    now: datetime,
    show: str = "",
    first: int = 0,
    most: int = 200,
    among: InQueue | None = None,
) -> list[QueueRow]:
    """What waits for the team: undecided, untold, to be rung, to be handed on, or with another authority.

    Urgent first, then by the time that is left: one limit runs for all of them, so the oldest has the
    least. `among` is the queue where it has been asked for already.
    """
    among = among or in_queue(viewer, now=now, show=show, most=first + most)
    ids = [id_ for id_, _ in among.requests[first : first + most]]
    rows = with_standing(Request.objects.filter(id__in=ids), among.held)
    found = standing_rows(viewer, list(rows), among.held, now=now)
    return sorted(
        found, key=lambda row: (not row.urgent, row.due_at or row.sent_at, str(row.request_id))
    )


def queue_counts(
    viewer: Viewer, *, now: datetime, show: str = "", among: InQueue | None = None
) -> dict[str, int]:
    """How many requests stand in the queue, by why; of `among`, where it has been asked for already."""
    among = among or in_queue(viewer, now=now, show=show)
    found = Counter(standing for _, standing in among.requests)
    return {standing.value: found[standing] for standing in Standing if standing in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A request in the hands of one colleague."""

    request_id: UUID
    child_id: UUID
    name: str
    held_by_id: UUID


@discloses("identity", "request")
def held_in_team(viewer: Viewer) -> list[Held]:
    """What somebody in the viewer's team holds, oldest first: three queries for any number."""
    of_team = Request.objects.filter(receiving_team_id=viewer.team_id, claimed_by__isnull=False)
    held = of_team.order_by("sent_at", "id")[:500]
    names = {p.child_id: p.name for p in people_by_id(viewer, [one.child_id for one in held])}
    return [
        Held(
            request_id=one.id,
            child_id=one.child_id,
            name=names.get(one.child_id, UNNAMED),
            held_by_id=one.claimed_by_id,
        )
        for one in held
        if one.claimed_by_id
    ]


@discloses("identity", "request")
def requests_decided(
    viewer: Viewer, *, now: datetime, first: int = 0, most: int = 50
) -> list[QueueRow]:
    """What the team has decided and told, latest first."""
    rows = Request.objects.filter(
        receiving_team_id=viewer.team_id, state=RequestState.DECIDED, told_at__isnull=False
    )
    decided = with_standing(rows, NOTHING).order_by("-decided_at", "-id")[first : first + most]
    return standing_rows(viewer, list(decided), NOTHING, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request about a child in one line: who asked when, and what became of it."""

    request_id: UUID
    child_id: UUID
    school: str
    state: str
    outcome: str
    sent_at: datetime
    told_at: datetime | None
    read_at: datetime | None


@discloses("request")
def earlier_requests(
    viewer: Viewer, child_id: UUID, *, but: UUID | None = None
) -> list[RequestLine]:
    """Every request about a child that the viewer may know of, but one, newest first: one query."""
    rows = Request.objects.select_related("referring_team__organisation", "decision").filter(
        child_id=child_id
    )
    if but:
        rows = rows.exclude(id=but)
    return [
        RequestLine(
            request_id=row.id,
            child_id=child_id,
            school=row.referring_team.organisation.name,
            state=row.state,
            outcome=row.decision.outcome if row.state == RequestState.DECIDED else "",
            sent_at=row.sent_at,
            told_at=row.told_at,
            read_at=row.read_at,
        )
        for row in rows.order_by("-sent_at")[:50]
    ]


@discloses("identity", "request")
def told_together(viewer: Viewer, request_id: UUID, *, now: datetime) -> list[QueueRow]:
    """The other requests that the school sent in the same words, for brothers and sisters."""
    together = Request.objects.filter(id=request_id, told_together__isnull=False)
    rows = Request.objects.filter(
        told_together__in=together.values("told_together"), receiving_team_id=viewer.team_id
    ).exclude(id=request_id)
    in_order = with_standing(rows, NOTHING).order_by("sent_at", "id")
    return standing_rows(viewer, list(in_order), NOTHING, now=now)


def standing_rows(
    viewer: Viewer, requests: list[Request], held: Elsewhere, *, now: datetime
) -> list[QueueRow]:
    """Requests read by `with_standing`, as rows."""
    due = due_moments([request.id for request in requests], TOLD_CLOCK)
    people = {
        p.child_id: p for p in people_by_id(viewer, [request.child_id for request in requests])
    }
    away = away_postings([request.claimed_by_id for request in requests], at=now)
    return [
        _row(viewer, r, people.get(r.child_id), due.get(r.id), held=held, away=away, now=now)
        for r in requests
    ]


def _row(
    viewer: Viewer,
    request: Request,
    person: Person | None,
    due: datetime | None,
    *,
    held: Elsewhere,
    away: set[UUID],
    now: datetime,
) -> QueueRow:
    decided, standing = request.state == RequestState.DECIDED, str(vars(request)["standing"])
    return QueueRow(
        request_id=request.id,
        child_id=request.child_id,
        name=person.name if person else UNNAMED,
        date_of_birth=person.date_of_birth if person else None,
        school=request.referring_team.organisation.name,
        urgent=request.urgent,
        state=request.state,
        standing=standing,
        standing_words=standing_in_words(standing, request.id, held),
        sent_at=request.sent_at,
        due_at=due,
        overdue=due is not None and now > due,
        held_by=_holder(request, now),
        held_by_viewer=request.claimed_by_id == viewer.posting_id,
        holder_away=request.claimed_by_id in away,
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
