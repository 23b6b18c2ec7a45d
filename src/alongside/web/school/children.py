"""*Your children*, and one child's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound, role_may
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.chronology.queries import Entry, chronology_of
from alongside.areas.clocks.queries import due_for_child
from alongside.areas.front_door import queries
from alongside.areas.front_door.permissions import SEE_YOUR_CHILDREN, TELL
from alongside.areas.people.permissions import READ_CHILD
from alongside.areas.people.queries import find_on_roll, people_by_id, person, upns_of_namesakes
from alongside.areas.people.rules import age
from alongside.areas.schools.permissions import ASSIGN_CHILD
from alongside.areas.schools.queries import children_shared_with
from alongside.areas.schools.rules.sharing import roles_shared_with
from alongside.foundation.calendars import local_day
from alongside.packs import load_pack
from alongside.register.terms import RelationshipKind
from alongside.web.gate import page
from alongside.web.requests import now_of, searched

MOST_FOUND = 50
# What has just been done on another page, by its code in the address.
DONE = {
    "saved": "Saved. It has not been sent yet.",
    "deleted": "Deleted.",
}
# What a school reads of a decision only once it has been told.
DECIDED = "request_decided"


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
    shared = children_shared_with(viewer, now=now)
    drafts = queries.drafts_of_team(viewer)
    names = {p.child_id: p.name for p in people_by_id(viewer, [draft.child_id for draft in drafts])}
    shown |= {
        "done": DONE.get(request.GET.get("done", ""), ""),
        "may_tell": role_may(viewer, TELL),
        "rows": queries.children_with_something_open(viewer, now=now),
        "shared": sorted(people_by_id(viewer, shared), key=lambda one: one.name),
        "drafts": [(draft, names.get(draft.child_id, "")) for draft in drafts],
    }
    return render(request, "school/your_children.html", shown)


@page(requires=READ_CHILD, methods=("GET", "HEAD"))
def child(request: HttpRequest, viewer: Viewer, child_id: UUID) -> HttpResponse:
    """Who is involved and how to reach them, what is due, and what has happened."""
    now = now_of(request)
    about = person(viewer, child_id)
    if about is None:
        raise NotFound
    kinds = dict(RelationshipKind.choices)
    requests = queries.requests_by_team(viewer, now=now, child_id=child_id)
    shown = {
        "person": about,
        "age": age(about.date_of_birth, on=local_day(now)) if about.date_of_birth else None,
        "involved": [(kinds[i.relationship], i) for i in involved_with(viewer, child_id)],
        "due": due_for_child(viewer, child_id),
        "chronology": _chronology(viewer, child_id),
        "requests": requests,
        "open_requests": [row for row in requests if row.is_open],
        "is_school": viewer.organisation_kind == "school",
        "may_tell": role_may(viewer, TELL),
        "draft": queries.draft_about(viewer, child_id) if role_may(viewer, TELL) else None,
        "may_share": role_may(viewer, ASSIGN_CHILD),
    }
    return render(request, "school/child.html", shown)


def _chronology(viewer: Viewer, child_id: UUID) -> list[Entry]:
    """What has happened, without a decision that is on its way to the school and not yet there."""
    untold = queries.decided_and_not_told(viewer, child_id)
    return [
        entry
        for entry in chronology_of(viewer, child_id)
        if not (entry.kind == DECIDED and entry.subject_id in untold)
    ]
