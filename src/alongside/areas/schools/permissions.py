"""Which act of a school needs which permission."""

from alongside.access.viewer import Permission

ASSIGN_CHILD = Permission(
    act="assign",
    part="identity",
    purpose="safeguarding",
    refusal="Only the safeguarding lead or a deputy can say who at school knows about a child.",
)
