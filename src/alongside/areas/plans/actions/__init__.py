"""What is done about help: each function one act, in one transaction, ending in recorded events."""

from alongside.areas.plans.actions import (
    past_acts,
)
from alongside.areas.plans.actions.accepting import (
    Agreement,
    accept_help,
    change_agreement,
    decline_help,
)
from alongside.areas.plans.actions.ending import (
    end_help,
)
from alongside.areas.plans.actions.errors import (
    ChangedMeanwhile,
    NotPossibleNow,
    Unfinished,
)
from alongside.areas.plans.actions.history import (
    Done,
    HelpCourse,
    HelpCourseRefused,
    record_past_help,
)
from alongside.areas.plans.actions.inviting import (
    invite_team,
    leave_team,
)
from alongside.areas.plans.actions.leading import (
    name_lead,
)
from alongside.areas.plans.actions.leaving import (
    return_answers_of_empty_teams,
    return_help_of_empty_teams,
    take_leads_of_leavers,
)
from alongside.areas.plans.actions.meetings import (
    Planned,
    cancel_meeting,
    plan_meeting,
    record_meeting_held,
)
from alongside.areas.plans.actions.offering import (
    Offer,
    offer_help,
    offered_rows,
    ties_of_offer,
)
from alongside.areas.plans.actions.passing_on import (
    pass_on,
)
from alongside.areas.plans.actions.past_help import (
    PastHelp,
    past_offer,
    save_past_help,
)
from alongside.areas.plans.actions.reading import (
    mark_feedback_read,
)
from alongside.areas.plans.actions.recording import (
    Met,
    answer_without_sharing,
    record_contact,
    write_update,
)
from alongside.areas.plans.actions.telling_back import (
    ForSchool,
    tell_school,
)

__all__ = [
    "Agreement",
    "ChangedMeanwhile",
    "Done",
    "ForSchool",
    "HelpCourse",
    "HelpCourseRefused",
    "Met",
    "NotPossibleNow",
    "Offer",
    "PastHelp",
    "Planned",
    "Unfinished",
    "accept_help",
    "answer_without_sharing",
    "cancel_meeting",
    "change_agreement",
    "decline_help",
    "end_help",
    "invite_team",
    "leave_team",
    "mark_feedback_read",
    "name_lead",
    "offer_help",
    "offered_rows",
    "pass_on",
    "past_acts",
    "past_offer",
    "plan_meeting",
    "record_contact",
    "record_meeting_held",
    "record_past_help",
    "return_answers_of_empty_teams",
    "return_help_of_empty_teams",
    "save_past_help",
    "take_leads_of_leavers",
    "tell_school",
    "ties_of_offer",
    "write_update",
]
