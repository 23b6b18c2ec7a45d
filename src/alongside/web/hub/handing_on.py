"""What is done with a decided request that came back: another team is asked, or a council's answer recorded."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import RECORD_TRANSFER
from alongside.areas.front_door.queries import RequestRead
from alongside.areas.front_door.rules import problems_with_handing_on
from alongside.areas.plans.permissions import HAND_ON
from alongside.areas.plans.queries import help_of_requests
from alongside.areas.plans.terms import About
from alongside.web.gate import page
from alongside.web.hub.acting import IN_THE_WAY
from alongside.web.hub.choosing import teams_in_groups
from alongside.web.hub.deciding import request_of
from alongside.web.requests import chosen, now_of, typed


@page(requires=HAND_ON)
def hub_hand_on(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Ask another team: the form, then exactly what the school will read, then it is sent."""
    read = request_of(request, viewer, request_id)
    errors: dict[str, str] = {}
    if request.method != "POST" or "change" in request.POST:
        return _hand_on_form(request, viewer, read, errors=errors)
    if "send" not in request.POST:
        errors = _problems(request, viewer, read)
        return (
            _hand_on_form(request, viewer, read, errors=errors)
            if errors
            else _hand_on_check(request, read)
        )
    try:
        actions.hand_on_again(
            request_id=request_id, team_id=chosen(request, "help_team"), words=typed(request, "words"),
            by=viewer, at=now_of(request),
        )  # fmt: skip
    except actions.DecisionIncomplete as missing:
        return _hand_on_form(request, viewer, read, errors=missing.problems)
    except IN_THE_WAY as problem:
        return _hand_on_form(request, viewer, read, errors={"help_team": str(problem)})
    return redirect("hub_request", request_id=request_id)


@page(requires=HAND_ON, methods=("POST",))
def hub_hand_nothing_on(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Say that after a disagreement no other team has to be asked."""
    actions.hand_nothing_on(request_id=request_id, by=viewer, at=now_of(request))
    return redirect("hub_request", request_id=request_id)


def _problems(request: HttpRequest, viewer: Viewer, read: RequestRead) -> dict[str, str]:
    before = help_of_requests(viewer, [read.row.request_id])
    return problems_with_handing_on(
        chosen(request, "help_team"),
        typed(request, "words"),
        teams=queries.choices_for(viewer, read.child_id, at=now_of(request)).teams,
        declined={one.team_id for one in before if one.has_declined},
        helping={one.team_id for one in before if one.is_open},
    )


def _hand_on_form(
    request: HttpRequest, viewer: Viewer, read: RequestRead, *, errors: dict[str, str]
) -> HttpResponse:
    shown = {
        "read": read,
        "before": help_of_requests(viewer, [read.row.request_id]),
        "groups": teams_in_groups(viewer, read.child_id, at=now_of(request)),
        "team": str(chosen(request, "help_team") or ""),
        "words": typed(request, "words"),
        "errors": errors,
    }
    return render(request, "hub/hand_on.html", shown)


def _hand_on_check(request: HttpRequest, read: RequestRead) -> HttpResponse:
    team_id = chosen(request, "help_team")
    shown = {
        "read": read,
        "title": About.PASSED_ON.label,
        "asked": queries.asked_team(team_id),
        "words": typed(request, "words"),
        "team": team_id,
        "now": now_of(request),
    }
    return render(request, "hub/hand_on_check.html", shown)


@page(requires=RECORD_TRANSFER)
def hub_transfer(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """Record what the other council answered."""
    read = request_of(request, viewer, request_id)
    said = {field: typed(request, field) for field in ("accepted", "by_whom", "words")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.record_transfer_answer(
                request_id=request_id, by=viewer, at=now_of(request), **said
            )
            return redirect("hub_request", request_id=request_id)
        except actions.DecisionIncomplete as missing:
            errors = missing.problems
        except IN_THE_WAY as problem:
            errors = {"accepted": str(problem)}
    transfer = queries.transfer_of(viewer, request_id)
    if transfer is None:
        return redirect("hub_request", request_id=request_id)
    shown = {
        "read": read,
        "transfer": transfer,
        "said": said,
        "errors": errors,
    }
    return render(request, "hub/transfer.html", shown)
