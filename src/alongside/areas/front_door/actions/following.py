"""What follows a decision, in its own transaction: a team is asked, an answer owed, another authority asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.ties import start_tie
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.front_door.models import Decision, Request, Transfer
from alongside.areas.front_door.rules import HANDS_ON
from alongside.areas.front_door.terms import Outcome
from alongside.areas.plans.actions import Offer, offer_help
from alongside.areas.plans.queries import Working, working_with
from alongside.foundation.ids import id_at
from alongside.register.models import Team

# Recorded with a decision, and told with it: none of it waits for the school, nor goes before it.
WITH_THE_DECISION = ("request_decided", "help_offered", "answer_owed", "transfer_offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What a decision leads to, before it is rows: the same for one made now and one loaded from history.

    `tied` is the team that works with the child already, and now owes the school an answer.
    """

    offer: Offer | None = None
    tied: Working | None = None
    transfer: Transfer | None = None
    fact: Fact | None = None  # of an answer owed, or of a transfer; an offer records its own


def what_follows(request: Request, decision: Decision, *, working: Sequence[Working]) -> Following:
    """What this decision leads to; `working` is the help that is open for the child, newest first."""
    if decision.outcome in HANDS_ON and decision.help_team_id:
        return Following(offer=offer_of(request, decision.outcome, decision.help_team_id, decision))
    if decision.outcome == Outcome.ALREADY_OPEN:
        tied = next(one for one in working if one.team_id == decision.help_team_id)
        return Following(tied=tied, fact=_fact(request, decision, "answer_owed", help=tied.help_id))
    if decision.outcome == Outcome.ANOTHER_AUTHORITY and decision.other_authority_id:
        authority_id = decision.other_authority_id
        transfer = Transfer(
            id=id_at(decision.decided_at), request=request, child_id=request.child_id,
            to_authority_id=authority_id, offered_at=decision.decided_at,
        )  # fmt: skip
        fact = _fact(request, decision, "transfer_offered", authority=authority_id)
        return Following(transfer=transfer, fact=fact)
    return Following()


def offer_of(request: Request, outcome: str, team_id: UUID, decision: Decision) -> Offer:
    """The offer that a decision makes to a team."""
    return Offer(
        authority_id=request.authority_id,
        child_id=request.child_id,
        request_id=request.id,
        outcome=outcome,
        team_id=team_id,
        by_posting_id=decision.decided_by_id,
        at=decision.decided_at,
    )


def _fact(request: Request, decision: Decision, kind: str, **payload: object) -> Fact:
    return Fact(
        kind=kind,
        authority_id=request.authority_id,
        child_id=request.child_id,
        subject_id=request.id,
        by_posting_id=decision.decided_by_id,
        at=decision.decided_at,
        payload=payload,
    )


def owed_evidence(request: Request) -> str:
    """What shows that the team that works with the child is tied to this request too."""
    return f"request:{request.id}"


def let_follow(request: Request, decision: Decision, *, at: datetime) -> None:
    """Ask whom the decision names, and record it; its caller holds the transaction."""
    following = what_follows(request, decision, working=working_with({request.child_id}))
    if following.offer:
        offer_help(following.offer)
    if following.tied:
        start_tie(
            child_id=request.child_id, team=Team.objects.get(id=following.tied.team_id), kind="allocated",
            subject_id=request.id, at=at, evidence=owed_evidence(request),
            discreet=following.tied.discreet,
        )  # fmt: skip
    if following.transfer:
        following.transfer.save(force_insert=True)
    if following.fact:
        record(following.fact)
