"""What a school was told after a decision, held back until the decision itself may be read."""

from datetime import date
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.front_door.queries.school import decided_and_not_told, own_request
from alongside.areas.front_door.queries.status import may_be_read
from alongside.areas.plans.queries import FeedbackRead, feedback_of
from alongside.areas.plans.queries.child import MeetingTold, meetings_told
from alongside.areas.plans.terms import About

# What is recorded of a request with its decision and after it, in parts that the school reads.
FOLLOWS_THE_DECISION = (
    *("request_decided", "answer_owed", "transfer_offered", "transfer_accepted"),
    *("transfer_refused", *(f"feedback_{about}" for about in About.values)),
)


def feedback_for_referrer(viewer: Viewer, request_id: UUID) -> list[FeedbackRead]:
    """What the school was told of its request, newest first: nothing before it may read the decision."""
    request = own_request(viewer, request_id)
    return feedback_of(viewer, request_id) if request and may_be_read(request) else []


def meetings_for_referrer(viewer: Viewer, child_id: UUID, *, today: date) -> list[MeetingTold]:
    """Meetings to come of which the school was told, of requests whose decision it may read."""
    untold = decided_and_not_told(viewer, child_id)
    told = meetings_told(viewer, child_id, today=today)
    return [meeting for meeting in told if meeting.request_id not in untold]
