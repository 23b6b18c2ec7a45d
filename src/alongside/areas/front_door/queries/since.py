"""What a school knows of its request beyond the request's own row: a fixed number of queries for a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import Enquiry, Request, Transfer
from alongside.areas.front_door.rules import HANDS_ON
from alongside.areas.front_door.terms import EnquiryState, Outcome, TransferState
from alongside.areas.plans.queries import FeedbackLine, feedback_lines
from alongside.areas.plans.terms import HelpState

OWED_CLOCK = "owed_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What was asked of the school, and what it was told after the decision."""

    told: FeedbackLine | None
    question_open: bool
    transfer_open: bool  # asked, and neither taken on nor handed to a team here
    taken_on_by: str  # another council that has it now
    answer_owed_by: datetime | None


def known_since(viewer: Viewer, requests: Sequence[Request]) -> Mapping[UUID, Since]:
    """By request, what is known of it now."""
    ids = [request.id for request in requests]
    told = {line.request_id: line for line in feedback_lines(viewer, ids)}
    questions = Enquiry.objects.filter(
        request_id__in=ids, to_referrer=True, state=EnquiryState.ASKED
    )
    asked = set(questions.values_list("request_id", flat=True))
    rows = Transfer.objects.filter(request_id__in=ids).order_by("offered_at", "id")
    transfers = list(rows.values_list("request_id", "to_authority__name", "state"))
    waiting = {id_ for id_, _, state in transfers if state != TransferState.ACCEPTED}
    taken_on = {id_: name for id_, name, state in transfers if state == TransferState.ACCEPTED}
    owed = due_moments(ids, OWED_CLOCK)
    return {
        id_: Since(
            told=told.get(id_),
            question_open=id_ in asked,
            transfer_open=id_ in waiting,
            taken_on_by=taken_on.get(id_, ""),
            answer_owed_by=owed.get(id_),
        )
        for id_ in ids
    }


def still_followed(request: Request, since: Since) -> bool:
    """Whether something is still to come after the decision, as far as the school was told."""
    if request.decided_at is None:
        return False
    if since.told and since.told.state:
        return since.told.state != HelpState.ENDED
    if request.decision.outcome == Outcome.ALREADY_OPEN:
        return not (since.told and since.told.answered)
    return request.decision.outcome in HANDS_ON or since.transfer_open
