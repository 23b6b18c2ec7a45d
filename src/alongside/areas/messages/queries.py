"""Inboxes, and what became of what was sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.terms import Channel, DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivery in a team's inbox: what kind of event, about whom, and whether it was read."""

    delivery_id: UUID
    event_id: UUID
    child_id: UUID
    subject_id: UUID | None
    event_kind: str
    part: str
    happened_at: datetime
    delivered_at: datetime
    read_at: datetime | None


@discloses("pointer")
def inbox(
    viewer: Viewer, *, unread_only: bool = False, first: int = 0, most: int = 50
) -> list[Message]:
    """The team's inbox, unread first, then the newest, as far as the viewer may still know of it."""
    rows = Delivery.objects.filter(
        team_id=viewer.team_id,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        child_id__isnull=False,
    ).annotate(was_read=ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField()))
    if unread_only:
        rows = rows.filter(read_at=None)
    rows = rows.order_by("was_read", "-delivered_at", "-id")[first : first + most]
    return [_message(row) for row in rows]


def _message(row: Delivery) -> Message:
    assert row.child_id
    assert row.delivered_at
    return Message(
        delivery_id=row.id,
        event_id=row.event_id,
        child_id=row.child_id,
        subject_id=row.subject_id,
        event_kind=row.event_kind,
        part=row.part,
        happened_at=row.happened_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
    )


MOST_COUNTED = 100
_UNREAD = """
SELECT (SELECT count(*) FROM (
        SELECT 1 FROM messages_delivery WHERE team_id = %(team)s AND child_id IS NOT NULL
            AND channel = 'inbox' AND state = 'delivered' AND read_at IS NULL LIMIT %(most)s) counted),
    EXISTS (SELECT 1 FROM messages_delivery WHERE posting_id = %(posting)s
        AND channel = 'inbox' AND state = 'delivered' AND read_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits to be read: how much nobody in the team has read, as the inbox lists it; counting stops at 100.

    `by_oneself` is for this posting alone: no colleague sees it, nor that it is there.
    """

    in_team: int
    by_oneself: bool


def unread(viewer: Viewer) -> Unread:
    """What every page says of messages, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _UNREAD,
            {"team": viewer.team_id, "posting": viewer.posting_id, "most": MOST_COUNTED},
        )
        return Unread(*cursor.fetchone())


def unread_count(viewer: Viewer) -> int:
    """How many messages in the team's inbox nobody there has read; counting stops at 100."""
    return unread(viewer).in_team


def unread_by_oneself(viewer: Viewer) -> bool:
    """Whether something lies unread that is for this posting alone."""
    return unread(viewer).by_oneself


def unread_subjects(viewer: Viewer, subjects: Iterable[UUID]) -> set[UUID]:
    """Of these subjects, those with something unread in the team's inbox: one query for a list."""
    rows = Delivery.objects.filter(
        team_id=viewer.team_id,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        read_at=None,
        subject_id__in=list(subjects),
    )
    return {subject for subject in rows.values_list("subject_id", flat=True) if subject}


def is_unread(viewer: Viewer) -> Exists:
    """For a query of what messages are about: whether the team has something unread about each."""
    rows = Delivery.objects.filter(
        team_id=viewer.team_id, channel=Channel.INBOX, state=DeliveryState.DELIVERED, read_at=None
    )
    return Exists(rows.filter(subject_id=OuterRef("id")))


def waiting_since(*, using: str) -> datetime | None:
    """Since when the longest-waiting delivery has been due; only the worker's connection sees them all."""
    waiting = Delivery.objects.using(using).filter(state=DeliveryState.WAITING)
    return waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()


def teams_first_told(subjects: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """By subject that is about no child, the team whose inbox first held it: for the worker, shown to nobody."""
    if not subjects:
        return {}
    rows = Delivery.objects.filter(
        subject_id__in=subjects, child=None, posting=None, channel=Channel.INBOX
    )
    first = rows.order_by("subject_id", "happened_at", "id").distinct("subject_id")
    return {
        subject_id: (team_id,)
        for subject_id, team_id in first.values_list("subject_id", "team_id")
        if subject_id
    }
