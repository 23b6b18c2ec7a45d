"""Children of files who may be known here: the list of those that wait, and the page to decide one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.loads.actions.judging import (
    ChangedMeanwhile,
    JudgementIncomplete,
    judge_match,
)
from alongside.areas.loads.permissions import JUDGE_MATCH
from alongside.areas.loads.queries.matches import match_seen, matches_seen
from alongside.areas.loads.terms import Judged
from alongside.web.errors import given_back, kept_words
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of, typed, version_in

_DECIDED_SHOWN = 10


@page(requires=JUDGE_MATCH, methods=("GET", "HEAD"))
def unclear_matches(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who waits, the longest first, and what was decided lately."""
    at = page_of(request)
    rows = matches_seen(viewer, first=at.first, most=at.most_and_one)
    shown = {
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "decided": matches_seen(viewer, waiting=False, most=_DECIDED_SHOWN),
    }
    return render(request, "loads/matches.html", shown)


@page(requires=JUDGE_MATCH)
def unclear_match(request: HttpRequest, viewer: Viewer, match_id: UUID) -> HttpResponse:
    """Both sides beside each other, and the question whether they are one child."""
    read = match_seen(viewer, match_id)
    if read is None:
        return _not_there(request)
    shown = {
        "read": read, "judged": read.judged, "why": read.why, "version": read.version,
        "choices": Judged.choices, "errors": {},
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "loads/match.html", shown)
    shown |= {
        "judged": typed(request, "judged"), "why": typed(request, "why"),
        "version": version_in(request),
    }  # fmt: skip
    try:
        judge_match(
            match_id=match_id, judged=typed(request, "judged"), why=typed(request, "why"),
            version=version_in(request), by=viewer, at=now_of(request),
        )  # fmt: skip
    except JudgementIncomplete as missing:
        return render(request, "loads/match.html", {**shown, "errors": missing.problems})
    except ChangedMeanwhile as changed:
        # What is shown beside what was typed is how it stands by now, so it may be sent again.
        shown |= {"version": read.version, "errors": {"why": str(changed)}}
        return render(request, "loads/match.html", shown)
    except NotFound:  # taken back between the two looks
        return _not_there(request)
    return redirect("unclear_matches")


def _not_there(request: HttpRequest) -> HttpResponse:
    """What was typed, given back: a load that came meanwhile takes back what is no longer unclear.

    The same whether it was there once, is another council's or never was.
    """
    if request.method != "POST" or not kept_words(request):
        raise NotFound
    return given_back(
        request,
        title="This is no longer asked, and what you typed has not been saved",
        advice="A file that came in since tells the child in another way. If it still says "
        "who the child is, put it in where the child waits now.",
    )
