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
from alongside.areas.plans.queries.hub import (
    HelpForHub,
    help_of_requests,
    help_open_for,
    requests_to_hand_on,
    requests_with_help,
)
from alongside.areas.plans.queries.school import (
    FeedbackLine,
    feedback_lines,
    requests_answered,
    requests_told_to_have_ended,
)

__all__ = [
    "FeedbackLine",
    "HelpForHub",
    "Staffed",
    "TeamChoice",
    "Working",
    "as_working",
    "feedback_lines",
    "help_ids",
    "help_of_requests",
    "help_open_for",
    "requests_answered",
    "requests_to_hand_on",
    "requests_told_to_have_ended",
    "requests_with_help",
    "staffed_teams",
    "teams_to_ask",
    "working_with",
]
