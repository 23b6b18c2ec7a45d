"""*Your children*: those with something open, and any on roll by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import role_may
from alongside.access.viewer import Viewer
from alongside.areas.front_door import queries
from alongside.areas.front_door.permissions import SEE_YOUR_CHILDREN, TELL
from alongside.areas.people.queries import find_on_roll, people_by_id, upns_of_namesakes
from alongside.areas.schools.queries import children_shared_with
from alongside.areas.schools.rules.sharing import roles_shared_with
from alongside.packs import load_pack
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of, searched

MOST_FOUND = 50
# What has just been done on another page, by its code in the address.
DONE = {
    "saved": "Saved. It has not been sent yet.",
    "deleted": "Deleted.",
}


@page(requires=SEE_YOUR_CHILDREN, methods=("GET", "HEAD"))
def your_children(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Those on roll with something open, unread first; and any child on roll by part of the name."""
    now, words = now_of(request), searched(request)
    found = find_on_roll(viewer, words, now=now, most=MOST_FOUND) if words else []
    shown = {
        "words": words,
        "found": found,
        "upns": upns_of_namesakes(viewer, found),
        "most": MOST_FOUND,
        "only_shared": viewer.role in roles_shared_with(load_pack(viewer.pack).grant_rows()),
    }
    if "HX-Request" in request.headers:  # what is found while somebody is still typing
        return render(request, "school/found.html", shown)
    at = page_of(request)
    rows = queries.children_with_something_open(
        viewer, now=now, first=at.first, most=at.most_and_one
    )
    shared = children_shared_with(viewer, now=now)
    drafts = queries.drafts_of_team(viewer)
    names = {p.child_id: p.name for p in people_by_id(viewer, [draft.child_id for draft in drafts])}
    shown |= {
        "done": DONE.get(request.GET.get("done", ""), ""),
        "may_tell": role_may(viewer, TELL),
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "shared": sorted(people_by_id(viewer, shared), key=lambda one: one.name),
        "drafts": [(draft, names.get(draft.child_id, "")) for draft in drafts],
    }
    return render(request, "school/your_children.html", shown)
