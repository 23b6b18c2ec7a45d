"""The request that help came of, for the team that helps: what the school said, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.decisions import DecisionRead, decision_of
from alongside.areas.front_door.queries.school import answers_of
from alongside.areas.front_door.queries.written_about import written_about
from alongside.areas.front_door.terms import RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForTeam:
    """A request as the team that was asked to help reads it."""

    request_id: UUID
    child_id: UUID
    school: str
    school_telephone: str
    sent_by: str
    sent_at: datetime
    urgent: bool
    answers: dict[str, str]
    written_about: str
    decision: DecisionRead | None


def _asked(
    request: Request, *, answers: dict[str, str], about: str = "", decision: DecisionRead | None
) -> RequestForTeam:
    school = request.referring_team
    return RequestForTeam(
        request_id=request.id,
        child_id=request.child_id,
        school=school.organisation.name,
        school_telephone=school.telephone or school.organisation.telephone,
        sent_by=request.referred_by.user.full_name,
        sent_at=request.sent_at,
        urgent=request.urgent,
        answers=answers,
        written_about=about,
        decision=decision,
    )


def _request(request_id: UUID) -> Request | None:
    rows = Request.objects.select_related("referring_team__organisation", "referred_by__user")
    return rows.filter(id=request_id).first()


@discloses("request")
def request_for_team(viewer: Viewer, request_id: UUID) -> RequestForTeam | None:
    """The request, as far as the row-level policy lets a team that helps read it."""
    request = _request(request_id)
    if request is None:
        return None
    decided = request.state == RequestState.DECIDED
    decision = decision_of(viewer, request) if decided else None
    about = written_about(viewer, request)
    return _asked(request, answers=answers_of(request.id), about=about, decision=decision)


@discloses("pointer")
def school_that_asked(viewer: Viewer, request_id: UUID) -> RequestForTeam | None:
    """The same without what was said or decided: to whom the team writes."""
    request = _request(request_id)
    return _asked(request, answers={}, decision=None) if request else None
