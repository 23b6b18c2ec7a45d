"""Anybody tells the designated officer: immediate danger first, one question a page, check, send, receipt."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.allegations import actions, queries
from alongside.areas.allegations.permissions import REPORT
from alongside.areas.allegations.queries import ConcernRead
from alongside.areas.allegations.rules import first_unanswered, problems_with
from alongside.areas.allegations.terms import QUESTIONS, Question
from alongside.foundation.calendars import is_office_open
from alongside.foundation.ids import reference_of
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.requests import now_of, typed, version_in

KEYS = [question.key for question in QUESTIONS]
BY_KEY = {question.key: question for question in QUESTIONS}
DONE = {"saved": "Saved. It has not been sent yet.", "deleted": "Deleted."}


def answers_in_words(answers: Mapping[str, str]) -> list[tuple[Question, str]]:
    """Each question with what was answered."""
    yes_no = {"yes": "Yes", "no": "No"}
    return [
        (q, yes_no.get(answers.get(q.key, ""), "") if q.kind == "yes_no" else answers.get(q.key, ""))
        for q in QUESTIONS
    ]  # fmt: skip


@page(requires=REPORT, methods=("GET", "HEAD"))
def own_concerns(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What this is for, whom to ring, and what the viewer told before."""
    now = now_of(request)
    front_door = load_pack(viewer.pack).front_door
    shown = {
        "officers": queries.designated_officers(viewer.authority_id, now=now),
        "front_door": front_door,
        "is_open": is_office_open(now, front_door.office),
        "draft": queries.own_draft(viewer),
        "rows": [
            (row, reference_of(row.matter_id)) for row in queries.concerns_told_by(viewer, now=now)
        ],
        "first": KEYS[0],
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "concerns/own.html", shown)


@page(requires=REPORT)
def concern_question(request: HttpRequest, viewer: Viewer, question: str) -> HttpResponse:
    """One question: saved as typed even where something is wrong with it."""
    asked = BY_KEY.get(question)
    if asked is None:
        raise NotFound
    if queries.designated_officers(viewer.authority_id, now=now_of(request)) is None:
        return redirect("own_concerns")
    if request.method == "POST":
        return _save(request, viewer, asked)
    draft = queries.own_draft(viewer)
    answers = draft.answers if draft else {}
    errors = problems_with(asked, answers) if "missing" in request.GET else {}
    return _ask(request, asked, answers, draft.version if draft else 0, errors)


def _save(request: HttpRequest, viewer: Viewer, asked: Question) -> HttpResponse:
    draft = queries.own_draft(viewer)
    before = draft.answers if draft else {}
    given = {asked.key: typed(request, asked.key)}
    answers = {**before, **given}
    try:
        version = actions.save_draft(
            answers=given, version=version_in(request), by=viewer, at=now_of(request)
        )
    except actions.ChangedMeanwhile as changed:
        errors, theirs = {asked.key: str(changed)}, before.get(asked.key, "")
        return _ask(request, asked, answers, draft.version if draft else 0, errors, theirs)
    if "later" in request.POST:
        return redirect(f"{reverse('own_concerns')}?done=saved")
    if errors := problems_with(asked, answers):
        return _ask(request, asked, answers, version, errors)
    return _next(request, asked, answers)


def _ask(
    request: HttpRequest,
    asked: Question,
    answers: Mapping[str, str],
    version: int,
    errors: dict[str, str],
    theirs: str = "",
) -> HttpResponse:
    place = KEYS.index(asked.key)
    shown = {
        "question": asked, "answers": answers, "version": version, "errors": errors,
        "theirs": theirs, "place": place + 1, "of": len(KEYS),
        "before": KEYS[place - 1] if place else None,
    }  # fmt: skip
    return render(request, "concerns/question.html", shown)


def _next(request: HttpRequest, asked: Question, answers: Mapping[str, str]) -> HttpResponse:
    if asked.key == "danger" and answers["danger"] == "yes":
        return redirect("concern_danger_now")
    place = KEYS.index(asked.key) + 1
    if "change" in request.GET or place == len(KEYS):
        return redirect("concern_check")
    return redirect("concern_question", question=KEYS[place])


@page(requires=REPORT, methods=("GET", "HEAD"))
def concern_danger_now(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ring first: 999, then the duty line, or out of hours the emergency duty team."""
    front_door = load_pack(viewer.pack).front_door
    shown = {
        "front_door": front_door,
        "is_open": is_office_open(now_of(request), front_door.office),
        "next": KEYS[1],
    }
    return render(request, "concerns/danger_now.html", shown)


@page(requires=REPORT)
def concern_check(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every answer, each with a way to change it; then send."""
    errors = {}
    if request.method == "POST":
        try:
            sent = actions.report_concern(
                version=version_in(request), by=viewer, at=now_of(request)
            )
        except actions.QuestionUnanswered as missing:
            where = reverse("concern_question", args=[missing.question])
            return redirect(f"{where}?missing=1")
        except (actions.NoOfficer, actions.ChangedMeanwhile) as problem:
            errors = {"send": str(problem)}
        else:
            return redirect("concern_sent", concern_id=sent) if sent else redirect("own_concerns")
    draft = queries.own_draft(viewer)
    officers = queries.designated_officers(viewer.authority_id, now=now_of(request))
    if draft is None:
        return redirect("own_concerns")
    if not errors and (question := first_unanswered(draft.answers)):
        return redirect("concern_question", question=question.key)
    shown = {
        "rows": answers_in_words(draft.answers), "version": draft.version,
        "officers": officers, "errors": errors,
    }  # fmt: skip
    return render(request, "concerns/check.html", shown)


@page(requires=REPORT)
def concern_discard(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Delete what is written, once it has been said what that means."""
    if request.method == "POST":
        actions.discard_draft(by=viewer)
        return redirect(f"{reverse('own_concerns')}?done=deleted")
    if queries.own_draft(viewer) is None:
        return redirect("own_concerns")
    return render(request, "concerns/discard.html", {})


def _own(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> ConcernRead:
    read = queries.concern_for_reporter(viewer, concern_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=REPORT, methods=("GET", "HEAD"))
def concern_sent(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """The receipt: reference, who has it, their telephone, and by when they look at it."""
    shown = {"read": _own(request, viewer, concern_id), "reference": reference_of(concern_id)}
    return render(request, "concerns/sent.html", shown)


@page(requires=REPORT, methods=("GET", "HEAD"))
def own_concern(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """What the viewer told, where it stands, and what was written to them."""
    read = _own(request, viewer, concern_id)
    front_door = load_pack(viewer.pack).front_door
    shown = {
        "read": read,
        "reference": reference_of(concern_id),
        "front_door": front_door,
        "is_open": is_office_open(now_of(request), front_door.office),
        "rows": answers_in_words(read.answers),
    }
    return render(request, "concerns/own_one.html", shown)


@page(requires=REPORT, methods=("POST",))
def concern_read(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """The viewer has read what was written to them."""
    actions.seen_by_reporter(concern_id=concern_id, by=viewer, at=now_of(request))
    return redirect("own_concern", concern_id=concern_id)
