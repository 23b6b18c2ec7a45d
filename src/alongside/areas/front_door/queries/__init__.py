"""What each side of the front door reads: frozen, already redacted, as far as the viewer may know."""

from alongside.areas.front_door.queries.asking import (
    EnquiryRead,
    QuestionRead,
    enquiries_of,
    question_to_team,
    questions_about,
    questions_to_answer,
    requests_of_enquiries,
)
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
    Replaced,
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
    RequestRead,
    TransferRead,
    decision_draft,
    request_for_hub,
    transfer_of,
    words_to_begin_with,
)
from alongside.areas.front_door.queries.judging import (
    AlsoHeld,
    Candidate,
    Compared,
    also_held,
    candidates,
    how_many_possibly_same,
)
from alongside.areas.front_door.queries.prefilling import (
    SaidBefore,
    prefilled,
)
from alongside.areas.front_door.queries.queue import (
    Held,
    QueueRow,
    RequestLine,
    earlier_requests,
    held_in_team,
    queue_counts,
    requests_decided,
    team_queue,
    told_together,
)
from alongside.areas.front_door.queries.receipts import (
    SentTogether,
    sent_together,
)
from alongside.areas.front_door.queries.school import (
    OpenChild,
    RequestForReferrer,
    children_with_something_open,
    decided_and_not_told,
    request_for_referrer,
    requests_by_team,
)
from alongside.areas.front_door.queries.school_record import (
    RecordRow,
    SchoolRecord,
    school_record,
)
from alongside.areas.front_door.queries.standing import MINE, NOBODY, InQueue, in_queue
from alongside.areas.front_door.queries.teams import (
    KindToAsk,
    TeamToAsk,
    team_to_ask,
    teams_that_answer,
    teams_to_ask,
)
from alongside.areas.front_door.queries.telling import (
    Round,
    read_by_the_school,
    told_with_no_reader_left,
)
from alongside.areas.front_door.queries.told_since import (
    FOLLOWS_THE_DECISION,
    feedback_for_referrer,
    meetings_for_referrer,
)

__all__ = [
    "FOLLOWS_THE_DECISION",
    "MINE",
    "NOBODY",
    "AlsoHeld",
    "Candidate",
    "Compared",
    "DecisionDraftRead",
    "DecisionRead",
    "DraftRead",
    "EnquiryRead",
    "Held",
    "InQueue",
    "KindToAsk",
    "OpenChild",
    "OtherAuthority",
    "QuestionRead",
    "QueueRow",
    "RecordRow",
    "Replaced",
    "RequestForReferrer",
    "RequestForTeam",
    "RequestLine",
    "RequestRead",
    "Round",
    "SaidBefore",
    "SchoolRecord",
    "SentTogether",
    "TeamToAsk",
    "TransferRead",
    "also_held",
    "as_the_school_will_read",
    "asked_team",
    "candidates",
    "children_with_something_open",
    "choices_for",
    "decided_and_not_told",
    "decision_draft",
    "draft_about",
    "draft_for_team",
    "drafts_of_team",
    "earlier_requests",
    "enquiries_of",
    "feedback_for_referrer",
    "held_in_team",
    "how_many_possibly_same",
    "in_queue",
    "meetings_for_referrer",
    "other_authorities",
    "prefilled",
    "question_to_team",
    "questions_about",
    "questions_to_answer",
    "queue_counts",
    "read_by_the_school",
    "request_for_hub",
    "request_for_referrer",
    "request_for_team",
    "requests_by_team",
    "requests_decided",
    "requests_of_enquiries",
    "school_record",
    "school_that_asked",
    "sent_from",
    "sent_together",
    "team_queue",
    "team_to_ask",
    "teams_that_answer",
    "teams_to_ask",
    "told_together",
    "told_with_no_reader_left",
    "transfer_of",
    "words_to_begin_with",
]
