"""Which act on who a child is needs which permission."""

from alongside.access.viewer import Permission

READ_CHILD = Permission(act="read", part="identity", purpose="safeguarding")
