"""What the hub does to a request: one route an act, so that each is declared and audited as itself."""

from collections.abc import Callable
from functools import partial
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


def _done(
    request: HttpRequest,
    viewer: Viewer,
    request_id: UUID,
    act: Callable[[], object],
    typed: str = "",
) -> HttpResponse:
    """Do it, then lead back to the request; where something stands in the way, say so on its page."""
    if request.method == "POST":
        try:
            act()
        except actions.DecisionIncomplete as missing:
            errors = {"reason": str(missing)}
            return shown_request(request, viewer, request_id, errors=errors, typed=typed)
        except IN_THE_WAY as problem:
            errors = {"act": str(problem)}
            return shown_request(request, viewer, request_id, errors=errors, typed=typed)
    return redirect("hub_request", request_id=request_id)


@page(requires=ACKNOWLEDGE)
def hub_claim(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Take the request on."""
    act = partial(
        actions.acknowledge_request,
        request_id=request_id, version=version_in(request), by=viewer, at=now_of(request),
    )  # fmt: skip
    return _done(request, viewer, request_id, act)


@page(requires=HAND_BACK)
def hub_hand_back(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Give the request back to the team's queue."""
    act = partial(
        actions.hand_back_request,
        request_id=request_id, version=version_in(request), by=viewer, at=now_of(request),
    )  # fmt: skip
    return _done(request, viewer, request_id, act)


@page(requires=RECORD_CALL)
def hub_call(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Record that the school was rung and told."""
    act = partial(actions.record_call, request_id=request_id, by=viewer, at=now_of(request))
    return _done(request, viewer, request_id, act)


@page(requires=DECIDE)
def hub_return(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Send a proposed decision back, with what should change."""
    reason = typed(request, "reason")
    act = partial(
        actions.return_decision, request_id=request_id, reason=reason, by=viewer, at=now_of(request)
    )
    return _done(request, viewer, request_id, act, typed=reason)
