"""Hand a decided request on: to another team where one declined, and whatever another authority answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import record, save_texts, write_text
from alongside.areas.front_door.actions.claims import fact_about, locked_request, save_moved
from alongside.areas.front_door.actions.errors import DecisionIncomplete, NotPossibleNow
from alongside.areas.front_door.models import Request, Transfer
from alongside.areas.front_door.permissions import RECORD_TRANSFER
from alongside.areas.front_door.queries.standing import elsewhere
from alongside.areas.front_door.rules import (
    answered,
    outcome_for,
    problems_with_answer,
    problems_with_handing_on,
)
from alongside.areas.front_door.terms import RequestState
from alongside.areas.messages.actions import mark_read
from alongside.areas.plans.actions import Offer, pass_on
from alongside.areas.plans.permissions import HAND_ON
from alongside.areas.plans.queries import HelpForHub, help_of_requests, staffed_teams
from alongside.register.models import Team


@transaction.atomic
def hand_on_again(
    *, request_id: UUID, team_id: UUID | None, words: str, by: Viewer, at: datetime
) -> UUID:
    """Ask another team: one declined, a council did not take it on, or a disagreement was upheld.

    Returns the help's id.

    The school is told which team, in these words. Twice is once. Raises `DecisionIncomplete` without a
    team that can be asked or without words, and `NotPossibleNow` where nothing is to be handed on.
    """
    request = locked_request(request_id, HAND_ON, by=by, at=at)
    before = help_of_requests(by, [request_id])
    if not stands_to_be_handed_on(request, by):
        return _handed_on_already(before, team_id)
    refuse_unfinished_handing_on(team_id, words, before, by=by, at=at)
    assert team_id is not None
    kind = Team.objects.values_list("kind", flat=True).get(id=team_id)
    outcome = outcome_for(kind, before=before[-1].outcome if before else "")
    offer = Offer(
        authority_id=request.authority_id, child_id=request.child_id, request_id=request.id,
        outcome=outcome, team_id=team_id, by_posting_id=by.posting_id, at=at,
    )  # fmt: skip
    if request.reconsidered_at:
        _no_longer_stands(request)
    mark_read(by, subject_id=request.id, at=at)
    return pass_on(offer, words=words, by=by, at=at)


@transaction.atomic
def reconsider(*, request_id: UUID, by: Viewer, at: datetime) -> None:
    """Put a decided request back into the queue, to be handed on: the school was promised a change."""
    request = locked_request(request_id, HAND_ON, by=by, at=at)
    if request.state != RequestState.DECIDED:
        raise NotPossibleNow("This has not been decided yet.")
    request.reconsidered_at = at
    request.version += 1
    save_moved(request, "reconsidered_at")
    record(fact_about(request, "request_reconsidered", by=by, at=at))


@transaction.atomic
def hand_nothing_on(*, request_id: UUID, by: Viewer, at: datetime) -> None:
    """What was promised after a disagreement needs no other team: it leaves the queue. Twice is once."""
    request = locked_request(request_id, HAND_ON, by=by, at=at)
    if request.reconsidered_at is None:
        return
    _no_longer_stands(request)
    record(fact_about(request, "nothing_handed_on", by=by, at=at))


def _no_longer_stands(request: Request) -> None:
    request.reconsidered_at = None
    request.version += 1
    save_moved(request, "reconsidered_at")


def stands_to_be_handed_on(request: Request, by: Viewer) -> bool:
    """Whether the request waits in the queue for another team to be asked."""
    if request.reconsidered_at:
        return True
    held = elsewhere(by)
    return request.id in held.declined or request.id in held.refused


def refuse_unfinished_handing_on(
    team_id: UUID | None, words: str, before: list[HelpForHub], *, by: Viewer, at: datetime
) -> None:
    """Raise `DecisionIncomplete` with everything that handing on still lacks."""
    problems = problems_with_handing_on(
        team_id,
        words,
        teams={one.team_id for one in staffed_teams(by, at=at)},
        declined={one.team_id for one in before if one.has_declined},
        helping={one.team_id for one in before if one.is_open},
    )
    if problems:
        raise DecisionIncomplete(problems)


def _handed_on_already(before: list[HelpForHub], team_id: UUID | None) -> UUID:
    if before and before[-1].team_id == team_id:
        return before[-1].help_id
    raise NotPossibleNow("This has been handed on already, or there is nothing to hand on.")


@transaction.atomic
def record_transfer_answer(
    *, request_id: UUID, accepted: str, by_whom: str, words: str, by: Viewer, at: datetime
) -> None:
    """Record what another authority answered: "yes", and it is theirs; "no", and it is still ours to hand on."""
    request = locked_request(request_id, RECORD_TRANSFER, by=by, at=at)
    if problems := problems_with_answer(accepted, by_whom, words):
        raise DecisionIncomplete(problems)
    transfer = Transfer.objects.select_for_update().filter(request_id=request_id).first()
    if transfer is None:
        raise NotPossibleNow("No other council has been asked to take this on.")
    transition = answered(transfer.state, "accept" if accepted == "yes" else "refuse")
    transfer.state, transfer.answered_at = transition.after, at
    transfer.answered_by, transfer.recorded_by_id = by_whom.strip(), by.posting_id
    transfer.version += 1
    if words.strip():
        transfer.words = write_text(
            body=words.strip(), authority_id=request.authority_id, child_id=request.child_id,
            subject_id=request.id, part="request", source_id=by.organisation_id, at=at,
        )  # fmt: skip
        save_texts([transfer.words])
    transfer.save()
    record(fact_about(request, transition.event, by=by, at=at, authority=transfer.to_authority_id))
