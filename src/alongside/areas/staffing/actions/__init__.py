"""What is done to staffing: an authority is set up, and its people are posted."""

from alongside.areas.staffing.actions.authorities import (
    AuthoritySetUp,
    CodeTaken,
    set_up_authority,
)
from alongside.areas.staffing.actions.postings import StaffTotals, load_staff

__all__ = ["AuthoritySetUp", "CodeTaken", "StaffTotals", "load_staff", "set_up_authority"]
