"""What a request carries besides its answers: who else is affected, and how the school wants to be told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions
from alongside.areas.front_door.permissions import TELL
from alongside.areas.people.queries import people_by_id
from alongside.areas.schools.queries import share_home
from alongside.web.gate import page
from alongside.web.requests import now_of, version_in
from alongside.web.school.telling import KEYS, OTHERS_AFTER, draft_and_child, while_unsent


@page(requires=TELL)
@while_unsent
def tell_others(request: HttpRequest, viewer: Viewer, draft_id: UUID) -> HttpResponse:
    """Who else in the family is affected, of those on the school's roll who live there too."""
    draft, about = draft_and_child(viewer, draft_id)
    shown = {
        "person": about,
        "draft_id": draft_id,
        "version": draft.version,
        "change": "change" in request.GET,
        "before": OTHERS_AFTER,
        "others": people_by_id(viewer, share_home(viewer, draft.child_id)),
        "chosen": [str(child_id) for child_id in draft.siblings],
        "errors": {},
    }
    if request.method != "POST":
        return render(request, "school/others.html", shown)
    given = request.POST.getlist("others")
    offered = [str(person.child_id) for person in shown["others"]]  # type: ignore[attr-defined]
    chosen = [UUID(child_id) for child_id in offered if child_id in given]
    try:
        actions.choose_siblings(
            draft_id=draft_id, children=chosen, version=version_in(request),
            by=viewer, at=now_of(request),
        )  # fmt: skip
    except actions.ChangedMeanwhile as changed:
        shown |= {"chosen": given, "errors": {"others": str(changed)}}
        return render(request, "school/others.html", shown)
    if "change" in request.GET:
        return redirect("tell_check", draft_id=draft_id)
    after = KEYS[KEYS.index(OTHERS_AFTER) + 1]
    return redirect("tell_question", draft_id=draft_id, question=after)


@page(requires=TELL)
@while_unsent
def tell_how(request: HttpRequest, viewer: Viewer, draft_id: UUID) -> HttpResponse:
    """Whether the team that decides should ring the school before it writes."""
    draft, about = draft_and_child(viewer, draft_id)
    if request.method == "POST":
        actions.choose_telling(
            draft_id=draft_id, telephone_first="telephone" in request.POST.getlist("how"),
            by=viewer, at=now_of(request),
        )  # fmt: skip
        return redirect("tell_check", draft_id=draft_id)
    shown = {"person": about, "draft_id": draft_id, "telephone_first": draft.telephone_first}
    return render(request, "school/how_to_tell.html", shown)
