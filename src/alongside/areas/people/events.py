"""What this area records."""

from alongside.areas.chronology.events import EventKind, register_events

_FIRST = {"source": "code", "load": "uuid"}
_CHANGED = {"source": "code", "load": "uuid", "changed": "code"}

register_events(
    EventKind(
        name="child_first_recorded",
        label="First recorded in Alongside",
        part="identity",
        payload=_FIRST,
    ),
    EventKind(
        name="child_details_changed",
        label="Name, birth date, address or time at school changed",
        part="identity",
        payload=_CHANGED,
    ),
    EventKind(
        name="family_recorded",
        label="Family members recorded or changed",
        part="family",
        operational=True,
        payload={"source": "code", "load": "uuid", "members": "number"},
    ),
)

# That a return tells of a child says that there is a case: whoever may not know of that, may not know
# who told. By source, the kinds of event that stand for the two above.
_PARTS = {"cin_census": "social_care", "ssda903": "looked_after"}
FIRST_RECORDED = {source: f"child_first_recorded_by_{source}" for source in _PARTS}
DETAILS_CHANGED = {source: f"child_details_changed_by_{source}" for source in _PARTS}

register_events(
    *(
        EventKind(
            name=FIRST_RECORDED[source],
            label="First recorded in Alongside, as a return told of them",
            part=part,
            operational=True,
            payload=_FIRST,
        )
        for source, part in _PARTS.items()
    ),
    *(
        EventKind(
            name=DETAILS_CHANGED[source],
            label="Number, birth date or sex told by a return",
            part=part,
            operational=True,
            payload=_CHANGED,
        )
        for source, part in _PARTS.items()
    ),
)
