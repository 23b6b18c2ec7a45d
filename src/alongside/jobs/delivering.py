"""Deliver one message from the outbox, and record what came of it."""

import smtplib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from alongside.areas.front_door.actions import record_not_told, record_told
from alongside.areas.front_door.actions.telling import TELLS_THE_REFERRER
from alongside.areas.front_door.terms import TellingFailure, Told
from alongside.areas.messages.actions import (
    Attempt,
    deliver_to_inbox,
    email_came_back,
    email_failed,
    email_may_go,
    email_reached_nobody,
    email_sent,
    take_waiting,
)
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import came_back, email_to, message_id
from alongside.areas.messages.terms import Channel, DeliveryState, Failure

FOR_GOOD = 500  # SMTP: from here on a refusal stands; below it, trying later may help


@transaction.atomic
def deliver_next_to_inbox(*, at: datetime) -> bool:
    """Deliver one waiting message to its team's inbox; False when none waits."""
    delivery = take_waiting(channel=Channel.INBOX, at=at)
    if delivery is None:
        return False
    _record(deliver_to_inbox(delivery, at=at), at=at)
    return True


def _record(attempt: Attempt, *, at: datetime) -> None:
    if attempt.event_kind != TELLS_THE_REFERRER or attempt.subject_id is None:
        return
    if attempt.delivered:
        record_told(
            request_id=attempt.subject_id, how=Told.INBOX, at=at, causation_id=attempt.event_id
        )
    else:
        record_not_told(
            request_id=attempt.subject_id, why=attempt.failure, at=at, causation_id=attempt.event_id
        )


@transaction.atomic
def deliver_next_email(*, at: datetime) -> bool:
    """Send one waiting email, to one person; False when none waits."""
    delivery = take_waiting(channel=Channel.EMAIL, at=at)
    if delivery is None:
        return False
    if not email_may_go(delivery, at=at):
        return True
    try:
        _send(delivery)
    except smtplib.SMTPRecipientsRefused as refused:
        email_failed(delivery, failure=Failure.REFUSED, again=_may_pass(refused), at=at)
    except ValueError:  # no mail can be addressed so, whatever the server
        email_failed(delivery, failure=Failure.REFUSED, again=False, at=at)
    except (OSError, smtplib.SMTPException):
        email_failed(delivery, failure=Failure.UNREACHABLE, again=True, at=at)
    else:
        email_sent(delivery, at=at)
    _reopen_if_nobody_was_reached(delivery, at=at)
    return True


def _may_pass(refused: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether every refusal is only for now (a code of 4xx): a full mailbox, a greylist."""
    return all(code < FOR_GOOD for code, _ in refused.recipients.values())


@transaction.atomic
def take_back(message: bytes, *, at: datetime) -> bool:
    """Record that a mail server gave an email of ours back; False where the message is no such notice."""
    delivery_id = came_back(message)
    delivery = email_came_back(delivery_id=delivery_id) if delivery_id else None
    if delivery is None:
        return False
    _reopen_if_nobody_was_reached(delivery, at=at)
    return True


def _reopen_if_nobody_was_reached(delivery: Delivery, *, at: datetime) -> None:
    failed_telling = (
        delivery.state == DeliveryState.FAILED and delivery.event_kind == TELLS_THE_REFERRER
    )
    if failed_telling and delivery.subject_id and email_reached_nobody(delivery):
        record_not_told(
            request_id=delivery.subject_id, why=str(TellingFailure.BOUNCED), at=at,
            causation_id=delivery.event_id,
        )  # fmt: skip


def _send(delivery: Delivery) -> None:
    assert delivery.posting is not None
    user = delivery.posting.user
    email = email_to(
        address=user.email,
        full_name=user.full_name,
        # What is about no child is told to somebody in person: the team may not know that there is any.
        team_name=delivery.team.name if delivery.child_id else "you",
        sign_in_url=settings.BASE_URL,
    )
    domain = urlsplit(settings.BASE_URL).hostname or "localhost"
    EmailMessage(
        subject=email.subject,
        body=email.body,
        to=[email.to],
        from_email=settings.BOUNCE_ADDRESS,  # the envelope's: notices of failure come back to it
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(delivery.id, domain=domain),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answers out of office, please
        },
    ).send()
