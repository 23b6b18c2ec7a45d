"""Deliver to inboxes from the outbox; mark what was read."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.access.gate import Reading, is_live, live, teams_may_read
from alongside.access.viewer import Acting, Viewer
from alongside.areas.messages.actions.attempts import Attempt, attempt_of
from alongside.areas.messages.actions.emails import set_sent
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.register.models import Posting


def deliver_to_inbox(delivery: Delivery, *, at: datetime) -> Attempt:
    """Put a delivery in its team's inbox, if somebody is posted there and may still know it."""
    ((attempt, emails),) = _delivered({delivery: at})
    delivery.save(update_fields=_DELIVERED)
    # A reopened delivery has already written to those who were there then.
    Delivery.objects.bulk_create(emails, ignore_conflicts=True)
    return attempt


_DELIVERED = ("state", "failure", "tries", "delivered_at")


def _delivered(
    deliveries: Mapping[Delivery, datetime],
) -> Iterator[tuple[Attempt, list[Delivery]]]:
    """Each delivery made at its moment or refused, unsaved, with the emails it asks for."""
    readers = _readers({delivery.team_id for delivery in deliveries})
    about = [d for d in deliveries if d.child_id]
    allowed = dict(
        zip(about, teams_may_read([_reading(d, deliveries[d]) for d in about]), strict=True)
    )
    for delivery, at in deliveries.items():
        there = [p for p in readers[delivery.team_id] if is_live(p, at)]
        failure = ""
        if not there:
            failure = Failure.NO_LIVE_READER
        elif not allowed.get(delivery, True):
            failure = Failure.NO_RIGHT
        delivery.state = DeliveryState.FAILED if failure else DeliveryState.DELIVERED
        delivery.failure, delivery.tries = failure, delivery.tries + 1
        delivery.delivered_at = None if failure else at
        wanted = there if delivery.email_too and not failure else []
        yield attempt_of(delivery), [_email(delivery, posting, at=at) for posting in wanted]


def _readers(teams: set[UUID]) -> dict[UUID, list[Posting]]:
    found: dict[UUID, list[Posting]] = {team: [] for team in teams}
    for posting in Posting.objects.filter(team_id__in=teams, user__is_active=True):
        found[posting.team_id].append(posting)
    return found


def _reading(delivery: Delivery, at: datetime) -> Reading:
    assert delivery.child_id
    return Reading(
        team_id=delivery.team_id,
        child_id=delivery.child_id,
        part=delivery.part,
        subject_id=delivery.subject_id,
        at=at,
    )


def _email(delivery: Delivery, posting: Posting, *, at: datetime) -> Delivery:
    return Delivery(
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


@transaction.atomic
def deliver_past(moments: Mapping[UUID, datetime]) -> list[Attempt]:
    """Write what delivering each event's messages at its moment left; nothing is sent to anybody.

    Emails are written as sent at that moment: what was said then is not said again.
    """
    waiting = Delivery.objects.select_for_update().filter(
        event_id__in=list(moments), channel=Channel.INBOX, state=DeliveryState.WAITING
    )
    deliveries = {delivery: moments[delivery.event_id] for delivery in waiting}
    made = list(_delivered(deliveries))
    Delivery.objects.bulk_update(deliveries, _DELIVERED, batch_size=500)
    emails = [email for _, emails in made for email in emails]
    for email in emails:
        set_sent(email, at=email.next_try_at)
    Delivery.objects.bulk_create(emails, batch_size=2000)
    return [attempt for attempt, _ in made]


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


def mark_read(by: Acting, *, subject_id: UUID, at: datetime) -> list[Attempt]:
    """Mark everything about a subject in the posting's team inbox as read; what was newly read.

    The row-level policy lets a posting mark only its own team's deliveries.
    """
    unread = list(
        Delivery.objects.select_for_update().filter(
            Q(read_at=None),
            team_id=by.team_id,
            channel=Channel.INBOX,
            state=DeliveryState.DELIVERED,
            subject_id=subject_id,
            delivered_at__lte=at,
        )
    )
    Delivery.objects.filter(id__in=[d.id for d in unread]).update(
        read_at=at, read_by_id=by.posting_id
    )
    return [attempt_of(delivery) for delivery in unread]


def mark_all_read(viewer: Viewer, *, until: datetime | None = None, at: datetime) -> int:
    """Mark every message that was in the viewer's team inbox `until` then as read; how many were not."""
    unread = Delivery.objects.filter(
        team_id=viewer.team_id,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        read_at=None,
        delivered_at__lte=until or at,
    )
    return unread.update(read_at=at, read_by_id=viewer.posting_id)


def mark_one_read(viewer: Viewer, *, delivery_id: UUID, at: datetime) -> int:
    """Mark one message in the viewer's team inbox as read; 0 where it was, or is none of theirs."""
    unread = Delivery.objects.filter(
        id=delivery_id,
        team_id=viewer.team_id,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        read_at=None,
    )
    return unread.update(read_at=at, read_by_id=viewer.posting_id)
