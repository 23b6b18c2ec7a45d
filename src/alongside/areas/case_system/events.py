"""What the case system tells that no other area records, and a load of it."""

from alongside.areas.chronology.events import EventKind, register_events


def _step(name: str, label: str, part: str) -> EventKind:
    return EventKind(name=name, label=label, part=part, payload={"kind": "code"})


register_events(
    EventKind(
        name="steps_loaded",
        label="Steps of the case system loaded",
        part="audit",
        operational=True,
        payload={"load": "uuid", "rows": "number", "rejected": "number"},
    ),
    _step("assessment_started", "Assessment started", "assessment"),
    _step("assessment_completed", "Assessment completed", "assessment"),
    _step("plan_started", "Plan started", "plan"),
    _step("plan_ended", "Plan ended", "plan"),
    EventKind(
        name="step_corrected",
        label="Corrected in the case system",
        part="assessment",
        operational=True,
        payload={"kind": "code", "step": "uuid"},
    ),
)
