"""What this area records: what a return tells, each on its day, and that a return was corrected."""

from collections.abc import Mapping
from typing import Any

from alongside.areas.chronology.events import EventKind, catalogue, register_events
from alongside.areas.social_care.terms import (
    ABUSE_CATEGORIES,
    CLOSURE_REASONS,
    FACTORS,
    PRIMARY_NEEDS,
    REFERRAL_SOURCES,
)

PART = "social_care"


def loaded_from(payload: Mapping[str, Any]) -> str:
    """The return that told of it."""
    return f"Loaded from the children in need census {payload['year']}"


def _words(codes: Mapping[str, str], code: str | None) -> str:
    return codes.get((code or "").upper(), "")


def _referred(payload: Mapping[str, Any]) -> str:
    source = _words(REFERRAL_SOURCES, payload["source"])
    need = _words(PRIMARY_NEEDS, payload["need"])
    said = [
        f"By: {source}." if source else "",
        f"Main need: {need}." if need else "",
        "No further action." if payload["no_further_action"] else "",
    ]
    return " ".join(part for part in said if part)


def _closed(payload: Mapping[str, Any]) -> str:
    return _words(CLOSURE_REASONS, payload["reason"]).capitalize()


def _category(payload: Mapping[str, Any]) -> str:
    return _words(ABUSE_CATEGORIES, payload["category"]).capitalize()


def _assessed(payload: Mapping[str, Any]) -> str:
    found = [_words(FACTORS, code) for code in (payload["factors"] or "").split("/")]
    words = "; ".join(word for word in found if word)
    return f"Factors: {words}." if words else ""


def _corrected(payload: Mapping[str, Any]) -> str:
    said = [
        f"{payload[name]} {'entry' if payload[name] == 1 else 'entries'} {words}"
        for name, words in (("told", "added"), ("withdrawn", "taken back"))
        if payload[name]
    ]
    return " and ".join(said)


def _told(name: str, label: str, *, detail: Any = None, **payload: str) -> EventKind:
    return EventKind(
        name=name,
        label=label,
        part=PART,
        told_late=True,
        payload={"load": "uuid", "year": "number", **payload},
        detail=detail,
        loaded_from=loaded_from,
    )


register_events(
    _told(
        "referral_made",
        "Referred to children’s social care",
        detail=_referred,
        source="code",
        need="code",
        no_further_action="yes_no",
    ),
    _told("social_work_assessment_begun", "Child and family assessment began"),
    _told(
        "social_work_assessment_done",
        "Child and family assessment finished",
        detail=_assessed,
        factors="code",
    ),
    _told("section_47_begun", "Section 47 enquiry began"),
    _told("initial_conference_held", "Initial child protection conference held"),
    _told(
        "protection_plan_begun", "Child protection plan began", detail=_category, category="code"
    ),
    _told("protection_plan_reviewed", "Child protection plan reviewed"),
    _told(
        "protection_plan_ended", "Child protection plan ended", detail=_category, category="code"
    ),
    _told("need_plan_begun", "Child in need plan began"),
    _told("need_plan_ended", "Child in need plan ended"),
    _told("referral_closed", "Closed to children’s social care", detail=_closed, reason="code"),
    _told("death_told", "The child died"),
    EventKind(
        name="census_corrected",
        label="The council corrected what it had told",
        part=PART,
        payload={"load": "uuid", "year": "number", "told": "number", "withdrawn": "number"},
        detail=_corrected,
        loaded_from=loaded_from,
    ),
)
TOLD_KINDS = tuple(
    name for name, kind in catalogue().items() if kind.part == PART and kind.told_late
)
