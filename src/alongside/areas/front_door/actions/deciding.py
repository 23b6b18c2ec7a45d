"""Propose, return and confirm a decision. A registered social worker makes or confirms each one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Acting, Viewer
from alongside.areas.chronology.actions import Fact, record, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.actions.asking import withdraw_open
from alongside.areas.front_door.actions.claims import (
    fact_about,
    is_registered_social_worker,
    locked_request,
    refuse_if_held,
    save_moved,
)
from alongside.areas.front_door.actions.decision_drafts import name_of
from alongside.areas.front_door.actions.errors import ChangedMeanwhile, DecisionIncomplete
from alongside.areas.front_door.actions.following import let_follow
from alongside.areas.front_door.models import Decision, DecisionDraft, Request
from alongside.areas.front_door.permissions import DECIDE, PROPOSE_DECISION
from alongside.areas.front_door.queries.choices import choices_for
from alongside.areas.front_door.queries.hub import words_of
from alongside.areas.front_door.rules import (
    Choices,
    DecisionWords,
    NotPossibleNow,
    move,
    problems_with_decision,
)
from alongside.areas.front_door.terms import RequestState
from alongside.areas.messages.actions import mark_read
from alongside.foundation.ids import id_at


@transaction.atomic
def propose_decision(*, request_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """Put a finished decision to a registered social worker, who confirms or returns it."""
    request = locked_request(request_id, PROPOSE_DECISION, by=by, at=at)
    refuse_if_held(request, by=by, at=at)
    draft = _complete_draft(request, version, by=by, at=at)
    fact = put_forward(request, draft, by=by, at=at)
    save_moved(request, "state", "claimed_by", "claimed_at")
    draft.save(update_fields=["proposed_by", "proposed_at", "returned_reason"])
    record(fact)


def put_forward(request: Request, draft: DecisionDraft, *, by: Acting, at: datetime) -> Fact:
    """Move the request and its draft, unsaved, to a social worker; what to record of it."""
    request.state = move(request.state, "propose").after
    request.claimed_by_id, request.claimed_at = None, None
    request.version += 1
    draft.proposed_by_id, draft.proposed_at, draft.returned_reason = by.posting_id, at, ""
    return fact_about(request, "decision_proposed", by=by, at=at, outcome=draft.outcome)


@transaction.atomic
def return_decision(*, request_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Send a proposed decision back with what to change; its words are kept."""
    request = locked_request(request_id, DECIDE, by=by, at=at)
    if not reason.strip():
        raise DecisionIncomplete({"returned_reason": "Enter what should change"})
    request.state = move(request.state, "return").after
    request.version += 1
    save_moved(request, "state")
    DecisionDraft.objects.filter(request_id=request_id).update(
        returned_reason=reason.strip(), proposed_at=None, proposed_by=None
    )
    record(fact_about(request, "decision_returned", by=by, at=at))


@transaction.atomic
def confirm_decision(*, request_id: UUID, version: int, by: Viewer, at: datetime) -> UUID:
    """Make a decision final, in the words the school will read; the decision's id. Twice is once.

    What it names is asked at once: a team to help, the worker who owes an answer, another authority.

    Raises `DecisionIncomplete` without reasons, a next step or the rest, and `NotPermitted` for
    anyone who is not a registered social worker.
    """
    request = locked_request(request_id, DECIDE, by=by, at=at)
    if decided := Decision.objects.filter(request_id=request_id).first():
        return decided.id
    refuse_unregistered(by)
    if request.state == RequestState.ACKNOWLEDGED:
        refuse_if_held(request, by=by, at=at)
    draft = _complete_draft(request, version, by=by, at=at)
    proposed_by = draft.proposed_by_id or by.posting_id
    decision, texts, fact = decided_rows(
        request, words_of(draft), proposed_by_id=proposed_by, decided_by_id=by.posting_id,
        source_id=by.organisation_id, at=at,
    )  # fmt: skip
    save_texts(texts)
    decision.save(force_insert=True)
    save_moved(request, "state", "decided_at", "claimed_by", "claimed_at")
    draft.delete()
    # Whoever decides has dealt with everything the team had been told of this request.
    mark_read(by, subject_id=request.id, at=at)
    withdraw_open(request, by=by, at=at)
    record(fact)
    let_follow(request, decision, at=at)
    return decision.id


def refuse_unregistered(by: Acting) -> None:
    """Raise `NotPossibleNow` for anyone who is not a registered social worker."""
    if not is_registered_social_worker(by):
        raise NotPossibleNow(DECIDE.refusal)


def _complete_draft(request: Request, version: int, *, by: Acting, at: datetime) -> DecisionDraft:
    """The request's decision draft, complete and unchanged since it was read."""
    choices = choices_for(by, request.child_id, at=at)
    draft = DecisionDraft.objects.select_for_update().filter(request_id=request.id).first()
    if draft is None:
        raise DecisionIncomplete(problems_with_decision(DecisionWords(), choices))
    if draft.version != version:
        raise ChangedMeanwhile(name_of(draft.saved_by_id), draft.saved_at)
    refuse_unfinished(words_of(draft), choices)
    return draft


def refuse_unfinished(words: DecisionWords, choices: Choices) -> None:
    """Raise `DecisionIncomplete` with everything the words still lack."""
    if problems := problems_with_decision(words, choices):
        raise DecisionIncomplete(problems)


def decided_rows(
    request: Request,
    words: DecisionWords,
    *,
    proposed_by_id: UUID,
    decided_by_id: UUID,
    source_id: UUID,
    at: datetime,
) -> tuple[Decision, list[TextBlock], Fact]:
    """Everything a decision is made of, unsaved, with the request moved on."""
    after = move(request.state, "decide").after

    def text(body: str) -> TextBlock:
        return write_text(
            body=body.strip(), authority_id=request.authority_id, child_id=request.child_id,
            subject_id=request.id, part="request", source_id=source_id, at=at,
        )  # fmt: skip

    fields = ["reasons", "next_steps", "meanwhile"]
    if words.family_told == "no":  # a reason typed before the answer was changed is not kept
        fields.append("family_not_told_reason")
    blocks = {
        field: text(getattr(words, field)) for field in fields if getattr(words, field).strip()
    }
    assert words.level_of_need is not None
    decision = Decision(
        id=id_at(at),
        request=request,
        child_id=request.child_id,
        outcome=words.outcome,
        need=words.need,
        level_of_need=words.level_of_need,
        help_team_id=words.help_team if words.named("help_team") else None,
        local_offer=words.local_offer.strip() if words.named("local_offer") else "",
        other_authority_id=words.other_authority if words.named("other_authority") else None,
        reasons=blocks["reasons"],
        next_steps=blocks["next_steps"],
        meanwhile=blocks.get("meanwhile"),
        family_told=words.family_told == "yes",
        family_not_told=blocks.get("family_not_told_reason"),
        proposed_by_id=proposed_by_id,
        decided_by_id=decided_by_id,
        decided_at=at,
    )
    request.state, request.decided_at = after, at
    request.claimed_by_id, request.claimed_at = None, None
    request.version += 1
    fact = Fact(
        kind="request_decided", authority_id=request.authority_id, child_id=request.child_id,
        subject_id=request.id, by_posting_id=decided_by_id, at=at,
        payload={"outcome": words.outcome, "level_of_need": words.level_of_need, "decision": decision.id},
    )  # fmt: skip
    return decision, list(blocks.values()), fact
