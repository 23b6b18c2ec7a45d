"""What this area records."""

from alongside.areas.chronology.events import EventKind, register_events

register_events(
    EventKind(
        name="joined_roll",
        label="Joined the school's roll",
        part="identity",
        payload={"school": "uuid", "load": "uuid", "on": "day"},
    ),
    EventKind(
        name="left_roll",
        label="Left the school's roll",
        part="identity",
        payload={"school": "uuid", "load": "uuid", "on": "day"},
    ),
    EventKind(
        name="rejoined_roll",
        label="Joined the school's roll again",
        part="identity",
        payload={"school": "uuid", "load": "uuid", "on": "day"},
    ),
    EventKind(
        name="roll_loaded",
        label="School roll loaded",
        part="audit",
        operational=True,
        payload={"school": "uuid", "load": "uuid", "rows": "number", "rejected": "number"},
    ),
    EventKind(
        name="schools_loaded",
        label="List of schools loaded",
        part="audit",
        operational=True,
        payload={"load": "uuid", "rows": "number", "rejected": "number"},
    ),
    EventKind(
        name="child_assigned",
        label="A colleague may know of this child",
        part="pointer",
        operational=True,
        payload={"posting": "uuid"},
    ),
    EventKind(
        name="child_unassigned",
        label="A colleague need no longer know of this child",
        part="pointer",
        operational=True,
        payload={"posting": "uuid"},
    ),
)
