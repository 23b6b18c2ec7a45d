"""What became of a request: the receipt, the answer, and the inbox it arrives in."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.chronology.events import catalogue
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import MARK_READ, READ_REQUEST, SEE_YOUR_CHILDREN
from alongside.areas.front_door.queries import RequestForReferrer
from alongside.areas.front_door.rules import fields_of
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.messages import queries as messages
from alongside.areas.people.queries import people_by_id
from alongside.foundation.ids import reference_of
from alongside.web.gate import page
from alongside.web.requests import now_of


def answers_in_words(answers: dict[str, str], *, name: str) -> list[tuple[str, str]]:
    """Each answered question with its words, and beneath a "no" the reason that was given."""
    rows = []
    for question in QUESTIONS:
        title = question.title.format(name=name)
        words = [answers[field] for field in fields_of(question) if field in answers]
        if words:
            yes_no = {"yes": "Yes", "no": "No"} if question.kind == "yes_no" else {}
            rows.append((title, "\n".join([yes_no.get(words[0], words[0]), *words[1:]])))
    return rows


def _request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> RequestForReferrer:
    found = queries.request_for_referrer(viewer, request_id, now=now_of(request))
    if found is None:
        raise NotFound
    return found


@page(requires=READ_REQUEST, methods=("GET", "HEAD"))
def request_sent(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The receipt: reference, the team that has it, and by when they will be told."""
    found = _request(request, viewer, request_id)
    return render(
        request, "school/sent.html", {"found": found, "reference": reference_of(request_id)}
    )


@page(requires=READ_REQUEST, methods=("GET", "HEAD"))
def request_page(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    found = _request(request, viewer, request_id)
    name = found.name
    shown: dict[str, Any] = {
        "found": found,
        "decision": found.decision,
        "may_mark_read": role_may(viewer, MARK_READ),
        "reference": reference_of(request_id),
        "answers": answers_in_words(found.answers, name=name),
    }
    return render(request, "school/request.html", shown)


@page(requires=MARK_READ, methods=("POST",))
def request_read(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    with suppress(
        actions.NotPossibleNow
    ):  # the decision was withdrawn meanwhile: the page says where it stands
        actions.mark_decision_read(request_id=request_id, by=viewer, at=now_of(request))
    return redirect("request", request_id=request_id)


@page(requires=SEE_YOUR_CHILDREN, methods=("GET", "HEAD"))
def inbox(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The team's messages, unread first."""
    found = messages.inbox(viewer)
    names = {p.child_id: p.name for p in people_by_id(viewer, [m.child_id for m in found])}
    kinds = catalogue()
    rows = [
        (m, names.get(m.child_id, "A child no longer on your roll"), kinds[m.event_kind].label)
        for m in found
    ]
    return render(request, "school/inbox.html", {"rows": rows})
