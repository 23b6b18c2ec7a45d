"""Play one synthetic request through the real actions, each as the posting that would do it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import QUESTIONS
from alongside.demo.requests import SyntheticRequest
from alongside.demo.stories import SyntheticStory
from alongside.jobs.working import deliver_all

Postings = Mapping[str, UUID]


def replay(request: SyntheticRequest, *, child_id: UUID, postings: Postings, now: datetime) -> None:
    """Send it, and do to it what its plan says happened by now."""
    request_id = _send(request, child_id, postings[request.sent_by])
    acknowledged = request.moment(request.acknowledged_after)
    if acknowledged and request.claimed_by:
        with acting_as(postings[request.claimed_by], at=acknowledged) as viewer:
            actions.acknowledge_request(
                request_id=request_id, version=1, by=viewer, at=acknowledged
            )
        _decide(request, request_id, postings)
    with connected_as("worker"):
        deliver_all(at=request.moment(request.told_after) or now)
    if read := request.moment(request.read_after):
        with acting_as(postings[request.sent_by], at=read) as viewer:
            actions.mark_decision_read(request_id=request_id, by=viewer, at=read)


def _send(request: SyntheticRequest, child_id: UUID, posting_id: UUID) -> UUID:
    at, answers = request.sent_at, _answers(request.story)
    with acting_as(posting_id, at=at) as viewer:
        draft_id = actions.begin_draft(child_id=child_id, by=viewer, at=at)
        for version, question in enumerate(QUESTIONS, start=1):
            actions.save_answer(
                draft_id=draft_id,
                question=question.key,
                words=answers,
                version=version,
                by=viewer,
                at=at,
            )
        return actions.send_request(draft_id=draft_id, by=viewer, at=at)


def _answers(story: SyntheticStory) -> dict[str, str]:
    return {
        "danger": "yes" if story.urgent else "no",
        "what_happened": story.what_happened,
        "harm": story.harm,
        "worries": story.worries,
        "working_well": story.working_well,
        "child_voice": story.child_voice,
        "parents_view": story.parents_view,
        "family_knows": "yes" if story.family_knows else "no",
        "family_knows_why_not": story.why_not or "",
        "household": story.household,
        "already_tried": story.already_tried,
        "needs_to_happen": story.what_needs_to_happen,
    }


def _decide(request: SyntheticRequest, request_id: UUID, postings: Postings) -> None:
    decision = request.decision
    if decision is None or request.claimed_by is None:
        return
    words = DecisionWords(
        outcome=str(decision.outcome),
        level_of_need=decision.level_of_need,
        reasons=decision.reasons,
        next_steps=decision.next_steps,
        meanwhile=decision.meanwhile,
        family_told="yes" if decision.family_told else "no",
        family_not_told_reason=decision.family_not_told_reason or "",
    )
    proposed = request.moment(request.proposed_after) or request.moment(request.decided_after)
    decided = request.moment(request.decided_after)
    if proposed is None:
        return
    with acting_as(postings[request.claimed_by], at=proposed) as viewer:
        version = actions.save_decision_draft(
            request_id=request_id, words=words, version=0, by=viewer, at=proposed
        )
        if request.proposed_by:
            actions.propose_decision(request_id=request_id, version=version, by=viewer, at=proposed)
    if decided and request.confirmed_by:
        with acting_as(postings[request.confirmed_by], at=decided) as viewer:
            actions.confirm_decision(request_id=request_id, version=version, by=viewer, at=decided)
