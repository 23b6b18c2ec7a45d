"""The team's queue, what it has decided, and one request with what can be done to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import DECIDE, SEE_QUEUE
from alongside.areas.front_door.queries import RequestRead
from alongside.areas.front_door.terms import Outcome, RequestState
from alongside.areas.people.queries import identifiers
from alongside.foundation.ids import reference_of
from alongside.register.terms import RelationshipKind
from alongside.web.gate import page
from alongside.web.requests import now_of
from alongside.web.school.requests import answers_in_words

IN_THE_WAY = (
    actions.HeldByAnother,
    actions.NotPossibleNow,
    actions.ChangedMeanwhile,
    actions.DecisionIncomplete,
)


@page(requires=SEE_QUEUE, methods=("GET", "HEAD"))
def hub_queue(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everything undecided or untold, urgent first, then by the time left."""
    rows = queries.team_queue(viewer, now=now_of(request))
    return render(request, "hub/queue.html", {"rows": rows, "states": dict(RequestState.choices)})


@page(requires=SEE_QUEUE, methods=("GET", "HEAD"))
def hub_decided(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rows = queries.requests_decided(viewer, now=now_of(request))
    return render(request, "hub/decided.html", {"rows": rows, "outcomes": dict(Outcome.choices)})


@page(requires=SEE_QUEUE)
def hub_request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """One request: who the child is, what is known, and claim, hand back or record a call."""
    now, errors = now_of(request), {}
    read = queries.request_for_hub(viewer, request_id, now=now)
    if read is None:
        raise NotFound
    if request.method == "POST":
        try:
            _act(request, viewer, request_id, now)
        except IN_THE_WAY as problem:
            errors = {"act": str(problem)}
        else:
            return redirect("hub_request", request_id=request_id)
    shown = _shown(viewer, read, now=now)
    return render(request, "hub/request.html", {**shown, "errors": errors})


def _act(request: HttpRequest, viewer: Viewer, request_id: UUID, now: datetime) -> None:
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() else 0
    acts: dict[str, Callable[[], object]] = {
        "claim": lambda: actions.acknowledge_request(
            request_id=request_id, version=version, by=viewer, at=now
        ),
        "hand_back": lambda: actions.hand_back_request(
            request_id=request_id, version=version, by=viewer, at=now
        ),
        "call": lambda: actions.record_call(request_id=request_id, by=viewer, at=now),
        "return": lambda: actions.return_decision(
            request_id=request_id, reason=request.POST.get("reason", ""), by=viewer, at=now
        ),
    }
    acts.get(request.POST.get("act", ""), lambda: None)()


def _shown(viewer: Viewer, read: RequestRead, *, now: datetime) -> dict[str, Any]:
    kinds = dict(RelationshipKind.choices)
    return {
        "read": read,
        "reference": reference_of(read.row.request_id),
        "decision": read.decision,
        "numbers": identifiers(viewer, read.child_id),
        "involved": [(kinds[i.relationship], i) for i in involved_with(viewer, read.child_id)],
        "earlier": queries.earlier_requests(
            viewer, read.child_id, but=read.row.request_id, now=now
        ),
        "draft": queries.decision_draft(viewer, read.row.request_id),
        "outcomes": dict(Outcome.choices),
        "states": dict(RequestState.choices),
        "answers": answers_in_words(read.answers, name=read.row.name),
        "decides": role_may(viewer, DECIDE),
    }
