"""Which act about a concern needs which permission: own work, for it is about no one child."""

from alongside.access.viewer import Permission

REPORT = Permission(
    act="report",
    part="allegation",
    purpose="safeguarding",
    refusal="Ring the designated officer: your role cannot write to them here.",
)
_OFFICER_ONLY = "Only the designated officer has this page."
READ_CONCERN = Permission(
    act="read", part="allegation", purpose="safeguarding", refusal=_OFFICER_ONLY
)
ANSWER_CONCERN = Permission(
    act="answer", part="allegation", purpose="safeguarding", refusal=_OFFICER_ONLY
)
RECORD_CONCERN = Permission(
    act="record", part="allegation", purpose="safeguarding", refusal=_OFFICER_ONLY
)
