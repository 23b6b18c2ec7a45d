"""The team's work, its inbox, and what needs somebody: leavers, silence, answers owed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound, require_role, role_may
from alongside.access.ties import involved_with
from alongside.access.viewer import Viewer
from alongside.areas.front_door.queries import request_for_team
from alongside.areas.people.permissions import READ_CHILD
from alongside.areas.plans import queries
from alongside.areas.plans.permissions import ACCEPT, READ_HELP, SEE_FIGURES, SEE_WORK
from alongside.areas.plans.queries import HelpRead
from alongside.areas.plans.terms import About
from alongside.foundation.ids import reference_of
from alongside.web.child.around import in_a_list
from alongside.web.gate import page
from alongside.web.help.forms import found_help
from alongside.web.paging import page_of
from alongside.web.requests import now_of
from alongside.web.school.requests import answers_in_words

# What has just been done on another page, by its code in the address.
DONE = {
    "accepted": "Taken on. Name the lead practitioner next.",
    "declined": "Sent back to the hub.",
    "agreement": "Saved.",
    "lead": "The lead practitioner is saved.",
    "contact": "The contact is saved.",
    "update": "Sent to the school.",
    "meeting": "The meeting is saved.",
    "held": "Saved.",
    "cancelled": "The meeting is called off.",
    "ended": "The help has ended.",
    "team": "The team around the child is saved.",
}


def _list(
    request: HttpRequest, viewer: Viewer, rows: list[queries.WorkRow], **more: object
) -> HttpResponse:
    at = page_of(request)
    shown = rows[at.first : at.first + at.most_and_one]
    context = {
        "rows": at.shown(shown),
        "at": at.with_more(shown),
        "count": len(rows),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "manages": role_may(viewer, SEE_FIGURES),
        **more,
    }
    return render(request, "help/work.html", context)


@page(requires=SEE_WORK, methods=("GET", "HEAD"))
def help_work(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the team is asked to do and does; `?show=mine` what the viewer leads."""
    mine = request.GET.get("show") == "mine"
    rows = queries.team_work(viewer, now=now_of(request), mine=mine)
    title = "Children you lead for" if mine else f"{viewer.team_name}: children you help"
    return _list(request, viewer, rows, title=title, show="mine" if mine else "all")


@page(requires=SEE_WORK, methods=("GET", "HEAD"))
def help_left(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Children without a lead because somebody left."""
    rows = queries.left_without_a_lead(viewer, now=now_of(request))
    title = "Children without a lead because somebody left"
    return _list(request, viewer, rows, title=title, show="left")


@page(requires=SEE_WORK, methods=("GET", "HEAD"))
def help_attention(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """For the manager: late to be taken on, without a lead, or silent."""
    require_role(viewer, SEE_FIGURES)
    rows = queries.work_needing_attention(viewer, now=now_of(request))
    return _list(request, viewer, rows, title="Late or silent", show="attention")


@page(requires=SEE_WORK, methods=("GET", "HEAD"))
def help_owed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Answers the team owes to schools."""
    rows = queries.answers_owed(viewer, now=now_of(request))
    return render(request, "help/owed.html", {"rows": rows})


@page(requires=READ_HELP, methods=("GET", "HEAD"))
def help_page(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """One child's help: who leads, what is planned, what was written down and told."""
    read = found_help(request, viewer, help_id)
    return render(request, "help/help.html", _shown(request, viewer, read))


def _shown(request: HttpRequest, viewer: Viewer, read: HelpRead) -> dict[str, Any]:
    now = now_of(request)
    return {
        "read": read,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "acts": read.is_own and role_may(viewer, ACCEPT),
        "contacts": queries.contacts_of(viewer, read.help_id),
        "meetings": queries.meetings_of(viewer, read.help_id, now=now),
        "handovers": queries.handovers_of(viewer, read.help_id),
        "feedback": queries.feedback_of(viewer, read.request_id) if read.request_id else [],
        "involved": in_a_list(involved_with(viewer, read.child_id)),
        "may_tell": [one.label for one in About if read.may_tell(one) and one != About.PASSED_ON],
        "opens_child": role_may(viewer, READ_CHILD),
    }


@page(requires=READ_HELP, methods=("GET", "HEAD"))
def help_request(request: HttpRequest, viewer: Viewer, help_id: UUID) -> HttpResponse:
    """What the school asked, and what was decided."""
    read = found_help(request, viewer, help_id)
    asked = request_for_team(viewer, read.request_id) if read.request_id else None
    if asked is None:
        raise NotFound
    shown = {
        "read": read,
        "asked": asked,
        "decision": asked.decision,
        "reference": reference_of(asked.request_id),
        "answers": answers_in_words(asked.answers, name=asked.written_about or read.name),
    }
    return render(request, "help/request.html", shown)
