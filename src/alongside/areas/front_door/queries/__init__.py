"""What each side of the front door reads: frozen, already redacted, as far as the viewer may know."""

from alongside.areas.front_door.queries.drafts import (
    DraftRead,
    draft_about,
    draft_for_team,
    drafts_of_team,
    sent_from,
)
from alongside.areas.front_door.queries.helping import (
    RequestForTeam,
    request_for_team,
    school_that_asked,
)
from alongside.areas.front_door.queries.hub import (
    DecisionDraftRead,
    QueueRow,
    RequestRead,
    decision_draft,
    earlier_requests,
    queue_length,
    request_for_hub,
    requests_decided,
    team_queue,
)
from alongside.areas.front_door.queries.school import (
    OpenChild,
    RequestForReferrer,
    as_the_school_will_read,
    children_with_something_open,
    decided_and_not_told,
    request_for_referrer,
    requests_by_team,
)
from alongside.areas.front_door.queries.telling import read_by_the_school, told_with_no_reader_left

__all__ = [
    "DecisionDraftRead",
    "DraftRead",
    "OpenChild",
    "QueueRow",
    "RequestForReferrer",
    "RequestForTeam",
    "RequestRead",
    "as_the_school_will_read",
    "children_with_something_open",
    "decided_and_not_told",
    "decision_draft",
    "draft_about",
    "draft_for_team",
    "drafts_of_team",
    "earlier_requests",
    "queue_length",
    "read_by_the_school",
    "request_for_hub",
    "request_for_referrer",
    "request_for_team",
    "requests_by_team",
    "requests_decided",
    "school_that_asked",
    "sent_from",
    "team_queue",
    "told_with_no_reader_left",
]
