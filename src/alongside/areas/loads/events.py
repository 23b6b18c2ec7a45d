"""What this area records."""

from alongside.areas.chronology.events import EventKind, register_events

register_events(
    EventKind(
        name="file_loaded",
        label="File loaded",
        part="audit",
        operational=True,
        payload={"load": "uuid", "kind": "code", "units": "number", "rejected": "number"},
    ),
    EventKind(
        name="match_judged",
        label="Decided whether a child of a file is a child known here",
        part="management",
        operational=True,
        payload={"load": "uuid", "same": "yes_no"},
    ),
)
