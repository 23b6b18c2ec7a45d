"""Answer what the hub asked: what is typed is kept, read through, then sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import ANSWER
from alongside.areas.front_door.queries import QuestionRead
from alongside.areas.front_door.terms import EnquiryState
from alongside.foundation.lengths import problem_with_words
from alongside.web.errors import kept_words, no_longer_asked
from alongside.web.gate import page
from alongside.web.requests import now_of, typed, version_in

JUST_ANSWERED = "answered"  # in the session: the id of the question that was answered last
OfQuestion = Callable[[HttpRequest, Viewer, UUID], HttpResponse]


@page(requires=ANSWER, methods=("GET", "HEAD"))
def questions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the team was asked and has not answered, oldest first."""
    shown = {
        "rows": queries.questions_to_answer(viewer),
        "now": now_of(request),
        "saved": "saved" in request.GET,
    }
    return render(request, "asked/questions.html", shown)


def while_asked(view: OfQuestion) -> OfQuestion:
    """Where the question is closed meanwhile, lead on from it, and give back what was typed."""

    @wraps(view)
    def shown(request: HttpRequest, viewer: Viewer, enquiry_id: UUID) -> HttpResponse:
        try:
            return view(request, viewer, enquiry_id)
        except (NotFound, actions.NotPossibleNow):
            if request.session.get(JUST_ANSWERED) == str(enquiry_id):  # sent twice
                return redirect("question_answered")
            if request.method == "POST" and kept_words(request):
                return no_longer_asked(request)
            closed = queries.question_to_team(viewer, enquiry_id)
            if closed and closed.request_id:
                return redirect("request", request_id=closed.request_id)
            raise NotFound from None

    return shown


def _open(viewer: Viewer, enquiry_id: UUID) -> QuestionRead:
    asked = queries.question_to_team(viewer, enquiry_id)
    if asked is None or asked.state != EnquiryState.ASKED:
        raise NotFound
    return asked


@page(requires=ANSWER)
@while_asked
def question(request: HttpRequest, viewer: Viewer, enquiry_id: UUID) -> HttpResponse:
    """One question, who the child is, and the answer as far as it is written."""
    asked = _open(viewer, enquiry_id)
    if request.method != "POST":
        return _form(request, viewer, asked, words=asked.draft, version=asked.version)
    words = typed(request, "answer")
    try:
        version = actions.save_answer_draft(
            enquiry_id=enquiry_id, words=words, version=version_in(request), by=viewer,
            at=now_of(request),
        )  # fmt: skip
    except actions.ChangedMeanwhile as changed:
        errors = {"answer": str(changed)}
        return _form(
            request, viewer, asked, words=words, version=asked.version, errors=errors,
            theirs=asked.draft,
        )  # fmt: skip
    if "later" in request.POST:
        return redirect(f"{_where_from(asked)}?saved=1")
    if problem := problem_with_words(words, missing="Enter your answer"):
        errors = {"answer": problem}
        return _form(request, viewer, asked, words=words, version=version, errors=errors)
    return redirect("question_check", enquiry_id=enquiry_id)


def _where_from(asked: QuestionRead) -> str:
    """The page a question stands on: the school's own request, or the list."""
    return reverse("request", args=[asked.request_id]) if asked.request_id else reverse("questions")


def _form(
    request: HttpRequest,
    viewer: Viewer,
    asked: QuestionRead,
    *,
    words: str,
    version: int,
    errors: dict[str, str] | None = None,
    theirs: str = "",
) -> HttpResponse:
    shown = {
        **_about(viewer, asked),
        "words": words,
        "version": version,
        "errors": errors or {},
        "theirs": theirs,
    }
    return render(request, "asked/question.html", shown)


def _about(viewer: Viewer, asked: QuestionRead) -> dict[str, Any]:
    """What both pages of a question show of it."""
    involved = [] if asked.request_id else involved_with(viewer, asked.child_id)
    return {
        "asked": asked,
        "schools": [i.organisation for i in involved if i.relationship == "on_roll"],
        "where_from": _where_from(asked),
    }


@page(requires=ANSWER)
@while_asked
def question_check(request: HttpRequest, viewer: Viewer, enquiry_id: UUID) -> HttpResponse:
    """The answer exactly as the hub will read it; then send."""
    asked, errors = _open(viewer, enquiry_id), {}
    if request.method == "POST":
        try:
            actions.answer_enquiry(
                enquiry_id=enquiry_id, version=version_in(request), by=viewer, at=now_of(request)
            )
        except actions.NothingWritten:
            return redirect("question", enquiry_id=enquiry_id)
        except actions.ChangedMeanwhile as changed:
            errors = {"send": str(changed)}
        else:
            if asked.request_id:
                return redirect(f"{_where_from(asked)}?answered=1")
            request.session[JUST_ANSWERED] = str(enquiry_id)
            return redirect("question_answered")
    if problem_with_words(asked.draft, missing="none"):
        return redirect("question", enquiry_id=enquiry_id)
    return render(request, "asked/check.html", {**_about(viewer, asked), "errors": errors})


@page(requires=ANSWER, methods=("GET", "HEAD"))
def question_answered(request: HttpRequest, _viewer: Viewer) -> HttpResponse:
    """The receipt: it says nothing of the child, who is no longer the team's to know."""
    return render(request, "asked/answered.html")
