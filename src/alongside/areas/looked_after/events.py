"""What happens to a child whom the council looks after, in words that their carer can bear to read.

Part `looked_after` says that a child is looked after, when, and that a home changed: never where. What
lies behind it is of the part `placement`, and what touches adoption of the part `adoption`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alongside.areas.chronology.events import EventKind, register_events
from alongside.areas.looked_after.rules.years import words_of_year

_FROM_A_LOAD = {"load": "uuid", "year": "number"}


def loaded_from(payload: Mapping[str, Any]) -> str:
    """The return that told of it."""
    year = words_of_year(payload["year"])
    return f"Loaded from the looked-after children return (SSDA903) {year}"


def _corrected(payload: Mapping[str, Any]) -> str:
    said = [
        f"{payload[name]} {'entry' if payload[name] == 1 else 'entries'} {words}"
        for name, words in (("added", "added"), ("withdrawn", "taken back"))
        if payload[name]
    ]
    return " and ".join(said)


def _told(name: str, label: str, part: str) -> EventKind:
    return EventKind(
        name=name,
        label=label,
        part=part,
        told_late=True,
        payload=_FROM_A_LOAD,
        loaded_from=loaded_from,
    )


# What rules.course derives, by the name of its happening.
HAPPENED: Mapping[str, EventKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            _told("looked_after_started", "Came into the council’s care", "looked_after"),
            _told("looked_after_before", "Already in the council’s care", "looked_after"),
            _told("looked_after_ceased", "No longer in the council’s care", "looked_after"),
            _told("placement_changed", "Moved to another home", "looked_after"),
            _told("placement_continued", "Stayed with the same carer, differently", "looked_after"),
            _told("legal_status_changed", "The legal side of their care changed", "placement"),
            _told("care_review_held", "Their care was reviewed", "placement"),
            _told("missing_from_care", "Went missing", "placement"),
            _told("away_without_agreement", "Was away without it being agreed", "placement"),
            _told("back_in_care", "Came back", "placement"),
            _told(
                "unaccompanied", "In care, having come to this country without family", "placement"
            ),
            _told(
                "unaccompanied_ended",
                "No longer counted as having come to this country without family",
                "placement",
            ),
            _told("adoption_decided", "Adoption was decided to be best for them", "adoption"),
            _told("adopters_matched", "A family was found who may adopt them", "adoption"),
            _told("placed_for_adoption", "Moved in with a family who may adopt them", "adoption"),
            _told("placed_for_adoption_ended", "Being placed for adoption ended", "adoption"),
        )
    }
)

register_events(
    *HAPPENED.values(),
    EventKind(
        name="care_record_corrected",
        label="The council corrected its record of their care",
        part="looked_after",
        payload={**_FROM_A_LOAD, "added": "number", "withdrawn": "number"},
        detail=_corrected,
        loaded_from=loaded_from,
    ),
)
