"""Who sees what came in: own work of whoever looks after a council's data."""

from alongside.access.viewer import Permission

_DATA_OFFICERS_ONLY = "Only those who look after the council’s data have this page."
SEE_LOADS = Permission(
    act="see_loads", part="management", purpose="operation", refusal=_DATA_OFFICERS_ONLY
)
JUDGE_MATCH = Permission(
    act="judge_match", part="management", purpose="operation", refusal=_DATA_OFFICERS_ONLY
)
