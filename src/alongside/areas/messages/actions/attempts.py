"""What became of a delivery."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.areas.messages.models import Delivery
from alongside.areas.messages.terms import Channel, DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of one delivery: the owning area may have an event to record for it."""

    delivery_id: UUID
    event_id: UUID
    event_kind: str
    authority_id: UUID
    child_id: UUID | None
    subject_id: UUID | None
    team_id: UUID
    channel: str
    delivered: bool
    failure: str = ""


def attempt_of(delivery: Delivery) -> Attempt:
    return Attempt(
        delivery_id=delivery.id,
        event_id=delivery.event_id,
        event_kind=delivery.event_kind,
        authority_id=delivery.authority_id,
        child_id=delivery.child_id,
        subject_id=delivery.subject_id,
        team_id=delivery.team_id,
        channel=delivery.channel,
        delivered=delivery.state == DeliveryState.DELIVERED,
        failure=delivery.failure,
    )


def take_waiting(*, channel: Channel, at: datetime) -> Delivery | None:
    """The next delivery to make, locked to this worker until its transaction ends; None when idle."""
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, channel=channel, next_try_at__lte=at
    )
    return waiting.select_for_update(skip_locked=True).order_by("next_try_at", "id").first()
