"""Ask the school, or another organisation: written, read through, then sent."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import ANSWER, ASK
from alongside.areas.front_door.queries import RequestRead
from alongside.areas.front_door.terms import RequestState
from alongside.foundation.lengths import problem_with_words
from alongside.web.errors import decided_meanwhile, kept_words
from alongside.web.gate import page
from alongside.web.hub.queue import shown_request
from alongside.web.requests import now_of, searched, typed


def _open_request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> RequestRead | None:
    """The request; None where it has been decided, and nothing is left to ask."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    return None if read.row.state == RequestState.DECIDED else read


def _decided(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """On to the decision, or what was typed given back: nothing is asked any more."""
    if request.method == "POST" and kept_words(request):
        return decided_meanwhile(request)
    return redirect("hub_request", request_id=request_id)


@page(requires=ASK)
def hub_ask(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """A question to the school that sent the request."""
    read = _open_request(request, viewer, request_id)
    if read is None:
        return _decided(request, request_id)
    shown: dict[str, Any] = {"read": read, "whom": read.row.school, "of_school": True,
             "back": reverse("hub_request", args=[request_id])}  # fmt: skip
    return _ask(request, viewer, shown, partial(actions.ask_referrer, request_id=request_id))


@page(requires=ASK, methods=("GET", "HEAD"))
def hub_consult(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Which organisation to ask: its teams by kind, or those a search finds."""
    read = _open_request(request, viewer, request_id)
    if read is None:
        return _decided(request, request_id)
    words = searched(request)
    kinds = queries.teams_to_ask(viewer, words, request_id=request_id, at=now_of(request))
    return render(request, "hub/consult.html", {"read": read, "kinds": kinds, "words": words})


@page(requires=ASK)
def hub_consult_team(
    request: HttpRequest, viewer: Viewer, request_id: UUID, team_id: UUID
) -> HttpResponse:
    """A question to one team of another organisation."""
    read = _open_request(request, viewer, request_id)
    if read is None:
        return _decided(request, request_id)
    team = queries.team_to_ask(viewer, team_id, at=now_of(request))
    if team is None:
        raise NotFound
    whom = f"{team.name}, {team.organisation}"
    involved = involved_with(viewer, read.child_id)
    schools = [i.organisation for i in involved if i.relationship == "on_roll"]
    shown: dict[str, Any] = {"read": read, "whom": whom, "of_school": False, "schools": schools,
             "back": reverse("hub_consult", args=[request_id])}  # fmt: skip
    return _ask(
        request, viewer, shown, partial(actions.consult, request_id=request_id, team_id=team_id)
    )


def _ask(
    request: HttpRequest, viewer: Viewer, shown: dict[str, Any], act: "partial[UUID]"
) -> HttpResponse:
    """The form; then the question exactly as it will be read; then send it."""
    words = typed(request, "question")
    shown |= {"words": words, "errors": {}}
    if request.method != "POST" or "change" in request.POST:
        return render(request, "hub/ask.html", shown)
    if problem := problem_with_words(words, missing="Enter your question"):
        return render(request, "hub/ask.html", shown | {"errors": {"question": problem}})
    if "send" not in request.POST:
        return render(request, "hub/ask_check.html", shown)
    try:
        act(question=words, by=viewer, at=now_of(request))
    except (actions.NotPossibleNow, actions.AskedNobody) as problem:
        return render(request, "hub/ask.html", shown | {"errors": {"question": str(problem)}})
    return redirect(f"{reverse('hub_request', args=[shown['read'].row.request_id])}#asked")


@page(requires=ASK, methods=("POST",))
def hub_withdraw(
    request: HttpRequest, viewer: Viewer, request_id: UUID, enquiry_id: UUID
) -> HttpResponse:
    """No longer ask."""
    try:
        actions.withdraw_enquiry(enquiry_id=enquiry_id, by=viewer, at=now_of(request))
    except actions.NotPossibleNow as answered:
        return shown_request(request, viewer, request_id, errors={"asked": str(answered)})
    return redirect(f"{reverse('hub_request', args=[request_id])}#asked")


@page(requires=ANSWER)
def hub_add_known(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """What a colleague in the hub knows from their own organisation, without being asked."""
    read = _open_request(request, viewer, request_id)
    if read is None:
        return _decided(request, request_id)
    source, words = typed(request, "source"), typed(request, "words")
    shown = {"read": read, "source": source, "words": words, "errors": {}}
    if request.method != "POST":
        return render(request, "hub/add_known.html", shown)
    errors = {
        "source": problem_with_words(source, missing="Enter where you know this from"),
        "words": problem_with_words(words, missing="Enter what is known"),
    }
    if any(errors.values()):
        errors = {field: problem for field, problem in errors.items() if problem}
        return render(request, "hub/add_known.html", shown | {"errors": errors})
    try:
        actions.add_what_is_known(
            request_id=request_id, words=words, source=source, by=viewer, at=now_of(request)
        )
    except actions.NotPossibleNow as problem:
        return render(request, "hub/add_known.html", shown | {"errors": {"words": str(problem)}})
    return redirect(f"{reverse('hub_request', args=[request_id])}#asked")
