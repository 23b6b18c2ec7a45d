"""What each side reads of help: frozen, already redacted, as far as the viewer may know."""

from alongside.areas.plans.queries.asking import (
    Staffed,
    TeamChoice,
    Working,
    as_working,
    help_ids,
    staffed_teams,
    teams_to_ask,
    working_with,
)
from alongside.areas.plans.queries.feedback import (
    FeedbackRead,
    as_the_school_will_read,
    feedback_of,
)
from alongside.areas.plans.queries.helping import (
    Colleague,
    ContactRead,
    HandoverRead,
    HelpRead,
    MeetingRead,
    colleagues,
    contacts_of,
    handovers_of,
    help_for,
    meeting,
    meetings_of,
    members_of,
    teams_to_invite,
)
from alongside.areas.plans.queries.hub import (
    HelpForHub,
    help_of_requests,
    help_open_for,
    requests_to_hand_on,
    requests_with_help,
)
from alongside.areas.plans.queries.loading import (
    OfferedHelp,
    helps_offered,
    leads_of_teams,
    teams_at_work,
)
from alongside.areas.plans.queries.owing import (
    OwedAnswer,
    answers_owed,
    owes_answer,
)
from alongside.areas.plans.queries.school import (
    FeedbackLine,
    feedback_lines,
    told_an_answer,
    told_to_have_ended,
)
from alongside.areas.plans.queries.work import (
    WorkRow,
    left_without_a_lead,
    team_work,
    work_needing_attention,
)

__all__ = [
    "Colleague",
    "ContactRead",
    "FeedbackLine",
    "FeedbackRead",
    "HandoverRead",
    "HelpForHub",
    "HelpRead",
    "MeetingRead",
    "OfferedHelp",
    "OwedAnswer",
    "Staffed",
    "TeamChoice",
    "WorkRow",
    "Working",
    "answers_owed",
    "as_the_school_will_read",
    "as_working",
    "colleagues",
    "contacts_of",
    "feedback_lines",
    "feedback_of",
    "handovers_of",
    "help_for",
    "help_ids",
    "help_of_requests",
    "help_open_for",
    "helps_offered",
    "leads_of_teams",
    "left_without_a_lead",
    "meeting",
    "meetings_of",
    "members_of",
    "owes_answer",
    "requests_to_hand_on",
    "requests_with_help",
    "staffed_teams",
    "team_work",
    "teams_at_work",
    "teams_to_ask",
    "teams_to_invite",
    "told_an_answer",
    "told_to_have_ended",
    "work_needing_attention",
    "working_with",
]
