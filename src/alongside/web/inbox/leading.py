"""Where a message leads: to what it is about, as far as this side has a page for it."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from alongside.access.viewer import Viewer
from alongside.areas.messages.queries import Message

HUB, SCHOOL = "front_door", "school"
OF_A_REQUEST = ("request", "enquiry", "challenge", "plan", "feedback")


def address_of(viewer: Viewer, message: Message, payload: Mapping[str, Any]) -> str:
    """The address of what a message is about; the child's page where there is none of its own."""
    for name, key, value in _pages(viewer, message, payload):
        try:
            return reverse(name, kwargs={key: value})
        except NoReverseMatch:  # this deployment has no such page
            continue
    return reverse("child", kwargs={"child_id": message.child_id})


def _pages(
    viewer: Viewer, message: Message, payload: Mapping[str, Any]
) -> Iterator[tuple[str, str, UUID | str]]:
    subject, part = message.subject_id, message.part
    is_hub, is_school = viewer.team_kind == HUB, viewer.organisation_kind == SCHOOL
    if part == "enquiry" and not is_hub and payload.get("enquiry"):
        yield "asked", "enquiry_id", payload["enquiry"]
    if subject is None:
        return
    if is_hub and part in OF_A_REQUEST:
        yield "hub_request", "request_id", subject
    elif is_school and part in ("request", "enquiry", "challenge", "feedback"):
        yield "request", "request_id", subject
    elif part == "plan":
        yield "help", "help_id", subject
    elif payload.get("help"):
        yield "help", "help_id", payload["help"]
