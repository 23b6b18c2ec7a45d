"""Which act on who a child is needs which permission."""

from alongside.access.viewer import Permission

# Whoever may know that somebody is involved has the child's page; each part of it asks again.
READ_POINTER = Permission(act="read", part="pointer", purpose="safeguarding")
PRINT_CHILD = Permission(
    act="print",
    part="pointer",
    purpose="safeguarding",
    refusal="Your role can read this page and not print it.",
)
READ_CHILD = Permission(act="read", part="identity", purpose="safeguarding")
