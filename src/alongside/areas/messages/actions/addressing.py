"""Address messages with their event."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from alongside.access.ties import Tie, ties_of
from alongside.areas.clocks.rules import Addressee, Happened
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import WITHIN_THE_TEAM, deliver_at
from alongside.areas.messages.terms import Channel
from alongside.packs import Audience, load_pack
from alongside.register.models import Posting


def address(happened: Sequence[Happened]) -> None:
    """Queue, in the event's own transaction, one inbox delivery for each team its audience names."""
    audiences = {pack: _by_kind(pack) for pack in {event.pack for event in happened}}
    wanted = [
        (event, audience)
        for event in happened
        if event.child_id is not None
        for audience in audiences[event.pack].get(event.kind, ())
    ]
    named = [
        _to_one(event, to) for event in happened if event.child_id is None for to in event.tells
    ]
    Delivery.objects.bulk_create(named)
    if not wanted:
        return
    ties = ties_of({event.child_id for event, _ in wanted if event.child_id})
    own = _own_teams(event for event, _ in wanted)
    rows: dict[tuple[UUID, UUID], Delivery] = {}
    for event, audience in wanted:
        for team_id in _teams(event, audience, ties):
            if event.kind in WITHIN_THE_TEAM and team_id != own.get(event.by_posting_id):
                continue
            rows.setdefault((event.event_id, team_id), _delivery(event, audience, team_id))
    Delivery.objects.bulk_create(rows.values(), batch_size=2000)


def _by_kind(pack: str) -> Mapping[str, Sequence[Audience]]:
    found: dict[str, list[Audience]] = {}
    for audience in load_pack(pack).audiences:
        found.setdefault(audience.event, []).append(audience)
    return found


def _to_one(event: Happened, to: Addressee) -> Delivery:
    """What is about no child: in a team's inbox, or one person's; with an email that says nothing of it."""
    return Delivery(
        authority_id=event.authority_id,
        event_id=event.event_id,
        event_kind=event.kind,
        part=event.part,
        subject_id=event.subject_id,
        team_id=to.team_id,
        posting_id=to.posting_id,
        channel=Channel.INBOX,
        email_too=True,
        caused_by_id=event.by_posting_id,
        happened_at=event.at,
        next_try_at=event.at,
    )


def _own_teams(events: Iterable[Happened]) -> dict[UUID | None, UUID]:
    """By posting, the team of whoever caused what is told within that team alone."""
    postings = {e.by_posting_id for e in events if e.kind in WITHIN_THE_TEAM and e.by_posting_id}
    rows = Posting.objects.filter(id__in=postings) if postings else Posting.objects.none()
    return dict(rows.values_list("id", "team_id"))


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
        next_try_at=deliver_at(audience.urgency, happened_at=event.at),
    )
