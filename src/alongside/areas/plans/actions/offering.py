"""Ask a team to help with a child: part of the decision about a request, or of passing it on again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.ties import start_tie
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.plans.models import Help
from alongside.areas.plans.terms import HelpState
from alongside.foundation.ids import id_at
from alongside.register.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A team asked to help with a child, for a request."""

    authority_id: UUID
    child_id: UUID
    request_id: UUID
    outcome: str
    team_id: UUID
    by_posting_id: UUID
    at: datetime


def offer_help(offer: Offer) -> UUID:
    """Ask the team, tie it to the child and tell it; the help's id. Its caller holds the transaction."""
    help_, fact = offered_rows(offer)
    team = Team.objects.get(id=offer.team_id)
    for subject_id in ties_of_offer(help_):
        start_tie(
            child_id=help_.child_id, team=team, kind="allocated", subject_id=subject_id,
            at=offer.at, evidence=f"help:{help_.id}",
        )  # fmt: skip
    help_.save(force_insert=True)
    record(fact)
    return help_.id


def offered_rows(offer: Offer) -> tuple[Help, Fact]:
    """The help, unsaved, and what to record of it: the same for one offered now and one loaded from history."""
    help_ = Help(
        id=id_at(offer.at),
        authority_id=offer.authority_id,
        child_id=offer.child_id,
        request_id=offer.request_id,
        outcome=offer.outcome,
        team_id=offer.team_id,
        state=HelpState.OFFERED,
        offered_by_id=offer.by_posting_id,
        offered_at=offer.at,
        last_recorded_at=offer.at,
    )
    fact = Fact(
        kind="help_offered",
        authority_id=offer.authority_id,
        child_id=offer.child_id,
        subject_id=help_.id,
        by_posting_id=offer.by_posting_id,
        at=offer.at,
        payload={"outcome": offer.outcome},
    )
    return help_, fact


def ties_of_offer(help_: Help) -> Iterator[UUID]:
    """The subjects for which a team that helps is tied: the help, and the request it came of."""
    yield help_.id
    if help_.request_id:
        yield help_.request_id
