"""What the case system sent that waits, for the manager of a team that helps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.case_system.queries import steps_that_wait, waiting_by_reason
from alongside.areas.front_door.permissions import SEE_FIGURES
from alongside.web.figures.page import HUB, must_be_the_council_s
from alongside.web.gate import page
from alongside.web.paging import page_of


@page(requires=SEE_FIGURES, methods=("GET", "HEAD"))
def figures_waiting(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Steps of the team's children that have no effect yet: how many for each reason, and which."""
    must_be_the_council_s(viewer)
    if viewer.team_kind == HUB:
        raise NotFound
    at = page_of(request)
    rows = steps_that_wait(viewer, first=at.first, most=at.most_and_one)
    shown = {"reasons": waiting_by_reason(viewer), "rows": at.shown(rows), "at": at.with_more(rows)}
    return render(request, "figures/waiting.html", shown)
