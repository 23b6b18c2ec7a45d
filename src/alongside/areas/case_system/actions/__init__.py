"""What is done with the case system's steps: one file, in one transaction, ending in recorded events."""

from alongside.areas.case_system.actions.errors import SeveralAuthorities, UnknownAuthority
from alongside.areas.case_system.actions.loading import Answered, StepTotals, load_steps

__all__ = ["Answered", "SeveralAuthorities", "StepTotals", "UnknownAuthority", "load_steps"]
