"""Told or not told: recorded by the job that delivered, or by the person who rang."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Acting, Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.front_door.actions.claims import fact_about, locked_request
from alongside.areas.front_door.actions.errors import NotPossibleNow
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.permissions import RECORD_CALL
from alongside.areas.front_door.queries.telling import Round, told_with_no_reader_left
from alongside.areas.front_door.terms import RequestState, TellingFailure, Told
from alongside.areas.messages.actions import nobody_left

TELLS_THE_REFERRER = "request_decided"


@transaction.atomic
def record_told(
    *, request_id: UUID, how: Told, at: datetime, causation_id: UUID | None = None
) -> bool:
    """The decision lies in the inbox of the team that asked: its clock stops. False if told before."""
    request = Request.objects.select_for_update().get(id=request_id)
    if request.told_at is not None:
        return False
    fact = tell(request, how=how, at=at, causation_id=causation_id)
    save_told(request)
    record(fact)
    return True


def tell(request: Request, *, how: Told, at: datetime, causation_id: UUID | None = None) -> Fact:
    """Mark the request, unsaved, as told by what was delivered; what to record of it."""
    _set_told(request, how=how, at=at)
    return _system_fact(
        request, "referrer_told", at=at, causation_id=causation_id, payload={"how": str(how)}
    )


def tell_by_call(request: Request, *, by: Acting, at: datetime) -> Fact:
    """Mark the request, unsaved, as told by a person who rang; what to record of it."""
    _set_told(request, how=Told.CALL, at=at)
    request.called_at = at
    return fact_about(request, "referrer_told", by=by, at=at, how=str(Told.CALL))


def tell_a_reader(request: Request, *, by: Acting, at: datetime) -> Fact:
    """Mark the request, unsaved, as told to somebody who has the decision before their eyes.

    So it is where every email came back, or nobody was posted when it was delivered.
    """
    _set_told(request, how=Told.INBOX, at=at)
    return fact_about(request, "referrer_told", by=by, at=at, how=str(Told.INBOX))


def _set_told(request: Request, *, how: Told, at: datetime) -> None:
    if request.state != RequestState.DECIDED:
        raise NotPossibleNow("Decide first: there is no decision to tell the school yet.")
    request.told_at, request.told_how, request.telling_failed_at = at, how, None
    request.version += 1


def save_told(request: Request) -> None:
    """Save what was marked of telling."""
    request.save(update_fields=["told_at", "told_how", "telling_failed_at", "called_at", "version"])


def _system_fact(
    request: Request,
    kind: str,
    *,
    at: datetime,
    causation_id: UUID | None,
    payload: dict[str, object],
) -> Fact:
    return Fact(
        kind=kind, authority_id=request.authority_id, child_id=request.child_id, subject_id=request.id,
        at=at, causation_id=causation_id, payload=payload,
    )  # fmt: skip


@transaction.atomic
def record_not_told(
    *, request_id: UUID, why: str, at: datetime, causation_id: UUID | None = None
) -> bool:
    """Nobody could be told, or nobody is left who could read it: the clock runs again and the hub is warned.

    False where that is already known, or where somebody has read the decision or was rung.
    """
    request = Request.objects.select_for_update().get(id=request_id)
    rung = request.told_how == Told.CALL
    if request.decided_at is None or request.telling_failed_at or request.read_at or rung:
        return False
    request.told_at, request.told_how, request.telling_failed_at = None, "", at
    request.version += 1
    save_told(request)
    record(
        _system_fact(
            request, "telling_failed", at=at, causation_id=causation_id, payload={"why": why}
        )
    )
    return True


@transaction.atomic
def record_call(*, request_id: UUID, by: Viewer, at: datetime) -> None:
    """Somebody rang the school: told, by a person's word, if it was not; and rung, if it asked to be.

    A school that asked to be rung first still finds the decision in its inbox at once: safety comes first.
    """
    request = locked_request(request_id, RECORD_CALL, by=by, at=at)
    if request.told_at is None:
        fact = tell_by_call(request, by=by, at=at)
    elif request.telephone_first and request.called_at is None:
        request.called_at = at
        request.version += 1
        fact = fact_about(request, "school_rung", by=by, at=at)
    else:
        return
    save_told(request)
    record(fact)


def reopen_unreadable(*, at: datetime, of: Round | None = None) -> list[UUID]:
    """Record as not told each decision that lies unread where nobody is posted any more; their ids."""
    left = told_with_no_reader_left(at=at, of=of)
    return [request_id for request_id in left if _reopen(request_id, at=at)]


@transaction.atomic
def _reopen(request_id: UUID, *, at: datetime) -> bool:
    why = str(TellingFailure.NO_LIVE_READER)
    if not record_not_told(request_id=request_id, why=why, at=at):
        return False
    team_id = Request.objects.values_list("referring_team_id", flat=True).get(id=request_id)
    nobody_left(subject_id=request_id, team_id=team_id)
    return True
