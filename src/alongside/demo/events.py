"""What making the synthetic council up records, so that a council half made is known as one."""

from alongside.areas.chronology.events import EventKind, register_events

BEGUN, FINISHED = "synthetic_council_begun", "synthetic_council_finished"

register_events(
    EventKind(name=BEGUN, label="Made-up council begun", part="audit", operational=True),
    EventKind(name=FINISHED, label="Made-up council finished", part="audit", operational=True),
)
