"""What happens to a concern about somebody who works with children. About no child: no school's team sees it.

No event of these says by whom, and none but a late clock's has a payload: the spine is read by jobs and
kept for ever.
"""

from alongside.areas.chronology.events import EventKind, register_events


def _allegation(name: str, label: str) -> EventKind:
    return EventKind(name=name, label=label, part="allegation", operational=True)


register_events(
    _allegation("concern_reported", "Concern about somebody who works with children"),
    _allegation("concern_acknowledged", "The designated officer is looking at it"),
    _allegation("concern_answered", "The designated officer answered"),
    _allegation("concern_noted", "The designated officer wrote a note"),
    EventKind(
        name="concern_overdue",
        label="Nobody has looked at a concern in time",
        part="allegation",
        operational=True,
        payload={"timescale": "code", "due_at": "moment"},
    ),
    _allegation("concern_closed", "The designated officer closed it"),
)
