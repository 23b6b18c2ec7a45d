"""What the hub does to a request: one route an act, so that each is declared and audited as itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions
from alongside.areas.front_door.permissions import ACKNOWLEDGE, DECIDE, HAND_BACK, RECORD_CALL
from alongside.web.gate import page
from alongside.web.hub.queue import shown_request
from alongside.web.requests import now_of, typed, version_in

IN_THE_WAY = (
    actions.HeldByAnother,
    actions.NotPossibleNow,
    actions.ChangedMeanwhile,
    actions.DecisionIncomplete,
)


@page(requires=ACKNOWLEDGE)
def hub_claim(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Take the request on."""
    if request.method == "POST":
        try:
            actions.acknowledge_request(
                request_id=request_id, version=version_in(request), by=viewer, at=now_of(request)
            )
        except IN_THE_WAY as problem:
            return shown_request(request, viewer, request_id, errors={"act": str(problem)})
    return redirect("hub_request", request_id=request_id)


@page(requires=HAND_BACK)
def hub_hand_back(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Give the request back to the team's queue."""
    if request.method == "POST":
        try:
            actions.hand_back_request(
                request_id=request_id, version=version_in(request), by=viewer, at=now_of(request)
            )
        except IN_THE_WAY as problem:
            return shown_request(request, viewer, request_id, errors={"act": str(problem)})
    return redirect("hub_request", request_id=request_id)


@page(requires=RECORD_CALL)
def hub_call(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Record that the school was rung and told."""
    if request.method == "POST":
        try:
            actions.record_call(request_id=request_id, by=viewer, at=now_of(request))
        except IN_THE_WAY as problem:
            return shown_request(request, viewer, request_id, errors={"act": str(problem)})
    return redirect("hub_request", request_id=request_id)


@page(requires=DECIDE)
def hub_return(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Send a proposed decision back, with what should change."""
    if request.method == "POST":
        reason = typed(request, "reason")
        try:
            actions.return_decision(
                request_id=request_id, reason=reason, by=viewer, at=now_of(request)
            )
        except actions.DecisionIncomplete as missing:
            errors = {"reason": str(missing)}
            return shown_request(request, viewer, request_id, errors=errors, typed=reason)
        except IN_THE_WAY as problem:
            errors = {"act": str(problem)}
            return shown_request(request, viewer, request_id, errors=errors, typed=reason)
    return redirect("hub_request", request_id=request_id)
