"""*Who at school knows*: the lead shares a child with a colleague, and ends it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.people.queries import person
from alongside.areas.schools import actions
from alongside.areas.schools.permissions import ASSIGN_CHILD
from alongside.areas.schools.queries import colleagues, who_knows
from alongside.web.gate import page
from alongside.web.requests import now_of, typed


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


@page(requires=ASSIGN_CHILD)
def who_at_school_knows(request: HttpRequest, viewer: Viewer, child_id: UUID) -> HttpResponse:
    """Who knows of this child now, and with whom else it can be shared."""
    now, errors = now_of(request), {}
    about = person(viewer, child_id)
    if about is None:
        raise NotFound
    if request.method == "POST":
        posting_id = _uuid(typed(request, "colleague"))
        try:
            if posting_id is None:
                errors = {"colleague": "Select who should know about this child"}
            else:
                actions.assign_child(child_id=child_id, posting_id=posting_id, by=viewer, at=now)
                return redirect("who_at_school_knows", child_id=child_id)
        except actions.NotOfThisTeam as problem:
            errors = {"colleague": str(problem)}
    knows = who_knows(viewer, child_id, now=now)
    told = {one.user_id for one in knows}
    shown = {
        "person": about,
        "knows": knows,
        "colleagues": [c for c in colleagues(viewer, now=now) if c.user_id not in told],
        "errors": errors,
    }
    return render(request, "school/who_knows.html", shown)


@page(requires=ASSIGN_CHILD)
def stop_sharing(
    request: HttpRequest, viewer: Viewer, child_id: UUID, user_id: UUID
) -> HttpResponse:
    """End it for one colleague, once it has been said what that means."""
    now = now_of(request)
    about = person(viewer, child_id)
    one = next((k for k in who_knows(viewer, child_id, now=now) if k.user_id == user_id), None)
    if about is None:
        raise NotFound
    if request.method == "POST":
        actions.unassign_child(child_id=child_id, user_id=user_id, by=viewer, at=now)
        return redirect("who_at_school_knows", child_id=child_id)
    if one is None:
        return redirect("who_at_school_knows", child_id=child_id)
    return render(request, "school/stop_sharing.html", {"person": about, "one": one})
