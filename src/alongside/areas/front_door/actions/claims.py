"""Take a request on, and hand it back: it stays the team's whoever holds it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, live, require, role_may
from alongside.access.viewer import Acting, Permission, Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.front_door.actions.errors import ChangedMeanwhile, HeldByAnother
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.permissions import ACKNOWLEDGE, HAND_BACK, TAKE_OVER
from alongside.areas.front_door.rules import move
from alongside.areas.front_door.terms import RequestState
from alongside.areas.staffing.queries import away_postings
from alongside.packs import load_pack
from alongside.register.models import Posting


@transaction.atomic
def acknowledge_request(*, request_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """Take a request on; the first to do so acknowledges it, and the school is told that it is looked at.

    Raises `HeldByAnother` where a colleague holds it, unless they have left or a manager takes it over.
    """
    request = locked_request(request_id, ACKNOWLEDGE, by=by, at=at)
    if request.claimed_by_id == by.posting_id:
        return
    refuse_if_held(request, by=by, at=at)
    refuse_if_changed(request, version, at=at)
    fact = take_on(request, by=by, at=at)
    save_moved(request, "state", "acknowledged_at", "claimed_by", "claimed_at")
    record(fact)


def take_on(request: Request, *, by: Acting, at: datetime) -> Fact:
    """Move the request, unsaved, into somebody's hands; what to record of it."""
    transition = move(
        request.state, "acknowledge" if request.state == RequestState.WAITING else "claim"
    )
    request.state = transition.after
    request.acknowledged_at = request.acknowledged_at or at
    request.claimed_by_id, request.claimed_at = by.posting_id, at
    request.version += 1
    return fact_about(request, transition.event, by=by, at=at)


@transaction.atomic
def hand_back_request(*, request_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """Give a request back to the team's queue for a colleague to take on."""
    request = locked_request(request_id, HAND_BACK, by=by, at=at)
    refuse_if_held(request, by=by, at=at)
    refuse_if_changed(request, version, at=at)
    transition = move(request.state, "hand_back")
    request.claimed_by_id, request.claimed_at = None, None
    request.version += 1
    save_moved(request, "claimed_by", "claimed_at")
    record(fact_about(request, transition.event, by=by, at=at))


def locked_request(
    request_id: UUID, permission: Permission, *, by: Viewer, at: datetime
) -> Request:
    """The request, locked until the transaction ends, if the viewer may do this to it; else `NotFound`."""
    request = Request.objects.select_for_update().filter(id=request_id).first()
    if request is None:
        raise NotFound
    require(by, permission, request.child_id, subject_id=request.id, at=at)
    return request


def refuse_if_held(request: Request, *, by: Viewer, at: datetime) -> None:
    """Raise `HeldByAnother` while a live colleague who is not away holds it; a manager may take it over."""
    if request.claimed_by_id is None or not is_held_from(request, by):
        return
    holder = Posting.objects.filter(
        live(at), id=request.claimed_by_id, user__is_active=True
    ).first()
    if holder and not away_postings([holder.id], at=at):
        raise HeldByAnother(holder.user.full_name)


def is_held_from(request: Request, by: Acting) -> bool:
    """Whether another posting holds the request, and this one may not take it over."""
    return request.claimed_by_id not in (None, by.posting_id) and not role_may(by, TAKE_OVER)


def refuse_if_changed(request: Request, version: int, *, at: datetime) -> None:
    if request.version != version:
        raise ChangedMeanwhile("A colleague", at)


def save_moved(request: Request, *fields: str) -> None:
    request.save(update_fields=[*fields, "version"])


def fact_about(request: Request, kind: str, *, by: Acting, at: datetime, **payload: object) -> Fact:
    """An event about a request, by a posting."""
    return Fact(
        kind=kind,
        authority_id=request.authority_id,
        child_id=request.child_id,
        subject_id=request.id,
        by_posting_id=by.posting_id,
        at=at,
        payload=payload,
    )


def is_registered_social_worker(viewer: Acting) -> bool:
    """Whether the viewer's role is one that only registered social workers hold."""
    role = load_pack(viewer.pack).roles.get(viewer.role)
    return role is not None and role.registered_social_worker
