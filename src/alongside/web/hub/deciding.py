"""Write a decision, see it as the school will, and send it or put it to a social worker."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound, role_may
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import DECIDE, PROPOSE_DECISION
from alongside.areas.front_door.queries import DecisionDraftRead, RequestRead
from alongside.areas.front_door.rules import DecisionWords, problems_with_decision
from alongside.areas.people.queries import person
from alongside.web.gate import page
from alongside.web.hub.acting import IN_THE_WAY
from alongside.web.hub.choosing import choices_shown, replaced_shown
from alongside.web.requests import chosen, now_of, typed, version_in

WORDS = (
    *("outcome", "need", "local_offer", "reasons", "next_steps", "meanwhile"),
    *("family_told", "family_not_told_reason"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What the form is filled in with; `theirs` a colleague saved meanwhile, `about` is whose words they were."""

    words: DecisionWords
    version: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    theirs: DecisionWords | None = None
    about: str = ""


def _typed(request: HttpRequest) -> DecisionWords:
    level = typed(request, "level_of_need")
    words = {field: typed(request, field) for field in WORDS}
    return DecisionWords(
        level_of_need=int(level) if level in ("1", "2", "3", "4") else None,
        help_team=chosen(request, "help_team"),
        other_authority=chosen(request, "other_authority"),
        **words,
    )


def request_of(request: HttpRequest, viewer: Viewer, request_id: UUID) -> RequestRead:
    """The request that a page is about; `NotFound` where the viewer's team did not receive it."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=PROPOSE_DECISION)
def hub_decide(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The form: kept as typed, complete or not."""
    read = request_of(request, viewer, request_id)
    draft = queries.decision_draft(viewer, request_id)
    if request.method != "POST":
        if draft is None and "like" in request.GET:
            return _like_a_sibling_s(request, viewer, read)
        words, version = (draft.words, draft.version) if draft else (DecisionWords(), 0)
        return _form(request, viewer, read, draft, _Written(words=words, version=version))
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
    if errors := _problems(request, viewer, read, words):
        draft = queries.decision_draft(viewer, request_id)
        written = _Written(words=words, version=version, errors=errors)
        return _form(request, viewer, read, draft, written)
    return redirect("hub_decide_check", request_id=request_id)


def _problems(
    request: HttpRequest, viewer: Viewer, read: RequestRead, words: DecisionWords
) -> dict[str, str]:
    choices = queries.choices_for(viewer, read.child_id, at=now_of(request))
    return problems_with_decision(words, choices)


def _like_a_sibling_s(request: HttpRequest, viewer: Viewer, read: RequestRead) -> HttpResponse:
    """The form, filled in with the decision about a brother or sister; nothing is saved by it."""
    words, name = DecisionWords(), ""
    try:
        like = UUID(request.GET["like"])
    except ValueError:
        raise NotFound from None
    for same in queries.words_to_begin_with(viewer, read.row.request_id, like=like):
        about = person(viewer, same.child_id)
        words, name = same.words, about.name if about else "another child"
    return _form(request, viewer, read, None, _Written(words=words, about=name))


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
    written = _Written(
        words=words,
        version=draft.version if changed and draft else version_in(request),
        errors={"outcome": str(problem)},
        theirs=draft.words if changed and draft else None,
    )
    return _form(request, viewer, read, draft, written)


def _form(
    request: HttpRequest,
    viewer: Viewer,
    read: RequestRead,
    draft: DecisionDraftRead | None,
    written: "_Written",
) -> HttpResponse:
    choices = choices_shown(viewer, read.child_id, at=now_of(request))
    replaced = replaced_shown(draft, choices) if draft else []
    shown = {"read": read, "words": written.words, "version": written.version, "errors": written.errors,
             "theirs": written.theirs, "written_about": written.about, "replaced": replaced,
             "choices": choices}  # fmt: skip
    return render(request, "hub/decide.html", shown)


@page(requires=PROPOSE_DECISION)
def hub_decide_check(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The decision exactly as the school will see it; then send, or put it to a social worker."""
    read = request_of(request, viewer, request_id)
    draft = queries.decision_draft(viewer, request_id)
    if draft is None:
        return redirect("hub_request", request_id=request_id)
    if _problems(request, viewer, read, draft.words):
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
        viewer, draft.words, child_id=read.child_id, decides=decides, at=now_of(request)
    )
    shown = {
        "read": read,
        "draft": draft,
        "decides": decides,
        "errors": errors,
        "decision": decision,
    }
    return render(request, "hub/decide_check.html", shown)
