"""What the front door records, in the past tense."""

from alongside.areas.chronology.events import EventKind, register_events


def _request_event(
    name: str, label: str, *, operational: bool = False, **payload: str
) -> EventKind:
    return EventKind(
        name=name, label=label, part="request", operational=operational, payload=payload
    )


def _enquiry(name: str, label: str, *, operational: bool = False) -> EventKind:
    payload = {"enquiry": "uuid"}
    return EventKind(
        name=name, label=label, part="enquiry", operational=operational, payload=payload
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
    _request_event("school_rung", "School rung about the decision", operational=True),
    _request_event(
        "request_reconsidered", "To be handed on after a disagreement", operational=True
    ),
    _request_event("nothing_handed_on", "Nothing to hand on after all", operational=True),
    _request_event("decision_read", "Decision read by the school"),
    EventKind(
        name="answer_owed",
        label="The allocated worker owes the school an answer",
        part="feedback",  # the worker's to stop, by answering
        payload={"help": "uuid"},
    ),
    _request_event("transfer_offered", "Another council asked to take it on", authority="uuid"),
    _request_event("transfer_accepted", "Another council took it on", authority="uuid"),
    _request_event("transfer_refused", "Another council did not take it on", authority="uuid"),
    _enquiry("information_asked", "The team asked the school a question"),
    _enquiry("information_given", "The school answered the team's question"),
    _enquiry("information_partly_given", "The school answered one of the team's questions"),
    _enquiry("information_withdrawn", "The team no longer asks the school", operational=True),
    _enquiry("consultation_asked", "The team asked what is known"),
    _enquiry("consultation_answered", "Said what they know"),
    _enquiry("consultation_withdrawn", "No longer asked", operational=True),
    _enquiry("consultation_left", "Nobody is left there to answer", operational=True),
    EventKind(
        name="identity_judged",
        label="Somebody decided whether two records are of one child",
        part="request",  # and not which other child: the school reads what is of its request
        operational=True,
        payload={"judgement": "uuid", "same": "yes_no"},
    ),
    EventKind(
        name="draft_unsent",
        label="Something written and not sent",
        part="pointer",
        operational=True,
        payload={"draft": "uuid"},
    ),
)
