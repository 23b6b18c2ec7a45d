"""Records that may be of the same child, side by side: a person decides."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.access.gate import NotFound, role_may
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.permissions import ASK, JUDGE_IDENTITY
from alongside.areas.front_door.queries import RequestRead
from alongside.areas.people.queries import identifiers, person
from alongside.areas.plans.queries import help_of_requests
from alongside.web.child.around import in_a_list
from alongside.web.gate import page
from alongside.web.requests import now_of


def asked_and_same(
    viewer: Viewer, read: RequestRead, earlier_ids: Iterable[UUID]
) -> dict[str, Any]:
    """What a request's page shows of who was asked, and of other records of the same child."""
    also = []
    for one in queries.also_held(viewer, read.child_id):
        involved = involved_with(viewer, one.child_id)
        earlier = queries.earlier_requests(viewer, one.child_id, but=read.row.request_id)
        also.append((one, earlier, in_a_list(involved)))
    requests = [row.request_id for _, rows, _ in also for row in rows]
    return {
        "became": help_of_requests(viewer, [*earlier_ids, *requests]),
        "enquiries": queries.enquiries_of(viewer, read.row.request_id),
        "asks": role_may(viewer, ASK),
        "judges": role_may(viewer, JUDGE_IDENTITY),
        "compared": queries.how_many_possibly_same(viewer, read.child_id),
        "also": also,
    }


@page(requires=JUDGE_IDENTITY)
def hub_same(request: HttpRequest, viewer: Viewer, request_id: UUID) -> HttpResponse:
    """The child of the request beside each record that may be theirs."""
    read = queries.request_for_hub(viewer, request_id, now=now_of(request))
    if read is None:
        raise NotFound
    found, errors = queries.candidates(viewer, read.child_id), {}
    if request.method == "POST":
        judged = {one.child_id: request.POST.get(f"same-{one.child_id}") for one in found}
        if not any(judged.values()):
            first = found[0].child_id if found else ""
            errors = {f"same-{first}": "Select whether each record is of the same child"}
        else:
            for other_id, said in judged.items():
                if said in ("yes", "no"):
                    actions.judge_identity(
                        request_id=request_id, other_id=other_id, same=said == "yes", by=viewer,
                        at=now_of(request),
                    )  # fmt: skip
            return redirect(f"{reverse('hub_request', args=[request_id])}#same")
    return render(request, "hub/same.html", _shown(viewer, read, found) | {"errors": errors})


def _shown(viewer: Viewer, read: RequestRead, found: list[queries.Candidate]) -> dict[str, Any]:
    who = person(viewer, read.child_id)
    on_roll = [i for i in involved_with(viewer, read.child_id) if i.relationship == "on_roll"]
    numbers = dict(identifiers(viewer, read.child_id).values)
    return {
        "read": read,
        "candidates": found,
        "person": who,
        "school": ", ".join(i.organisation for i in on_roll),
        "upn": numbers.get("Unique pupil number", ""),
    }
