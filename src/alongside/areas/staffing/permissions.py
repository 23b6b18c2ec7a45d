"""Which act on staffing needs which permission."""

from alongside.access.viewer import Permission

MARK_AWAY = Permission(
    act="mark_away",
    part="management",
    purpose="safeguarding",
    refusal="Only a team whose colleagues cover for one another has this page.",
)
