"""What this area records."""

from alongside.areas.chronology.events import EventKind, register_events

register_events(
    EventKind(
        name="child_first_recorded",
        label="First recorded in Alongside",
        part="identity",
        payload={"source": "code", "load": "uuid"},
    ),
    EventKind(
        name="child_details_changed",
        label="Name, birth date, address or time at school changed",
        part="identity",
        payload={"source": "code", "load": "uuid", "changed": "code"},
    ),
    EventKind(
        name="family_recorded",
        label="Family members recorded or changed",
        part="family",
        operational=True,
        payload={"source": "code", "load": "uuid", "members": "number"},
    ),
)
