"""What this area records."""

from alongside.areas.chronology.events import EventKind, register_events

register_events(
    EventKind(
        name="authority_set_up",
        label="Authority set up",
        part="audit",
        operational=True,
        payload={"grants_changed": "number"},
    ),
    EventKind(
        name="staff_loaded",
        label="List of staff loaded",
        part="audit",
        operational=True,
        payload={"load": "uuid", "rows": "number", "rejected": "number"},
    ),
    EventKind(
        name="colleague_away",
        label="A colleague is away",
        part="audit",
        operational=True,
        payload={"posting": "uuid"},
    ),
    EventKind(
        name="colleague_back",
        label="A colleague is back",
        part="audit",
        operational=True,
        payload={"posting": "uuid"},
    ),
)
