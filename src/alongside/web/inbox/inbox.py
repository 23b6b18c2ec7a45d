"""The team's messages, unread first; one or all of them marked as read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import role_may
from alongside.access.viewer import Viewer
from alongside.areas.chronology.events import catalogue
from alongside.areas.chronology.queries import causes_of
from alongside.areas.front_door.queries import requests_of_enquiries
from alongside.areas.messages import actions, queries
from alongside.areas.messages.permissions import MARK_MESSAGES, SEE_INBOX
from alongside.areas.people.queries import people_by_id
from alongside.web.gate import page
from alongside.web.inbox.leading import HUB, SCHOOL, Known, address_of
from alongside.web.paging import page_of
from alongside.web.requests import now_of, seen_at_in

UNREAD = "unread"


@page(requires=SEE_INBOX, methods=("GET", "HEAD"))
def inbox(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What has come to the team about children whom the viewer may still know of."""
    at, unread_only = page_of(request), request.GET.get("show") == UNREAD
    found = queries.inbox(viewer, unread_only=unread_only, first=at.first, most=at.most_and_one)
    rows = at.shown(found)
    names = {p.child_id: p.name for p in people_by_id(viewer, [m.child_id for m in rows])}
    payloads = causes_of(viewer, [m.event_id for m in rows])
    asked = [m.subject_id for m in rows if m.part == "enquiry" and m.subject_id]
    requests = requests_of_enquiries(viewer, asked) if viewer.team_kind == HUB else {}
    kinds = catalogue()
    shown = {
        "rows": [
            (
                message,
                names.get(message.child_id) or _nameless(viewer),
                kinds[message.event_kind].label,
                address_of(
                    viewer,
                    message,
                    Known(payload=payloads.get(message.event_id, {}), requests=requests),
                ),
            )
            for message in rows
        ],
        "at": at.with_more(found),
        "unread_only": unread_only,
        "may_mark": role_may(viewer, MARK_MESSAGES),
        "seen_at": now_of(request).isoformat(),
    }
    return render(request, "inbox/inbox.html", shown)


def _nameless(viewer: Viewer) -> str:
    if viewer.organisation_kind == SCHOOL:
        return "A child no longer on your roll"
    return "Name not held" if viewer.team_kind == HUB else "A child whose name you may not know"


@page(requires=MARK_MESSAGES, methods=("POST",))
def inbox_mark_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All that had come when the page was opened: what came since stays unread."""
    now = now_of(request)
    actions.mark_all_read(viewer, until=seen_at_in(request), at=now)
    return redirect(_back(request))


@page(requires=MARK_MESSAGES, methods=("POST",))
def inbox_mark_one(request: HttpRequest, viewer: Viewer, delivery_id: UUID) -> HttpResponse:
    """One message; one that is not the team's is left as it is, and nothing is said of it."""
    actions.mark_one_read(viewer, delivery_id=delivery_id, at=now_of(request))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    only = "?show=unread" if request.POST.get("show") == UNREAD else ""
    return reverse("inbox") + only
