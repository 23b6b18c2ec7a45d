"""Who is away, what each colleague holds, and how to say so."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.viewer import Viewer
from alongside.areas.front_door.queries import held_in_team
from alongside.areas.plans.queries.leading import led_in_team
from alongside.areas.staffing.actions import say_away, say_back
from alongside.areas.staffing.permissions import MARK_AWAY
from alongside.areas.staffing.queries import away_now
from alongside.web.gate import page
from alongside.web.requests import now_of


@page(requires=MARK_AWAY, methods=("GET", "HEAD"))
def who_is_away(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The team, those who are away first, each with the requests they hold and the help they lead."""
    held, led = held_in_team(viewer), led_in_team(viewer)
    team = [
        (
            one,
            [row for row in held if row.held_by_id == one.posting_id],
            [row for row in led if row.lead_id == one.posting_id],
        )
        for one in away_now(viewer, now=now_of(request))
    ]
    # Those who are away first, then oneself, then whoever holds most to cover.
    team.sort(
        key=lambda row: (
            row[0].away_since is None,
            not row[0].is_viewer,
            -len(row[1]) - len(row[2]),
        )
    )
    return render(request, "cover/away.html", {"team": team})


@page(requires=MARK_AWAY, methods=("POST",))
def mark_away(request: HttpRequest, viewer: Viewer, posting_id: UUID) -> HttpResponse:
    """This colleague is away from now on."""
    say_away(posting_id=posting_id, by=viewer, at=now_of(request))
    return redirect("who_is_away")


@page(requires=MARK_AWAY, methods=("POST",))
def mark_back(request: HttpRequest, viewer: Viewer, posting_id: UUID) -> HttpResponse:
    """This colleague is back."""
    say_back(posting_id=posting_id, by=viewer, at=now_of(request))
    return redirect("who_is_away")
