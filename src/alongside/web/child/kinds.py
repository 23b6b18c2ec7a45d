"""The kinds by which a chronology is narrowed: each event is of exactly one."""

from collections.abc import Collection
from dataclasses import dataclass

from alongside.areas.chronology.events import EventKind, catalogue

MEETINGS, TOLD = "meeting_", ("feedback", ("referrer_told", "decision_read"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is chosen on the page: a code for the address, and its words."""

    code: str
    label: str


KINDS = (
    Kind(code="requests", label="Requests and decisions"),
    Kind(code="help", label="Help"),
    Kind(code="meetings", label="Meetings"),
    Kind(code="contacts", label="Contacts with the family"),
    Kind(code="social_care", label="Social care as the council’s returns tell it"),
    Kind(code="care", label="The council’s care"),
    Kind(code="told", label="What the school was told"),
    Kind(code="roll", label="School roll and details"),
)
_OF_PART = {
    "request": "requests",
    "enquiry": "requests",
    "challenge": "requests",
    "notice": "requests",
    "plan": "help",
    "assessment": "contacts",
    "social_care": "social_care",
    "looked_after": "care",
    "placement": "care",
    "adoption": "care",
    "feedback": "told",
}


def kind_of_event(event: EventKind) -> str:
    """The code of the kind an event is of."""
    told_part, told_names = TOLD
    if event.part == told_part or event.name in told_names:
        return "told"
    if event.name.startswith(MEETINGS):
        return "meetings"
    return _OF_PART.get(event.part, "roll")


def events_of(codes: Collection[str]) -> frozenset[str] | None:
    """The names of the events of these kinds; None, which is all, where none is chosen."""
    if not codes:
        return None
    return frozenset(e.name for e in catalogue().values() if kind_of_event(e) in codes)
