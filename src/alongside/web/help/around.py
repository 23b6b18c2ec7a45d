"""The team around the child: who else reads the plan."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.plans import actions, queries
from alongside.areas.plans.permissions import INVITE
from alongside.web.gate import page
from alongside.web.help.forms import found_help
from alongside.web.requests import now_of, searched, typed


def _team_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(typed(request, "team"))
    except ValueError:
        return None


@page(requires=INVITE)
def around(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """Who is in the team around the child; find another team, and let it read the plan."""
    read, errors, words = found_help(request, viewer, help_id), {}, searched(request)
    if not read.is_own:
        raise NotFound
    if request.method == "POST":
        try:
            actions.invite_team(
                help_id=help_id, team_id=_team_id(request), by=viewer, at=now_of(request),
                family_agrees=request.POST.get("family_agrees") == "yes",
            )  # fmt: skip
            return redirect(f"{reverse('help', kwargs={'help_id': help_id})}?done=team")
        except actions.Unfinished as unfinished:
            errors = unfinished.problems
        except actions.NotPossibleNow as problem:
            errors = {"team": str(problem)}
    shown = {
        "read": read,
        "errors": errors,
        "words": words,
        "chosen": typed(request, "team"),
        "found": queries.teams_to_invite(viewer, words) if words else [],
        "members": queries.members_of(viewer, read, now=now_of(request)),
    }
    return render(request, "help/around.html", shown)


@page(requires=INVITE, methods=("POST",))
def leave(request: HttpRequest, viewer: Viewer, help_id: UUID, team_id: UUID) -> HttpResponse:
    """Take a team out: it reads the plan no longer."""
    actions.leave_team(help_id=help_id, team_id=team_id, by=viewer, at=now_of(request))
    return redirect(f"{reverse('help', kwargs={'help_id': help_id})}?done=team")
