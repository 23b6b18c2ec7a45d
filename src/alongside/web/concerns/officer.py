"""The designated officers' list, one concern, and what they do with it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.allegations import actions, queries
from alongside.areas.allegations.permissions import (
    ANSWER_CONCERN,
    READ_CONCERN,
    RECORD_CONCERN,
)
from alongside.areas.allegations.queries import ConcernRead
from alongside.areas.allegations.rules import problems_with_words
from alongside.areas.allegations.terms import ConcernOutcome, ConcernState
from alongside.foundation.ids import reference_of
from alongside.web.concerns.reporter import answers_in_words
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of, typed, version_in

IN_THE_WAY = (actions.ConcernMovedOn, actions.ChangedMeanwhile)


@page(requires=READ_CONCERN, methods=("GET", "HEAD"))
def officer_concerns(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The team's concerns: those nobody has opened first, by the time they have waited."""
    at = page_of(request)
    found = queries.concerns_of_officers(
        viewer, now=now_of(request), first=at.first, most=at.most_and_one
    )
    rows = [(row, reference_of(row.matter_id)) for row in at.shown(found)]
    return render(request, "concerns/officer_list.html", {"rows": rows, "at": at.with_more(found)})


def _concern(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> ConcernRead:
    read = queries.concern_for_officers(viewer, concern_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


@page(requires=READ_CONCERN, methods=("GET", "HEAD"))
def officer_concern(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """One concern: what was told, by whom, what was written, and what can be done now."""
    return _shown(request, viewer, concern_id, errors={})


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    concern_id: UUID,
    *,
    errors: dict[str, str],
    note: str = "",
) -> HttpResponse:
    read = _concern(request, viewer, concern_id)
    shown = {
        "read": read,
        "reference": reference_of(concern_id),
        "rows": answers_in_words(read.answers),
        "errors": errors,
        "note": note,
        "is_closed": read.row.state == ConcernState.CLOSED,
    }
    return render(request, "concerns/officer_one.html", shown)


@page(requires=RECORD_CONCERN)
def officer_acknowledge(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """Say that an officer is looking at it."""
    if request.method == "POST":
        actions.acknowledge_concern(concern_id=concern_id, by=viewer, at=now_of(request))
    return redirect("officer_concern", concern_id=concern_id)


@page(requires=RECORD_CONCERN)
def officer_note(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """A note for the officers' own record."""
    words = typed(request, "words")
    if request.method == "POST":
        try:
            actions.add_note(concern_id=concern_id, words=words, by=viewer, at=now_of(request))
        except actions.ConcernIncomplete as missing:
            return _shown(request, viewer, concern_id, errors=missing.problems, note=words)
    return redirect("officer_concern", concern_id=concern_id)


@page(requires=ANSWER_CONCERN)
def officer_write(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """Write to whoever told, see it as they will, send it."""
    read, words = _concern(request, viewer, concern_id), typed(request, "words")
    step = request.POST.get("step", "")
    shown: dict[str, Any] = {"read": read, "words": words, "version": read.version, "errors": {}}
    if request.method != "POST" or step == "change":
        return render(request, "concerns/officer_write.html", shown)
    if errors := problems_with_words(words, missing="Enter what you want to tell them"):
        return render(request, "concerns/officer_write.html", {**shown, "errors": errors})
    if step != "send":
        shown["version"] = version_in(request)
        return render(request, "concerns/officer_check.html", shown | {"now": now_of(request)})
    act = partial(
        actions.write_to_reporter,
        concern_id=concern_id, words=words, version=version_in(request),
        by=viewer, at=now_of(request),
    )  # fmt: skip
    return _done(request, act, "concerns/officer_write.html", shown, field="words")


@page(requires=RECORD_CONCERN)
def officer_close(request: HttpRequest, viewer: Viewer, concern_id: UUID) -> HttpResponse:
    """Close it, with how it ended and why: whoever told is told only that it is closed."""
    read, words = _concern(request, viewer, concern_id), typed(request, "words")
    outcome = typed(request, "outcome")
    shown = {
        "read": read, "words": words, "outcome": outcome, "version": read.version,
        "outcomes": ConcernOutcome.choices, "errors": {},
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "concerns/officer_close.html", shown)
    act = partial(
        actions.close_concern,
        concern_id=concern_id, outcome=outcome, words=words, version=version_in(request),
        by=viewer, at=now_of(request),
    )  # fmt: skip
    return _done(request, act, "concerns/officer_close.html", shown, field="words")


def _done(
    request: HttpRequest,
    act: Callable[[], object],
    form: str,
    shown: dict[str, Any],
    *,
    field: str,
) -> HttpResponse:
    """Do it, then lead back to the concern; where something is in the way, say so beside what was typed."""
    try:
        act()
    except actions.ConcernIncomplete as missing:
        return render(request, form, {**shown, "errors": missing.problems})
    except IN_THE_WAY as problem:
        return render(request, form, {**shown, "errors": {field: str(problem)}})
    return redirect("officer_concern", concern_id=shown["read"].matter_id)
