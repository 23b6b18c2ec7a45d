"""Write a decision, see it as the school will, and send it or put it to a social worker."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import DECIDE, PROPOSE_DECISION
from alongside.areas.front_door.queries import DecisionDraftRead, RequestRead
from alongside.areas.front_door.rules import DecisionWords, problems_with_decision
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.hub.acting import IN_THE_WAY
from alongside.web.requests import now_of, typed, version_in

WORDS = ("outcome", "reasons", "next_steps", "meanwhile", "family_told", "family_not_told_reason")


def _typed(request: HttpRequest) -> DecisionWords:
    level = typed(request, "level_of_need")
    words = {field: typed(request, field) for field in WORDS}
    return DecisionWords(
        level_of_need=int(level) if level in ("1", "2", "3", "4") else None, **words
    )


def _request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> RequestRead:
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=PROPOSE_DECISION)
def hub_decide(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The form: kept as typed, complete or not."""
    read = _request(request, viewer, request_id)
    draft = queries.decision_draft(viewer, request_id)
    if request.method != "POST":
        words, version = (draft.words, draft.version) if draft else (DecisionWords(), 0)
        return _form(request, viewer, read, words=words, version=version, errors={})
    words = _typed(request)
    try:
        version = actions.save_decision_draft(
            request_id=request_id, words=words, version=version_in(request),
            by=viewer, at=now_of(request),
        )  # fmt: skip
    except IN_THE_WAY as problem:
        return _not_saved(request, viewer, read, words, problem, draft)
    if "later" in request.POST:
        return redirect("hub_request", request_id=request_id)
    if errors := problems_with_decision(words):
        return _form(request, viewer, read, words=words, version=version, errors=errors)
    return redirect("hub_decide_check", request_id=request_id)


def _not_saved(
    request: HttpRequest,
    viewer: Viewer,
    read: RequestRead,
    words: DecisionWords,
    problem: Exception,
    draft: DecisionDraftRead | None,
) -> HttpResponse:
    """The form with what was typed, beside what a colleague saved; sending again replaces theirs."""
    changed = isinstance(problem, actions.ChangedMeanwhile) and draft is not None
    return _form(
        request, viewer, read, words=words, errors={"outcome": str(problem)},
        version=draft.version if changed and draft else version_in(request),
        theirs=draft.words if changed and draft else None,
    )  # fmt: skip


def _form(
    request: HttpRequest,
    viewer: Viewer,
    read: RequestRead,
    *,
    words: DecisionWords,
    version: int,
    errors: dict[str, str],
    theirs: DecisionWords | None = None,
) -> HttpResponse:
    pack = load_pack(viewer.pack)
    shown = {"read": read, "words": words, "version": version, "errors": errors, "theirs": theirs,
             "outcomes": pack.wording.outcomes, "levels": pack.levels}  # fmt: skip
    return render(request, "hub/decide.html", shown)


@page(requires=PROPOSE_DECISION)
def hub_decide_check(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The decision exactly as the school will see it; then send, or put it to a social worker."""
    read = _request(request, viewer, request_id)
    draft = queries.decision_draft(viewer, request_id)
    if draft is None:
        return redirect("hub_request", request_id=request_id)
    if problems_with_decision(draft.words):
        return redirect("hub_decide", request_id=request_id)
    decides, errors = role_may(viewer, DECIDE), {}
    if request.method == "POST":
        act = actions.confirm_decision if decides else actions.propose_decision
        try:
            act(request_id=request_id, version=version_in(request), by=viewer, at=now_of(request))
            return redirect("hub_request", request_id=request_id)
        except IN_THE_WAY as problem:
            errors = {"send": str(problem)}
    decision = queries.as_the_school_will_read(
        viewer, draft.words, decides=decides, at=now_of(request)
    )
    shown = {
        "read": read,
        "draft": draft,
        "decides": decides,
        "errors": errors,
        "decision": decision,
    }
    return render(request, "hub/decide_check.html", shown)
