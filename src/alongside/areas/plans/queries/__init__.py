"""What each side reads of help: frozen, already redacted, as far as the viewer may know."""

from alongside.areas.plans.queries.feedback import (
    FeedbackRead,
    as_the_school_will_read,
    feedback_of,
    latest_feedback,
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
from alongside.areas.plans.queries.loading import OfferedHelp, helps_offered, leads_of_teams
from alongside.areas.plans.queries.owing import OwedAnswer, answers_owed, owes_answer
from alongside.areas.plans.queries.work import (
    WorkRow,
    left_without_a_lead,
    team_work,
    work_needing_attention,
)

__all__ = [
    "Colleague",
    "ContactRead",
    "FeedbackRead",
    "HandoverRead",
    "HelpRead",
    "MeetingRead",
    "OfferedHelp",
    "OwedAnswer",
    "WorkRow",
    "answers_owed",
    "as_the_school_will_read",
    "colleagues",
    "contacts_of",
    "feedback_of",
    "handovers_of",
    "help_for",
    "helps_offered",
    "latest_feedback",
    "leads_of_teams",
    "left_without_a_lead",
    "meeting",
    "meetings_of",
    "members_of",
    "owes_answer",
    "team_work",
    "teams_to_invite",
    "work_needing_attention",
]
