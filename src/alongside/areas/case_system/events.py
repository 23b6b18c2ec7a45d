"""What a load of the case system's steps records of itself; each step is recorded as what it is."""

from alongside.areas.chronology.events import EventKind, register_events

register_events(
    EventKind(
        name="steps_loaded",
        label="Steps of the case system loaded",
        part="audit",
        operational=True,
        payload={"load": "uuid", "rows": "number", "rejected": "number"},
    ),
)
