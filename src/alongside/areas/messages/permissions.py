"""Which act on a team's messages needs which permission."""

from alongside.access.viewer import Permission

SEE_INBOX = Permission(act="see_inbox", part="management", purpose="safeguarding")
MARK_MESSAGES = Permission(
    act="mark_messages",
    part="management",
    purpose="safeguarding",
    refusal="Your role reads your team's messages and does not mark them as read.",
)
