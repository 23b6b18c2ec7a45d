"""The hub's list of challenges, one of them, and the answer as the school will read it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.challenges import actions, queries
from alongside.areas.challenges.permissions import ANSWER_CHALLENGE
from alongside.areas.challenges.queries import ChallengeRead
from alongside.areas.challenges.rules import AnswerWords, problems_with_answer
from alongside.areas.challenges.terms import ChallengeState, Result
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of, typed, version_in


@page(requires=ANSWER_CHALLENGE, methods=("GET", "HEAD"))
def hub_challenges(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The team's challenges: those that wait for an answer first, by the time left."""
    at = page_of(request)
    found = queries.challenges_for_hub(
        viewer, now=now_of(request), first=at.first, most=at.most_and_one
    )
    shown = {"rows": at.shown(found), "at": at.with_more(found)}
    return render(request, "challenges/hub_list.html", shown)


def _read(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> ChallengeRead:
    read = queries.challenge(viewer, challenge_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=ANSWER_CHALLENGE, methods=("GET", "HEAD"))
def hub_challenge(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """What the school says, and what it was answered."""
    read = _read(request, viewer, challenge_id)
    return render(request, "challenges/hub.html", {"read": read, "errors": {}})


@page(requires=ANSWER_CHALLENGE)
def hub_answer(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """Write the answer, see it as the school will, send it; nothing typed is lost on the way."""
    read, words = _read(request, viewer, challenge_id), _typed(request)
    step = request.POST.get("step", "")
    if request.method != "POST":
        if read.state != ChallengeState.OPEN or read.why_not_answer:
            return redirect("hub_challenge", challenge_id=challenge_id)
        return _form(request, read, words, {})
    errors = {} if step == "change" else problems_with_answer(words)
    if errors or step == "change":
        return _form(request, read, words, errors)
    if step != "send":
        return _check(request, viewer, read, words)
    try:
        actions.answer_challenge(
            challenge_id=challenge_id, words=words, version=version_in(request),
            by=viewer, at=now_of(request),
        )  # fmt: skip
    except (actions.ChallengeMovedOn, actions.MayNotAnswer) as problem:
        return _form(request, read, words, {"reasons": str(problem)})
    return redirect("hub_challenge", challenge_id=challenge_id)


def _typed(request: HttpRequest) -> AnswerWords:
    return AnswerWords(
        **{field: typed(request, field) for field in ("result", "reasons", "next_steps")}
    )


def _form(
    request: HttpRequest, read: ChallengeRead, words: AnswerWords, errors: dict[str, str]
) -> HttpResponse:
    shown = {"read": read, "words": words, "errors": errors, "results": Result.choices}
    return render(request, "challenges/hub_answer.html", shown)


def _check(
    request: HttpRequest, viewer: Viewer, read: ChallengeRead, words: AnswerWords
) -> HttpResponse:
    role = load_pack(viewer.pack).roles.get(viewer.role)
    step = {
        "result_label": Result(words.result).label,
        "answer": words.reasons,
        "next_steps": words.next_steps,
        "answered_by": viewer.full_name,
        "answered_by_role": role.label if role else "",
        "answered_at": now_of(request),
    }
    # The version the form was filled in for: a colleague's answer since then is not written over.
    shown = {"read": read, "words": words, "step": step, "version": version_in(request)}
    return render(request, "challenges/hub_check.html", shown)
