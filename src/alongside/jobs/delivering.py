"""Deliver one message from the outbox, and record what came of it."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from alongside.areas.front_door.actions import record_not_told, record_told
from alongside.areas.front_door.actions.telling import TELLS_THE_REFERRER
from alongside.areas.front_door.terms import Told
from alongside.areas.messages.actions import (
    Attempt,
    deliver_to_inbox,
    email_failed,
    email_sent,
    take_waiting,
)
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import email_to
from alongside.areas.messages.terms import Channel, Failure


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
    try:
        _send(delivery)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused):
        email_failed(delivery, failure=Failure.REFUSED, again=False, at=at)
    except (OSError, smtplib.SMTPException):
        email_failed(delivery, failure=Failure.UNREACHABLE, again=True, at=at)
    else:
        email_sent(delivery, at=at)
    return True


def _send(delivery: Delivery) -> None:
    assert delivery.posting is not None
    user = delivery.posting.user
    email = email_to(
        address=user.email,
        full_name=user.full_name,
        team_name=delivery.team.name,
        sign_in_url=settings.BASE_URL,
    )
    EmailMessage(subject=email.subject, body=email.body, to=[email.to]).send()
