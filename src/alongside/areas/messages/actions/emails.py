"""Emails: to whom they may go, and what became of them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import live
from alongside.areas.messages.actions.readers import may_read
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import next_try
from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.register.models import Posting


def set_sent(delivery: Delivery, *, at: datetime) -> None:
    """Mark an email, unsaved, as sent."""
    delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, at
    delivery.tries += 1


def email_may_go(delivery: Delivery, *, at: datetime) -> bool:
    """Whether the person is still posted in the team and may still know; else the email is withdrawn."""
    assert delivery.posting_id
    if delivery.child_id:
        may = delivery.posting_id in may_read({delivery: at})[delivery]
    else:
        posted = Posting.objects.filter(live(at), id=delivery.posting_id, user__is_active=True)
        may = posted.exists()
    if not may:
        delivery.state = DeliveryState.WITHDRAWN
        delivery.save(update_fields=["state"])
    return may


def email_sent(delivery: Delivery, *, at: datetime) -> None:
    """The mail server took it."""
    set_sent(delivery, at=at)
    delivery.save(update_fields=["state", "delivered_at", "tries"])


def email_failed(delivery: Delivery, *, failure: Failure, again: bool, at: datetime) -> None:
    """Keep trying for about three days where the server was away; give up where it refused the address."""
    delivery.tries += 1
    retry = next_try(delivery.tries, at=at) if again else None
    delivery.failure = failure
    delivery.state = DeliveryState.WAITING if retry else DeliveryState.FAILED
    delivery.next_try_at = retry or delivery.next_try_at
    delivery.save(update_fields=["tries", "failure", "state", "next_try_at"])


@transaction.atomic
def email_came_back(*, delivery_id: UUID) -> Delivery | None:
    """A mail server that had taken this email gave it back: it reached nobody. None if that is known."""
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None or delivery.channel != Channel.EMAIL:
        return None
    if delivery.state != DeliveryState.DELIVERED:
        return None
    delivery.state, delivery.failure = DeliveryState.FAILED, Failure.BOUNCED
    delivery.save(update_fields=["state", "failure"])
    return delivery


def email_reached_nobody(delivery: Delivery) -> bool:
    """Whether every email of this event to this team has failed for good, and nobody there has read it.

    The team's own message is locked meanwhile, so that of two that fail at once the second sees the first.
    """
    about = Delivery.objects.filter(event_id=delivery.event_id, team_id=delivery.team_id)
    list(about.filter(channel=Channel.INBOX).select_for_update())
    emails = about.filter(channel=Channel.EMAIL).exclude(state=DeliveryState.WITHDRAWN)
    return (
        not emails.exclude(state=DeliveryState.FAILED).exists()
        and not about.filter(channel=Channel.INBOX, read_at__isnull=False).exists()
    )
