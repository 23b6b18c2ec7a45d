"""What became of a request: the receipt and the answer."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.challenges.permissions import CHALLENGE
from alongside.areas.challenges.queries import challenge_of_request
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import (
    ANSWER,
    MARK_READ,
    READ_REQUEST,
)
from alongside.areas.front_door.queries import RequestForReferrer
from alongside.areas.front_door.rules import fields_of
from alongside.areas.front_door.terms import QUESTIONS, Question
from alongside.areas.people.queries import person
from alongside.foundation.calendars import is_office_open
from alongside.foundation.ids import reference_of
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.requests import now_of, seen_at_in


def answer_in_words(question: Question, answers: Mapping[str, str]) -> tuple[str, str]:
    """What was answered to one question, and beneath a "no" the reason that was given."""
    said, *why_not = [answers.get(field, "") for field in fields_of(question)]
    yes_no = {"yes": "Yes", "no": "No"} if question.kind == "yes_no" else {}
    return yes_no.get(said, said), why_not[0] if why_not and said != "yes" else ""


def answers_in_words(answers: Mapping[str, str], *, name: str) -> list[tuple[str, str]]:
    """Each answered question with its words."""
    rows = []
    for question in QUESTIONS:
        words = "\n".join(filter(None, answer_in_words(question, answers)))
        if words:
            rows.append((question.title.format(name=name), words))
    return rows


def _request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> RequestForReferrer:
    found = queries.request_for_referrer(viewer, request_id, now=now_of(request))
    if found is None:
        raise NotFound
    return found


@page(requires=READ_REQUEST, methods=("GET", "HEAD"))
def request_sent(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The receipt: reference, the team that has it, and by when they will be told."""
    front_door = load_pack(viewer.pack).front_door
    found = _request(request, viewer, request_id)
    others = queries.sent_together(viewer, request_id)
    pairs = [(found.name, request_id), *((other.name, other.request_id) for other in others)]
    shown = {
        "found": found,
        "reference": reference_of(request_id),
        "together": [(n, reference_of(i), i) for n, i in pairs] if others else [],
        "telephone_first": found.telephone_first,
        "front_door": front_door,
        "is_open": is_office_open(now_of(request), front_door.office),
    }
    return render(request, "school/sent.html", shown)


@page(requires=READ_REQUEST, methods=("GET", "HEAD"))
def request_page(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    found = _request(request, viewer, request_id)
    name = found.name
    feedback = queries.feedback_for_referrer(viewer, request_id)
    shown: dict[str, Any] = {
        "found": found,
        "decision": found.decision,
        "feedback": feedback,
        "unread": any(told.read_at is None for told in feedback),
        "seen_at": now_of(request).isoformat(),
        "may_mark_read": role_may(viewer, MARK_READ),
        "challenge": challenge_of_request(viewer, request_id, now=now_of(request)),
        "may_disagree": role_may(viewer, CHALLENGE),
        "reference": reference_of(request_id),
        "answers": answers_in_words(found.answers, name=found.written_about or name),
        "on_roll": person(viewer, found.child_id) is not None,
        "questions": queries.questions_about(viewer, request_id),
        "may_answer": role_may(viewer, ANSWER),
        "done": next((done for done in ("saved", "answered") if done in request.GET), ""),
    }
    return render(request, "school/request.html", shown)


@page(requires=MARK_READ, methods=("POST",))
def request_read(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    with suppress(
        actions.NotPossibleNow
    ):  # the decision was withdrawn meanwhile: the page says where it stands
        actions.mark_decision_read(
            request_id=request_id, seen_at=seen_at_in(request), by=viewer, at=now_of(request)
        )
    return redirect("request", request_id=request_id)
