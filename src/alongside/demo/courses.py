"""A planned request as the course of a real one: people by posting, moments instead of spans."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zlib import crc32

from alongside.areas.front_door.actions import Course
from alongside.areas.front_door.rules import DecisionWords
from alongside.demo.decisions import SyntheticDecision
from alongside.demo.requests import SyntheticRequest
from alongside.demo.stories import SyntheticStory
from alongside.packs import load_pack

PACK = "thornmere"

NOTHING_WRITTEN = DecisionWords()


def course_of(
    request: SyntheticRequest,
    *,
    child_id: UUID,
    postings: Mapping[str, UUID],
    teams: Mapping[str, Sequence[UUID]],
) -> Course:
    """What the plan says happened to a request by now, in the words of the front door.

    `teams` are those that can be asked to help, by kind: each child's is always the same one.
    """
    decided_at, proposed_by = request.moment(request.decided_after), request.proposed_by
    read_at = request.moment(request.read_after)
    return Course(
        key=request.key,
        child_id=child_id,
        answers=answers_of(request.story),
        sent_by=postings[request.sent_by],
        sent_at=request.sent_at,
        # Where no screener proposed, the social worker who decides took the request on.
        acknowledged_by=postings[request.claimed_by] if request.claimed_by else None,
        acknowledged_at=request.moment(request.acknowledged_after),
        words=_words(request, request.decision, teams) if request.decision else NOTHING_WRITTEN,
        proposed_by=postings[proposed_by] if proposed_by else None,
        proposed_at=request.moment(request.proposed_after),
        decided_by=postings[request.confirmed_by] if decided_at and request.confirmed_by else None,
        decided_at=decided_at,
        told_at=request.moment(request.told_after),
        read_by=postings[request.read_by or request.sent_by] if read_at else None,
        read_at=read_at,
    )


def answers_of(story: SyntheticStory) -> dict[str, str]:
    """What the school tells, by the field of each answer."""
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


def _words(
    request: SyntheticRequest, decision: SyntheticDecision, teams: Mapping[str, Sequence[UUID]]
) -> DecisionWords:
    of_kind = teams.get(decision.asked, ())
    offers = {offer.key: offer.name for offer in load_pack(PACK).offers}
    return DecisionWords(
        outcome=str(decision.outcome),
        need=decision.need,
        help_team=of_kind[crc32(request.child.key.encode()) % len(of_kind)] if of_kind else None,
        local_offer=offers[decision.offer] if decision.offer else "",
        level_of_need=decision.level_of_need,
        reasons=decision.reasons,
        next_steps=decision.next_steps,
        meanwhile=decision.meanwhile,
        family_told="yes" if decision.family_told else "no",
        family_not_told_reason=decision.family_not_told_reason or "",
    )
