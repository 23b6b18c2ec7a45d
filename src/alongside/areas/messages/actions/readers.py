"""Who of a team may know of what a message is about: asked at each delivery, and again before each email."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from alongside.access.gate import Reading, readers_of
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import FOR_WHO_MAY


def may_read(deliveries: Mapping[Delivery, datetime]) -> dict[Delivery, frozenset[UUID]]:
    """By delivery about a child, the postings of its team that may know of it at its moment."""
    about = [delivery for delivery in deliveries if delivery.child_id]
    readings = [_reading(delivery, deliveries[delivery]) for delivery in about]
    return dict(zip(about, readers_of(readings), strict=True))


def _reading(delivery: Delivery, at: datetime) -> Reading:
    assert delivery.child_id
    part, act = FOR_WHO_MAY.get(delivery.event_kind, (delivery.part, "read"))
    return Reading(
        team_id=delivery.team_id,
        child_id=delivery.child_id,
        part=part,
        act=act,
        subject_id=delivery.subject_id,
        at=at,
    )
