"""Address messages with their event; deliver them from the outbox; mark them read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.access.gate import live, team_may_read
from alongside.access.ties import Tie, ties_of
from alongside.access.viewer import Viewer
from alongside.areas.clocks.rules import Happened
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import next_try
from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.packs import Audience, load_pack
from alongside.register.models import Authority, Posting


def address(happened: Sequence[Happened]) -> None:
    """Queue, in the event's own transaction, one inbox delivery for each team its audience names."""
    packs = dict(
        Authority.objects.filter(id__in={h.authority_id for h in happened}).values_list(
            "id", "pack"
        )
    )
    wanted = [
        (event, audience)
        for event in happened
        if event.child_id is not None
        for audience in load_pack(packs[event.authority_id]).audiences
        if audience.event == event.kind
    ]
    if not wanted:
        return
    ties = ties_of({event.child_id for event, _ in wanted if event.child_id})
    rows: dict[tuple[UUID, UUID], Delivery] = {}
    for event, audience in wanted:
        for team_id in _teams(event, audience, ties):
            rows.setdefault((event.event_id, team_id), _delivery(event, audience, team_id))
    Delivery.objects.bulk_create(rows.values(), batch_size=2000)


def _teams(
    event: Happened, audience: Audience, ties: Mapping[UUID, Sequence[Tie]]
) -> Iterator[UUID]:
    """The teams tied to the child in the ways the audience names when the event happened.

    Holders before it and after it: a tie that the event itself starts or ends counts.
    """
    for tie in ties.get(event.child_id, ()) if event.child_id else ():
        about_this = tie.subject_id is None or tie.subject_id == event.subject_id
        was_live = tie.starts_at <= event.at and (tie.ends_at is None or tie.ends_at >= event.at)
        if tie.kind in audience.tell and about_this and was_live and tie.team_id:
            yield tie.team_id


def _delivery(event: Happened, audience: Audience, team_id: UUID) -> Delivery:
    return Delivery(
        authority_id=event.authority_id,
        event_id=event.event_id,
        event_kind=event.kind,
        part=event.part,
        child_id=event.child_id,
        subject_id=event.subject_id,
        team_id=team_id,
        channel=Channel.INBOX,
        email_too=audience.email,
        caused_by_id=event.by_posting_id,
        happened_at=event.at,
        next_try_at=event.at,
    )


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


def take_waiting(*, channel: Channel, at: datetime) -> Delivery | None:
    """The next delivery to make, locked to this worker until its transaction ends; None when idle."""
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, channel=channel, next_try_at__lte=at
    )
    return waiting.select_for_update(skip_locked=True).order_by("next_try_at", "id").first()


def deliver_to_inbox(delivery: Delivery, *, at: datetime) -> Attempt:
    """Put a delivery in its team's inbox, if somebody is posted there and may still know it."""
    readers = list(Posting.objects.filter(live(at), team_id=delivery.team_id, user__is_active=True))
    failure = ""
    if not readers:
        failure = Failure.NO_LIVE_READER
    elif delivery.child_id and not team_may_read(
        delivery.team_id,
        child_id=delivery.child_id,
        part=delivery.part,
        subject_id=delivery.subject_id,
        at=at,
    ):
        failure = Failure.NO_RIGHT
    delivery.state = DeliveryState.FAILED if failure else DeliveryState.DELIVERED
    delivery.failure, delivery.tries = failure, delivery.tries + 1
    delivery.delivered_at = None if failure else at
    delivery.save(update_fields=["state", "failure", "tries", "delivered_at"])
    if delivery.email_too and not failure:
        _queue_emails(delivery, readers, at=at)
    return attempt_of(delivery)


def _queue_emails(delivery: Delivery, readers: Sequence[Posting], *, at: datetime) -> None:
    Delivery.objects.bulk_create(
        (
            Delivery(
                authority_id=delivery.authority_id,
                event_id=delivery.event_id,
                event_kind=delivery.event_kind,
                part=delivery.part,
                child_id=delivery.child_id,
                subject_id=delivery.subject_id,
                team_id=delivery.team_id,
                posting=posting,
                channel=Channel.EMAIL,
                caused_by_id=delivery.caused_by_id,
                happened_at=delivery.happened_at,
                next_try_at=at,
            )
            for posting in readers
        ),
        ignore_conflicts=True,  # a reopened delivery has already written to those who were there then
    )


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


@transaction.atomic
def nobody_left(*, subject_id: UUID, team_id: UUID) -> int:
    """Take back what lies unread in the inbox of a team where nobody is posted any more; how many."""
    unread = Delivery.objects.filter(
        subject_id=subject_id,
        team_id=team_id,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        read_at=None,
    )
    return unread.update(
        state=DeliveryState.FAILED, failure=Failure.NO_LIVE_READER, delivered_at=None
    )


@transaction.atomic
def try_again_where_somebody_came(*, at: datetime) -> int:
    """Queue again what failed for want of a reader, in teams where somebody is posted now; how many."""
    readers = Posting.objects.filter(live(at), team_id=OuterRef("team_id"), user__is_active=True)
    failed = Delivery.objects.filter(
        Exists(readers),
        channel=Channel.INBOX,
        state=DeliveryState.FAILED,
        failure=Failure.NO_LIVE_READER,
    )
    return failed.update(state=DeliveryState.WAITING, failure="", next_try_at=at)


def mark_read(viewer: Viewer, *, subject_id: UUID, at: datetime) -> list[Attempt]:
    """Mark everything about a subject in the viewer's team inbox as read; what was newly read.

    The row-level policy lets a posting mark only its own team's deliveries.
    """
    unread = list(
        Delivery.objects.select_for_update().filter(
            Q(read_at=None),
            team_id=viewer.team_id,
            channel=Channel.INBOX,
            state=DeliveryState.DELIVERED,
            subject_id=subject_id,
        )
    )
    Delivery.objects.filter(id__in=[d.id for d in unread]).update(
        read_at=at, read_by_id=viewer.posting_id
    )
    return [attempt_of(delivery) for delivery in unread]


def mark_all_read(viewer: Viewer, *, at: datetime) -> int:
    """Mark every message in the viewer's team inbox as read; how many were not."""
    unread = Delivery.objects.filter(
        team_id=viewer.team_id, channel=Channel.INBOX, state=DeliveryState.DELIVERED, read_at=None
    )
    return unread.update(read_at=at, read_by_id=viewer.posting_id)


def email_may_go(delivery: Delivery, *, at: datetime) -> bool:
    """Whether the person is still posted in the team; a leaver's email is withdrawn instead."""
    assert delivery.posting_id
    posted = Posting.objects.filter(live(at), id=delivery.posting_id, user__is_active=True).exists()
    if not posted:
        delivery.state = DeliveryState.WITHDRAWN
        delivery.save(update_fields=["state"])
    return posted


def email_sent(delivery: Delivery, *, at: datetime) -> None:
    """The mail server took it."""
    delivery.state, delivery.delivered_at, delivery.tries = (
        DeliveryState.DELIVERED,
        at,
        delivery.tries + 1,
    )
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
    """Whether every email of this event to this team has failed for good, and nobody there has read it."""
    about = Delivery.objects.filter(event_id=delivery.event_id, team_id=delivery.team_id)
    emails = about.filter(channel=Channel.EMAIL).exclude(state=DeliveryState.WITHDRAWN)
    return (
        not emails.exclude(state=DeliveryState.FAILED).exists()
        and not about.filter(channel=Channel.INBOX, read_at__isnull=False).exists()
    )
