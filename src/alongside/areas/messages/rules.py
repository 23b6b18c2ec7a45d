"""When to try again, and what an email may say: never a child, never what happened."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email import message_from_bytes
from email.message import Message
from uuid import UUID

from alongside.foundation.calendars import ENGLAND, local_day
from alongside.packs.terms import Urgency

MOST_TRIES = 12
# Told within the team that caused it, although others are tied to the child in the same way.
WITHIN_THE_TEAM = frozenset({"child_assigned", "draft_unsent"})
# Of use only to those who can do something about it, by part and act; anything else, to who may read it.
FOR_WHO_MAY = {"draft_unsent": ("request", "tell")}
# Whoever caused it knows: their colleagues are emailed, and they only where there is nobody else.
COLLEAGUES_FIRST = frozenset({"draft_unsent"})
SUBJECT = "Something is waiting for you in Alongside"


def next_try(tries: int, *, at: datetime) -> datetime | None:
    """When to try a channel again after `tries` failures; None once 12 have failed (about 3 days)."""
    if tries >= MOST_TRIES:
        return None
    return at + min(timedelta(minutes=2**tries), timedelta(hours=12))


DIGEST = time(7)  # before anybody's working day


def deliver_at(urgency: str, *, happened_at: datetime) -> datetime:
    """When a message is first tried: a daily digest at seven in the morning, anything else at once.

    What must be known before the next school day is, by being known now.
    """
    if urgency != Urgency.DAILY_DIGEST:
        return happened_at
    day = local_day(happened_at)
    if happened_at >= datetime.combine(day, DIGEST, tzinfo=ENGLAND):
        day += timedelta(days=1)
    return datetime.combine(day, DIGEST, tzinfo=ENGLAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """One email to one person."""

    to: str
    subject: str
    body: str


def email_to(*, address: str, full_name: str, team_name: str, sign_in_url: str) -> Email:
    """The words of every email: something is waiting, sign in. It carries no fact about anyone."""
    return Email(
        to=address,
        subject=SUBJECT,
        body=(
            f"Dear {full_name},\n\n"
            f"There is a new message for {team_name}.\n\n"
            f"Sign in to read it: {sign_in_url}\n\n"
            "For everyone's safety this email does not say what the message is about.\n"
            "Do not reply: nobody reads this address.\n"
        ),
    )


_MESSAGE_ID = re.compile(r"<delivery\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>")


def message_id(delivery_id: UUID, *, domain: str) -> str:
    """The Message-ID of a delivery's email: what tells us later which one came back."""
    return f"<delivery.{delivery_id}@{domain}>"


def came_back(message: bytes) -> UUID | None:
    """The delivery that a mail server gives up on in this delivery status notification; else None.

    Source: RFC 3464. A notice that a message is delayed, or an answer out of office, is no failure.
    """
    report = message_from_bytes(message)
    if report.get_content_type() != "multipart/report" or not _says_failed(report):
        return None
    for part in report.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            # Its headers are the message's own words; nothing else of it is looked at.
            found = _MESSAGE_ID.search(_original_headers(part).get("Message-ID", ""))
            if found:
                return UUID(found[1])
    return None


def _says_failed(report: Message) -> bool:
    return any(
        str(status.get("Action", "")).strip().lower() == "failed"
        for part in report.walk()
        if part.get_content_type() == "message/delivery-status"
        for status in part.walk()
    )


def _original_headers(part: Message) -> Message:
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        return inside[0]
    return message_from_bytes(bytes(part.get_payload(decode=True) or b""))
