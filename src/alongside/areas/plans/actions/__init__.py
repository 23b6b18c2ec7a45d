"""What is done about help: each function one act, in one transaction, ending in recorded events."""

from alongside.areas.plans.actions.offering import Offer, offer_help, offered_rows, ties_of_offer
from alongside.areas.plans.actions.passing_on import pass_on
from alongside.areas.plans.actions.past_help import PastHelp, past_offer, save_past_help
from alongside.areas.plans.actions.telling_back import tell_school

__all__ = [
    "Offer",
    "PastHelp",
    "offer_help",
    "offered_rows",
    "pass_on",
    "past_offer",
    "save_past_help",
    "tell_school",
    "ties_of_offer",
]
