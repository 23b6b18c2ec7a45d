"""What the hub reads of one request, and of the decision that is being written about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Decision, DecisionDraft, Request, Transfer
from alongside.areas.front_door.queries.decisions import DecisionRead, decision_of
from alongside.areas.front_door.queries.queue import QueueRow, standing_rows
from alongside.areas.front_door.queries.school import answers_of
from alongside.areas.front_door.queries.standing import elsewhere, with_standing
from alongside.areas.front_door.queries.written_about import written_about
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import RequestState, TransferState


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRead:
    """A request with everything its decision rests on."""

    row: QueueRow
    child_id: UUID
    version: int
    sent_by: str
    sent_by_role: str
    school_telephone: str
    telephone_first: bool
    called_at: datetime | None
    answers: dict[str, str]
    written_about: str
    acknowledged_at: datetime | None
    telling_failed: bool
    told_how: str
    decision: DecisionRead | None


@discloses("identity", "request")
def request_for_hub(viewer: Viewer, request_id: UUID, *, now: datetime) -> RequestRead | None:
    """One request that the viewer's team received."""
    held = elsewhere(viewer)
    rows = Request.objects.filter(receiving_team_id=viewer.team_id, id=request_id)
    request = with_standing(rows, held).select_related("referred_by__user").first()
    if request is None:
        return None
    school = request.referring_team
    return RequestRead(
        row=standing_rows(viewer, [request], held, now=now)[0],
        child_id=request.child_id,
        version=request.version,
        sent_by=request.referred_by.user.full_name,
        sent_by_role=request.referred_by.role,
        school_telephone=school.telephone or school.organisation.telephone,
        telephone_first=request.telephone_first,
        called_at=request.called_at,
        answers=answers_of(request.id),
        written_about=written_about(viewer, request),
        acknowledged_at=request.acknowledged_at,
        telling_failed=request.telling_failed_at is not None,
        told_how=request.told_how,
        decision=decision_of(viewer, request) if request.state == RequestState.DECIDED else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRead:
    """A request that another authority was asked to take on, and what it answered."""

    child_id: UUID
    authority: str
    state: str
    state_label: str
    offered_at: datetime
    answered_at: datetime | None
    answered_by: str
    words: str


@discloses("request")
def transfer_of(viewer: Viewer, request_id: UUID) -> TransferRead | None:
    """The transfer of a request; the latest, where there were more."""
    rows = Transfer.objects.select_related("to_authority", "words").filter(request_id=request_id)
    transfer = rows.order_by("-offered_at", "-id").first()
    if transfer is None:
        return None
    return TransferRead(
        child_id=transfer.child_id,
        authority=transfer.to_authority.name,
        state=transfer.state,
        state_label=str(TransferState(transfer.state).label),
        offered_at=transfer.offered_at,
        answered_at=transfer.answered_at,
        answered_by=transfer.answered_by,
        words=transfer.words.body if transfer.words else "",
    )


@dataclass(frozen=True, slots=True)
class Replaced:
    """What somebody wrote of a decision and a colleague's save replaced."""

    by: str
    at: datetime
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraftRead:
    """A decision being written, or proposed: the hub's alone."""

    child_id: UUID
    words: DecisionWords
    version: int
    saved_by: str
    proposed_by: str
    returned_reason: str
    replaced: tuple[Replaced, ...]


@discloses("request")
def decision_draft(viewer: Viewer, request_id: UUID) -> DecisionDraftRead | None:
    """What is written so far of a request's decision."""
    rows = DecisionDraft.objects.select_related("saved_by__user", "proposed_by__user")
    draft = rows.filter(request_id=request_id).first()
    if draft is None:
        return None
    return DecisionDraftRead(
        child_id=draft.child_id,
        words=words_of(draft),
        version=draft.version,
        saved_by=draft.saved_by.user.full_name,
        proposed_by=draft.proposed_by.user.full_name if draft.proposed_by else "",
        returned_reason=draft.returned_reason,
        replaced=tuple(
            Replaced(one["by"], datetime.fromisoformat(one["at"]), one["words"])
            for one in draft.replaced
        ),
    )


def words_of(draft: DecisionDraft) -> DecisionWords:
    """The decision a draft holds."""
    return DecisionWords(
        outcome=draft.outcome,
        need=draft.need,
        level_of_need=draft.level_of_need,
        help_team=draft.help_team_id,
        local_offer=draft.local_offer,
        other_authority=draft.other_authority_id,
        reasons=draft.reasons,
        next_steps=draft.next_steps,
        meanwhile=draft.meanwhile,
        family_told=draft.family_told,
        family_not_told_reason=draft.family_not_told_reason,
    )


@discloses("request")
def words_to_begin_with(viewer: Viewer, request_id: UUID, *, like: UUID) -> list["SameWords"]:
    """The decision of a request that was sent together with this one, to write this one's from: one or none."""
    both = Request.objects.filter(
        id__in=(request_id, like), receiving_team_id=viewer.team_id, told_together__isnull=False
    )
    if len(both) != 2 or len({request.told_together for request in both}) != 1:  # noqa: PLR2004
        return []
    other = next(request for request in both if request.id == like)
    if draft := DecisionDraft.objects.filter(request_id=like).first():
        return [SameWords(other.child_id, words_of(draft))]
    rows = Decision.objects.select_related("reasons", "next_steps", "meanwhile", "family_not_told")
    decision = rows.filter(request_id=like).first()
    return [SameWords(other.child_id, decided_words(decision))] if decision else []


@dataclass(frozen=True, slots=True)
class SameWords:
    """The words of one child's decision, for a brother's or sister's."""

    child_id: UUID
    words: DecisionWords


def decided_words(decision: Decision) -> DecisionWords:
    """A decision that was made, as it was written."""
    return DecisionWords(
        outcome=decision.outcome,
        need=decision.need,
        level_of_need=decision.level_of_need,
        help_team=decision.help_team_id,
        local_offer=decision.local_offer,
        other_authority=decision.other_authority_id,
        reasons=decision.reasons.body,
        next_steps=decision.next_steps.body,
        meanwhile=decision.meanwhile.body if decision.meanwhile else "",
        family_told="yes" if decision.family_told else "no",
        family_not_told_reason=decision.family_not_told.body if decision.family_not_told else "",
    )
