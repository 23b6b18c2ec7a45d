"""Requests from draft to decision, and what is asked on the way. Words lie in text blocks."""

from alongside.areas.front_door.models.asking import Enquiry, IdentityJudgement
from alongside.areas.front_door.models.decisions import Decision, DecisionDraft, Transfer
from alongside.areas.front_door.models.requests import Answer, Draft, Request

__all__ = [
    "Answer",
    "Decision",
    "DecisionDraft",
    "Draft",
    "Enquiry",
    "IdentityJudgement",
    "Request",
    "Transfer",
]
