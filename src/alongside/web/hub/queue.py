"""The team's queue, what it has decided, and one request."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.challenges.queries import challenge_of_request
from alongside.areas.front_door import queries
from alongside.areas.front_door.permissions import SEE_QUEUE
from alongside.areas.front_door.queries import RequestRead
from alongside.areas.front_door.terms import RequestState, Standing
from alongside.areas.people.queries import identifiers
from alongside.areas.people.rules import age
from alongside.areas.plans.queries import help_of_requests
from alongside.foundation.calendars import local_day
from alongside.foundation.ids import reference_of
from alongside.packs import load_pack
from alongside.web.child.around import in_a_list
from alongside.web.gate import page
from alongside.web.hub.same import asked_and_same
from alongside.web.paging import page_of
from alongside.web.requests import now_of
from alongside.web.school.requests import answers_in_words


def outcomes_in_words(viewer: Viewer) -> dict[str, str]:
    """What each outcome is called where the viewer works: the words that schools read too."""
    return {key: one.label for key, one in load_pack(viewer.pack).wording.outcomes.items()}


# Beyond this a queue is not counted: its number says no more, and each request is looked at to count it.
MOST_COUNTED = 500
# What of the queue may be shown, by its word in the address.
SHOWN = {"": "All", queries.MINE: "Yours", queries.NOBODY: "Nobody has it"}


@page(requires=SEE_QUEUE, methods=("GET", "HEAD"))
def hub_queue(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everything the team has still to do about requests, urgent first, then by the time left."""
    at, now = page_of(request), now_of(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    far = max(at.first + at.most_and_one, MOST_COUNTED + 1)
    queue = queries.in_queue(viewer, now=now, show=show, most=far)
    rows = queries.team_queue(
        viewer, now=now, first=at.first, most=at.most_and_one - 1, among=queue
    )
    many = len(queue.requests) > MOST_COUNTED
    counts = {} if many else queries.queue_counts(viewer, now=now, among=queue)
    shown = {
        "rows": rows,
        "at": replace(at, more=len(queue.requests) > at.first + len(rows)),
        "show": show,
        "filters": SHOWN,
        "counts": [(Standing(standing).label, number) for standing, number in counts.items()],
        "waiting": f"More than {MOST_COUNTED}" if many else len(queue.requests),
    }
    return render(request, "hub/queue.html", shown)


@page(requires=SEE_QUEUE, methods=("GET", "HEAD"))
def hub_decided(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the team has decided and told, latest first."""
    at = page_of(request)
    rows = queries.requests_decided(
        viewer, now=now_of(request), first=at.first, most=at.most_and_one
    )
    shown = {
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "outcomes": outcomes_in_words(viewer),
    }
    return render(request, "hub/decided.html", shown)


@page(requires=SEE_QUEUE, methods=("GET", "HEAD"))
def hub_request(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """One request: who the child is, what is known, and what can be done to it now."""
    return shown_request(request, viewer, request_id, errors={})


def shown_request(
    request: HttpRequest,
    viewer: Viewer,
    request_id: UUID,
    *,
    errors: dict[str, str],
    typed: str = "",
) -> HttpResponse:
    """The page of a request, with what stood in the way of an act and what was typed for it."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    shown = {**_shown(request, viewer, read), "errors": errors, "typed": typed}
    return render(request, "hub/request.html", shown)


def _shown(request: HttpRequest, viewer: Viewer, read: RequestRead) -> dict[str, Any]:
    born, now = read.row.date_of_birth, now_of(request)
    pack, request_id = load_pack(viewer.pack), read.row.request_id
    role = pack.roles.get(read.sent_by_role)
    earlier = queries.earlier_requests(viewer, read.child_id, but=request_id)
    return {
        "read": read,
        "reference": reference_of(request_id),
        "decision": read.decision,
        "age": age(born, on=local_day(now)) if born else None,
        "numbers": identifiers(viewer, read.child_id),
        "involved": in_a_list(involved_with(viewer, read.child_id)),
        "earlier": earlier,
        "together": queries.told_together(viewer, request_id, now=now),
        "helping": help_of_requests(viewer, [request_id]),
        "transfer": queries.transfer_of(viewer, request_id),
        "draft": queries.decision_draft(viewer, request_id),
        "outcomes": outcomes_in_words(viewer),
        "states": dict(RequestState.choices),
        "answers": answers_in_words(read.answers, name=read.written_about or read.row.name),
        "challenge": challenge_of_request(viewer, read.row.request_id, now=now_of(request)),
        "sender_role": role.label if role else "",
        "does": {row.act for row in pack.grant_rows() if row.role == viewer.role},
        **asked_and_same(viewer, read, [one.request_id for one in earlier]),
    }
