"""Which act of a disagreement needs which permission; the matrix says which relationship gives it."""

from alongside.access.viewer import Permission

READ_CHALLENGE = Permission(act="read", part="challenge", purpose="safeguarding")
CHALLENGE = Permission(
    act="challenge",
    part="challenge",
    purpose="safeguarding",
    refusal="Only the safeguarding lead or a deputy can disagree with a decision here.",
)
ANSWER_CHALLENGE = Permission(
    act="answer_challenge",
    part="challenge",
    purpose="safeguarding",
    refusal="Only the team that received the request can answer.",
)
