"""Deliver to inboxes from the outbox; mark what was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.access.gate import is_live, live
from alongside.access.viewer import Acting, Viewer
from alongside.areas.messages.actions.attempts import Attempt, attempt_of
from alongside.areas.messages.actions.emails import set_sent
from alongside.areas.messages.actions.readers import may_read
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import COLLEAGUES_FIRST
from alongside.areas.messages.terms import Channel, DeliveryState, Failure
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_models
from alongside.register.models import Posting, Team


def deliver_to_inbox(delivery: Delivery, *, at: datetime) -> Attempt:
    """Put a delivery in its team's inbox, if somebody is posted there and may still know it."""
    ((attempt, wanted),) = _delivered({delivery: at})
    delivery.save(update_fields=_DELIVERED)
    # A reopened delivery has already written to those who were there then.
    emails = [_email(delivery, posting, at=at) for posting in wanted]
    Delivery.objects.bulk_create(emails, ignore_conflicts=True)
    return attempt


_DELIVERED = ("state", "failure", "tries", "delivered_at")


def _delivered(
    deliveries: Mapping[Delivery, datetime],
) -> Iterator[tuple[Attempt, list[Posting]]]:
    """Each delivery made at its moment or refused, unsaved, with those who are emailed too."""
    posted = posted_in({delivery.team_id for delivery in deliveries})
    may = may_read(deliveries)
    for delivery, at in deliveries.items():
        there = [
            p
            for p in posted[delivery.team_id]
            if is_live(p, at) and delivery.posting_id in (None, p.id)
        ]
        readers = [p for p in there if p.id in may[delivery]] if delivery.child_id else there
        failure = ""
        if not there:
            failure = Failure.NO_LIVE_READER
        elif not readers:
            failure = Failure.NO_RIGHT
        delivery.state = DeliveryState.FAILED if failure else DeliveryState.DELIVERED
        delivery.failure, delivery.tries = failure, delivery.tries + 1
        delivery.delivered_at = None if failure else at
        wanted = _emailed(delivery, readers) if delivery.email_too and not failure else []
        yield attempt_of(delivery), wanted


def _emailed(delivery: Delivery, readers: list[Posting]) -> list[Posting]:
    """Who of those that may read it is emailed too."""
    if delivery.event_kind not in COLLEAGUES_FIRST:
        return readers
    return [posting for posting in readers if posting.id != delivery.caused_by_id] or readers


def posted_in(teams: set[UUID]) -> dict[UUID, list[Posting]]:
    found: dict[UUID, list[Posting]] = {team: [] for team in teams}
    for posting in Posting.objects.filter(team_id__in=teams, user__is_active=True):
        found[posting.team_id].append(posting)
    return found


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
    update_models(deliveries, _DELIVERED)
    insert_rows(Delivery, _COLUMNS, (
        row
        for delivery, (_, wanted) in zip(deliveries, made, strict=True)
        for row in _sent_emails(delivery, wanted, at=deliveries[delivery])
    ))  # fmt: skip
    return [attempt for attempt, _ in made]


_COLUMNS = tuple(str(field.column) for field in Delivery._meta.concrete_fields)  # noqa: SLF001
_values = attrgetter(*(field.attname for field in Delivery._meta.concrete_fields))  # noqa: SLF001


def _sent_emails(
    delivery: Delivery, wanted: Sequence[Posting], *, at: datetime
) -> Iterator[list[object]]:
    """The rows of the emails as sent: alike but for whose they are, and there are several to a message."""
    if not wanted:
        return
    email = _email(delivery, wanted[0], at=at)
    set_sent(email, at=at)
    row = list(_values(email))
    own, whose = _COLUMNS.index("id"), _COLUMNS.index("posting_id")
    for posting in wanted:
        row[own], row[whose] = new_id(), posting.id
        yield row.copy()


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
def take_back_from_empty_teams(*, at: datetime) -> int:
    """Take back what lies unread where nobody is posted any more who could open it; how many.

    For the worker. Whoever comes there later is told as if it were new; what was for one person is not.
    """
    posted = Posting.objects.filter(live(at), user__is_active=True)
    of_team, of_person = (
        posted.filter(team_id=OuterRef("id")),
        posted.filter(id=OuterRef("posting_id")),
    )
    empty = Team.objects.filter(~Exists(of_team)).values("id")
    unread = Delivery.objects.filter(
        Q(posting=None, team_id__in=empty) | Q(~Exists(of_person), posting__isnull=False),
        channel=Channel.INBOX, state=DeliveryState.DELIVERED, read_at=None,
    )  # fmt: skip
    return unread.update(
        state=DeliveryState.FAILED, failure=Failure.NO_LIVE_READER, delivered_at=None
    )


def mark_read(
    by: Acting, *, subject_id: UUID, until: datetime | None = None, at: datetime
) -> list[Attempt]:
    """Mark what came `until` then about a subject to the posting's team as read; what was newly read.

    The row-level policy lets a posting mark only its own team's deliveries.
    """
    unread = list(
        Delivery.objects.select_for_update().filter(
            Q(read_at=None),
            team_id=by.team_id,
            channel=Channel.INBOX,
            state=DeliveryState.DELIVERED,
            subject_id=subject_id,
            delivered_at__lte=until or at,
        )
    )
    Delivery.objects.filter(id__in=[d.id for d in unread]).update(
        read_at=at, read_by_id=by.posting_id
    )
    return [attempt_of(delivery) for delivery in unread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Somebody read, at that moment, everything about a subject in their team's inbox."""

    by: Acting
    subject_id: UUID
    at: datetime


@transaction.atomic
def mark_read_then(readings: Sequence[Reading]) -> None:
    """What `mark_read` would have left after each of these, in this order: for loads, in two statements."""
    held: dict[tuple[UUID, UUID | None], list[Delivery]] = {}
    unread = Delivery.objects.select_for_update().filter(
        read_at=None,
        channel=Channel.INBOX,
        state=DeliveryState.DELIVERED,
        subject_id__in={reading.subject_id for reading in readings},
        team_id__in={reading.by.team_id for reading in readings},
    )
    for delivery in unread:
        held.setdefault((delivery.team_id, delivery.subject_id), []).append(delivery)
    read = []
    for reading in readings:
        for delivery in held.get((reading.by.team_id, reading.subject_id), ()):
            until = delivery.delivered_at
            if delivery.read_at is None and until and until <= reading.at:
                delivery.read_at, delivery.read_by_id = reading.at, reading.by.posting_id
                read.append(delivery)
    update_models(read, ("read_at", "read_by"))


def mark_all_read(viewer: Viewer, *, until: datetime | None = None, at: datetime) -> int:
    """Mark every message that was in the viewer's team inbox `until` then as read; how many were not."""
    unread = Delivery.objects.filter(
        team_id=viewer.team_id,
        child_id__isnull=False,  # as the inbox lists them
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


def mark_notices_read(by: Acting, *, at: datetime, child_id: UUID | None = None) -> int:
    """Mark what the team's inbox holds of no request as read: of one child, or of all; how many."""
    unread = Delivery.objects.filter(
        team_id=by.team_id, channel=Channel.INBOX, state=DeliveryState.DELIVERED,
        read_at=None, subject_id=None, delivered_at__lte=at,
    )  # fmt: skip
    if child_id:
        unread = unread.filter(child_id=child_id)
    return unread.update(read_at=at, read_by_id=by.posting_id)
