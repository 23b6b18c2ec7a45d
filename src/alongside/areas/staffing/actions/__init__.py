"""What is done to staffing: an authority is set up, its people are posted, and one covers for another."""

from alongside.areas.staffing.actions.absences import say_away, say_back
from alongside.areas.staffing.actions.authorities import (
    AuthoritySetUp,
    CodeTaken,
    set_up_authority,
)
from alongside.areas.staffing.actions.postings import StaffTotals, load_staff

__all__ = [
    "AuthoritySetUp",
    "CodeTaken",
    "StaffTotals",
    "load_staff",
    "say_away",
    "say_back",
    "set_up_authority",
]
