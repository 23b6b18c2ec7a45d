"""Address messages with their event; deliver them from the outbox; mark them read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from alongside.access.gate import Reading, is_live, teams_may_read
from alongside.access.ties import Tie, ties_of
from alongside.access.viewer import Acting
from alongside.areas.clocks.rules import Happened
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import next_try
from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.packs import Audience, load_pack
from alongside.register.models import Posting


def address(happened: Sequence[Happened]) -> None:
    """Queue, in the event's own transaction, one inbox delivery for each team its audience names."""
    wanted = [
        (event, audience)
        for event in happened
        if event.child_id is not None
        for audience in load_pack(event.pack).audiences
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
        _set_sent(email, at=email.next_try_at)
    Delivery.objects.bulk_create(emails, batch_size=2000)
    return [attempt for attempt, _ in made]


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
def try_again(*, team_id: UUID, at: datetime) -> int:
    """Queue again what failed because nobody was posted in this team; how many."""
    failed = Delivery.objects.filter(
        team_id=team_id,
        channel=Channel.INBOX,
        state=DeliveryState.FAILED,
        failure=Failure.NO_LIVE_READER,
    )
    return failed.update(state=DeliveryState.WAITING, next_try_at=at)


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
        )
    )
    Delivery.objects.filter(id__in=[d.id for d in unread]).update(
        read_at=at, read_by_id=by.posting_id
    )
    return [attempt_of(delivery) for delivery in unread]


def email_sent(delivery: Delivery, *, at: datetime) -> None:
    """The mail server took it."""
    _set_sent(delivery, at=at)
    delivery.save(update_fields=["state", "delivered_at", "tries"])


def _set_sent(delivery: Delivery, *, at: datetime) -> None:
    delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, at
    delivery.tries += 1


def email_failed(delivery: Delivery, *, failure: Failure, again: bool, at: datetime) -> None:
    """Keep trying for about three days where the server was away; give up where it refused the address."""
    delivery.tries += 1
    retry = next_try(delivery.tries, at=at) if again else None
    delivery.failure = failure
    delivery.state = DeliveryState.WAITING if retry else DeliveryState.FAILED
    delivery.next_try_at = retry or delivery.next_try_at
    delivery.save(update_fields=["tries", "failure", "state", "next_try_at"])
