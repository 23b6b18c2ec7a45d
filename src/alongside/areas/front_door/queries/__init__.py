"""What each side of the front door reads: frozen, already redacted, as far as the viewer may know."""

from alongside.areas.front_door.queries.choices import (
    OtherAuthority,
    choices_for,
    other_authorities,
)
from alongside.areas.front_door.queries.decisions import (
    DecisionRead,
    as_the_school_will_read,
    asked_team,
)
from alongside.areas.front_door.queries.drafts import (
    DraftRead,
    draft_about,
    draft_for_team,
    drafts_of_team,
    sent_from,
)
from alongside.areas.front_door.queries.hub import (
    DecisionDraftRead,
    RequestRead,
    TransferRead,
    decision_draft,
    request_for_hub,
    transfer_of,
    words_to_begin_with,
)
from alongside.areas.front_door.queries.queue import (
    MINE,
    NOBODY,
    QueueRow,
    earlier_requests,
    queue_counts,
    requests_decided,
    team_queue,
    told_together,
)
from alongside.areas.front_door.queries.school import (
    OpenChild,
    RequestForReferrer,
    children_with_something_open,
    decided_and_not_told,
    request_for_referrer,
    requests_by_team,
)
from alongside.areas.front_door.queries.telling import told_with_no_reader_left

__all__ = [
    "MINE",
    "NOBODY",
    "DecisionDraftRead",
    "DecisionRead",
    "DraftRead",
    "OpenChild",
    "OtherAuthority",
    "QueueRow",
    "RequestForReferrer",
    "RequestRead",
    "TransferRead",
    "as_the_school_will_read",
    "asked_team",
    "children_with_something_open",
    "choices_for",
    "decided_and_not_told",
    "decision_draft",
    "draft_about",
    "draft_for_team",
    "drafts_of_team",
    "earlier_requests",
    "other_authorities",
    "queue_counts",
    "request_for_hub",
    "request_for_referrer",
    "requests_by_team",
    "requests_decided",
    "sent_from",
    "team_queue",
    "told_together",
    "told_with_no_reader_left",
    "transfer_of",
    "words_to_begin_with",
]
