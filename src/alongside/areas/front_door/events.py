"""What the front door records, in the past tense."""

from alongside.areas.chronology.events import EventKind, register_events


def _request_event(
    name: str, label: str, *, operational: bool = False, **payload: str
) -> EventKind:
    return EventKind(
        name=name, label=label, part="request", operational=operational, payload=payload
    )


register_events(
    _request_event("request_sent", "Help or protection asked for", urgent="yes_no"),
    _request_event("request_acknowledged", "Somebody is looking at the request"),
    _request_event("request_claimed", "Request taken on", operational=True),
    _request_event("request_handed_back", "Request handed back to the team", operational=True),
    _request_event("decision_proposed", "Decision proposed", operational=True, outcome="code"),
    _request_event("decision_returned", "Proposed decision returned", operational=True),
    _request_event(
        "request_decided",
        "Request decided",
        outcome="code",
        level_of_need="number",
        decision="uuid",
    ),
    _request_event("referrer_told", "School told of the decision", how="code"),
    _request_event("telling_failed", "School could not be told", operational=True, why="code"),
    _request_event("decision_read", "Decision read by the school"),
)
