"""A school says that it disagrees, reads the answer, and goes on, accepts it or withdraws."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.challenges import actions, queries
from alongside.areas.challenges.permissions import CHALLENGE, READ_CHALLENGE
from alongside.areas.challenges.queries import ChallengeRead
from alongside.areas.challenges.rules import problems_with_words
from alongside.areas.challenges.terms import GOING
from alongside.areas.front_door.queries import request_for_referrer
from alongside.areas.front_door.queries.status import pack_of_request
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.requests import now_of, typed, version_in

Shown = dict[str, Any]


def stages_with_limits(pack: str) -> list[tuple[str, str, str]]:
    """Each stage of an authority: its name, who answers, and how long that may take."""
    return [
        (stage.name, stage.answered_by, queries.limit_of(pack, stage.number))
        for stage in queries.stages_of(pack)
    ]


@page(requires=CHALLENGE)
def disagree(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The stages and who answers, then why they disagree, then the words once more, then send."""
    now = now_of(request)
    found = request_for_referrer(viewer, request_id, now=now)
    if found is None:
        raise NotFound
    going = queries.challenge_of_request(viewer, request_id, now=now)
    if going and going.state in GOING and request.method != "POST":
        return redirect("challenge", challenge_id=going.challenge_id)
    if found.decision is None:
        return redirect("request", request_id=request_id)
    pack = pack_of_request(request_id) or viewer.pack
    shown: Shown = {
        "name": found.name,
        "team": found.team,
        "telephone": found.telephone,
        "stages": stages_with_limits(pack),
        "limit": queries.limit_of(pack, 1),
        "reads_it": queries.stages_of(pack)[0].answered_by,
        "title": "Disagree with this decision",
        "back": ("request", {"request_id": request_id}),
    }
    act = partial(actions.raise_challenge, request_id=request_id, by=viewer, at=now)
    return _write(request, shown, act)


@page(requires=CHALLENGE)
def next_stage(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """Take it to the next stage, with words."""
    now = now_of(request)
    read = _challenge(viewer, challenge_id, request)
    following = read.next_stage
    if following is None or (not read.may_escalate and request.method != "POST"):
        return redirect("challenge", challenge_id=challenge_id)
    pack = pack_of_request(read.request_id) or viewer.pack
    shown: Shown = {
        "name": read.name,
        "team": read.answering_team,
        "telephone": read.telephone,
        "stages": stages_with_limits(pack)[following.number - 1 : following.number],
        "limit": queries.limit_of(pack, following.number),
        "reads_it": following.answered_by,
        "title": f"Go to stage {following.number}: {following.name.lower()}",
        "version": read.version,
        "back": ("challenge", {"challenge_id": challenge_id}),
    }
    act = partial(
        actions.escalate_challenge,
        challenge_id=challenge_id, version=version_in(request), by=viewer, at=now,
    )  # fmt: skip
    return _write(request, shown, act, challenge_id=challenge_id)


def _write(
    request: HttpRequest, shown: Shown, act: Callable[..., Any], challenge_id: UUID | None = None
) -> HttpResponse:
    """The words, then the words as they will be read, then the act; always with what was typed."""
    words, step = typed(request, "words"), request.POST.get("step", "")
    shown = {**shown, "words": words, "errors": {}}
    if request.method != "POST" or step == "change":
        return render(request, "challenges/write.html", shown)
    if errors := problems_with_words(words):
        return render(request, "challenges/write.html", {**shown, "errors": errors})
    if step != "send":
        return render(request, "challenges/check.html", shown)
    try:
        made = act(words=words)
    except actions.ChallengeMovedOn as problem:
        shown["errors"] = {"words": str(problem)}
        return render(request, "challenges/write.html", shown)
    return redirect("challenge", challenge_id=challenge_id or made)


def _challenge(viewer: Viewer, challenge_id: UUID, request: HttpRequest) -> ChallengeRead:
    read = queries.challenge(viewer, challenge_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=READ_CHALLENGE, methods=("GET", "HEAD"))
def challenge(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """What was said at each stage, when the answer is due, and what the school can do now."""
    return _shown(request, viewer, challenge_id, errors={})


def _shown(
    request: HttpRequest, viewer: Viewer, challenge_id: UUID, *, errors: dict[str, str]
) -> HttpResponse:
    read = _challenge(viewer, challenge_id, request)
    shown = {
        "read": read,
        "errors": errors,
        "may_act": role_may(viewer, CHALLENGE) and read.state in GOING,
        "duty_line": load_pack(viewer.pack).front_door.duty_line,
    }
    return render(request, "challenges/school.html", shown)


@page(requires=CHALLENGE)
def accept(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """The school accepts the answer."""
    if request.method == "POST":
        try:
            actions.accept_answer(
                challenge_id=challenge_id,
                version=version_in(request),
                by=viewer,
                at=now_of(request),
            )
        except actions.ChallengeMovedOn as problem:
            return _shown(request, viewer, challenge_id, errors={"act": str(problem)})
    return redirect("challenge", challenge_id=challenge_id)


@page(requires=CHALLENGE)
def withdraw(request: HttpRequest, viewer: Viewer, challenge_id: UUID) -> HttpResponse:
    """Withdraw, once it has been said what that means."""
    read = _challenge(viewer, challenge_id, request)
    if request.method == "POST":
        try:
            actions.withdraw_challenge(
                challenge_id=challenge_id,
                version=version_in(request),
                by=viewer,
                at=now_of(request),
            )
        except actions.ChallengeMovedOn as problem:
            return _shown(request, viewer, challenge_id, errors={"act": str(problem)})
        return redirect("challenge", challenge_id=challenge_id)
    if read.state not in GOING:
        return redirect("challenge", challenge_id=challenge_id)
    return render(request, "challenges/withdraw.html", {"read": read})
