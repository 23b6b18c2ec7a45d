"""What happens to help, in the past tense, and what the school that asked was told of it."""

from alongside.areas.chronology.events import EventKind, register_events


def _plan(name: str, label: str, *, operational: bool = False, **payload: str) -> EventKind:
    return EventKind(name=name, label=label, part="plan", operational=operational, payload=payload)


def _feedback(name: str, label: str) -> EventKind:
    payload = {"feedback": "uuid", "override": "yes_no"}
    return EventKind(name=f"feedback_{name}", label=label, part="feedback", payload=payload)


def _watched(name: str, label: str) -> EventKind:
    return _plan(name, label, operational=True, timescale="code", due_at="moment")


register_events(
    _plan("help_offered", "A team was asked to help", outcome="code"),
    _plan("help_accepted", "A team took it on", basis="code"),
    _plan("help_declined", "A team could not take it on"),
    _plan("help_returned", "Nobody is left in the team that was asked"),
    _plan("request_returned", "Back with the hub, to be handed on again", operational=True),
    _plan("lead_named", "Lead practitioner named"),
    _plan("lead_changed", "Lead practitioner changed"),
    _plan("lead_left", "The lead practitioner left", operational=True),
    _plan("meeting_planned", "Meeting planned", kind="code", on="day"),
    _plan("meeting_held", "Meeting held", kind="code", on="day"),
    _plan("meeting_cancelled", "Meeting cancelled", kind="code", on="day"),
    _plan("update_recorded", "Update written", operational=True),
    _plan("agreement_changed", "What the family agrees to share was changed", operational=True),
    _plan("team_joined", "Joined the team around the child", organisation="uuid"),
    _plan("team_left", "Left the team around the child", organisation="uuid"),
    _plan("help_ended", "Help ended", reason="code"),
    EventKind(
        name="contact_recorded",
        label="Contact with the family",
        part="assessment",
        payload={"kind": "code", "child_seen": "code", "contact": "uuid"},
    ),
    _watched("help_clock_due_soon", "A time limit is near"),
    _watched("help_clock_overdue", "A time limit has passed"),
    _watched("silence_noticed", "Nothing has been recorded for a while"),
    _feedback("passed_on", "School told which team was asked"),
    _feedback("accepted", "School told who has taken it on"),
    _feedback("lead_named", "School told who the lead practitioner is"),
    _feedback("lead_changed", "School told of a change of lead practitioner"),
    _feedback("meeting", "School told when the next meeting is"),
    _feedback("update", "School told how it is going"),
    EventKind(name="feedback_read", label="Read by the school", part="feedback", operational=True),
    _feedback("ended", "School told that it has ended"),
)
