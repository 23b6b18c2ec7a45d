"""Where a message leads: to what it is about, as far as this side has a page for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from alongside.access.viewer import Viewer
from alongside.areas.messages.queries import Message

HUB, SCHOOL = "front_door", "school"
OF_A_REQUEST = ("request", "enquiry", "challenge", "plan", "feedback")
TOLD_TO_SCHOOLS = ("request", "enquiry", "challenge", "feedback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside a message: the payload of its event, and the request of each question."""

    payload: Mapping[str, Any] = field(default_factory=dict)
    requests: Mapping[UUID, UUID] = field(default_factory=dict)


def address_of(viewer: Viewer, message: Message, known: Known) -> str:
    """The address of what a message is about; the child's page where there is none of its own."""
    for name, key, value in _pages(viewer, message, known):
        try:
            return reverse(name, kwargs={key: value})
        except NoReverseMatch:  # this deployment has no such page
            continue
    return reverse("child", kwargs={"child_id": message.child_id})


Page = tuple[str, str, UUID | str]  # the route, what it takes, and which


def _pages(viewer: Viewer, message: Message, known: Known) -> Iterator[Page]:
    if viewer.team_kind == HUB:
        yield from _of_hub(message, known)
    elif viewer.organisation_kind == SCHOOL:
        yield from _of_school(message, known)
    else:
        yield from _of_whoever_helps(message, known)


def _asked(message: Message, known: Known) -> UUID | None:
    """The question a message is about."""
    asked = known.payload.get("enquiry") if message.part == "enquiry" else None
    return UUID(asked) if asked else None


def _of_hub(message: Message, known: Known) -> Iterator[Page]:
    subject = message.subject_id
    if subject and subject == _asked(message, known):
        subject = known.requests.get(subject)
    if subject and message.part in OF_A_REQUEST:
        yield "hub_request", "request_id", subject


def _of_school(message: Message, known: Known) -> Iterator[Page]:
    asked = _asked(message, known)
    # A question about its own request is read, and answered, on the page of the request.
    if message.subject_id and message.subject_id != asked and message.part in TOLD_TO_SCHOOLS:
        yield "request", "request_id", message.subject_id
    if asked:
        yield "question", "enquiry_id", asked


def _of_whoever_helps(message: Message, known: Known) -> Iterator[Page]:
    asked, helped = _asked(message, known), known.payload.get("help")
    if asked:
        yield "question", "enquiry_id", asked
    if message.part == "plan" and message.subject_id:
        yield "help", "help_id", message.subject_id
    elif helped:
        yield "help", "help_id", helped
