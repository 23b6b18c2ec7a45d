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
)
