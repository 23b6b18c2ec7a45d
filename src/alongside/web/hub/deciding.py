"""Write a decision, see it as the school will, and send it or put it to a social worker."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import DECIDE, PROPOSE_DECISION
from alongside.areas.front_door.rules import DecisionWords, problems_with_decision
from alongside.packs import Pack, load_pack
from alongside.web.gate import page
from alongside.web.hub.queue import IN_THE_WAY
from alongside.web.requests import now_of

WORDS = ("outcome", "reasons", "next_steps", "meanwhile", "family_told", "family_not_told_reason")


def _typed(request: HttpRequest) -> DecisionWords:
    level = request.POST.get("level_of_need", "")
    words = {field: request.POST.get(field, "").strip() for field in WORDS}
    return DecisionWords(
        level_of_need=int(level) if level in ("1", "2", "3", "4") else None, **words
    )


@page(requires=PROPOSE_DECISION)
def hub_decide(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The form: kept as typed, complete or not."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    draft, errors = queries.decision_draft(viewer, request_id), {}
    words = draft.words if draft else DecisionWords()
    version = draft.version if draft else 0
    theirs: DecisionWords | None = None
    if request.method == "POST":
        words, given = _typed(request), request.POST.get("version", "")
        try:
            version = actions.save_decision_draft(
                request_id=request_id, words=words, version=int(given) if given.isdecimal() else 0,
                by=viewer, at=now_of(request),
            )  # fmt: skip
            errors = problems_with_decision(words)
        except IN_THE_WAY as problem:
            errors = {"outcome": str(problem)}
            theirs = draft.words if draft else None
        if not errors:
            return redirect("hub_decide_check", request_id=request_id)
    pack = load_pack(viewer.pack)
    shown = {"read": read, "words": words, "version": version, "errors": errors, "draft": draft,
             "outcomes": pack.wording.outcomes, "levels": pack.levels, "theirs": theirs}  # fmt: skip
    return render(request, "hub/decide.html", shown)


@page(requires=PROPOSE_DECISION)
def hub_decide_check(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The decision exactly as the school will see it; then send, or propose."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    draft = queries.decision_draft(viewer, request_id)
    if read is None or draft is None:
        raise NotFound
    if problems_with_decision(draft.words):
        return redirect("hub_decide", request_id=request_id)
    decides, errors = role_may(viewer, DECIDE), {}
    if request.method == "POST":
        given = request.POST.get("version", "")
        act = actions.confirm_decision if decides else actions.propose_decision
        try:
            act(
                request_id=request_id, version=int(given) if given.isdecimal() else 0,
                by=viewer, at=now_of(request),
            )  # fmt: skip
            return redirect("hub_request", request_id=request_id)
        except IN_THE_WAY as problem:
            errors = {"send": str(problem)}
    shown = {"read": read, "draft": draft, "decides": decides, "errors": errors,
             "decision": _as_school_sees(viewer, draft.words, load_pack(viewer.pack))}  # fmt: skip
    return render(request, "hub/decide_check.html", shown)


def _as_school_sees(viewer: Viewer, words: DecisionWords, pack: Pack) -> dict[str, Any]:
    wording, level = (
        pack.wording.outcomes[words.outcome],
        pack.levels[(words.level_of_need or 1) - 1],
    )
    return {
        "outcome_label": wording.label,
        "explanation": wording.explanation,
        "level_of_need": words.level_of_need,
        "level_name": level.name,
        "reasons": words.reasons,
        "next_steps": words.next_steps,
        "meanwhile": words.meanwhile,
        "family_told": words.family_told == "yes",
        "family_not_told_reason": words.family_not_told_reason,
        "decided_by": viewer.full_name,
        "decided_by_role": pack.roles[viewer.role].label,
        "team": viewer.team_name,
        "telephone": "",
    }
