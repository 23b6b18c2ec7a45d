"""The files of a pack: which keys each may hold, of what kind, and which must be there."""

from alongside.packs import checks
from alongside.packs.checks import Check
from alongside.packs.entries import Entry, FileShape, Named, Rows, Table, Value
from alongside.packs.terms import (
    FEEDBACK_PLACEHOLDERS,
    IMPORTED_PLACEHOLDERS,
    STATUS_PLACEHOLDERS,
    Act,
    Domain,
    OpeningDays,
    OrganisationKind,
    Part,
    Purpose,
    Relationship,
    RequestOutcome,
    Subject,
    TeamKind,
    Urgency,
)


def _optional(check: Check) -> Value:
    return Value(check, required=False)


_text = Value(checks.text)
_yes_or_no = Value(checks.yes_or_no)
_names = checks.list_of(checks.name)
_relationship = checks.one_of(Relationship)
_parts = checks.list_of(checks.one_of(Part))
_acts = checks.list_of(checks.one_of(Act))
_relationships = checks.list_of(_relationship)

_PACK = Table({"name": _text})

_ROLES = Table(
    {
        "role": Named(
            Table(
                {
                    "label": _text,
                    "held_in": Value(checks.list_of(checks.one_of(OrganisationKind))),
                    "registered_social_worker": _yes_or_no,
                    "can_sign_in": _yes_or_no,
                }
            )
        )
    }
)

_GRANTS = Table(
    {
        "grant": Rows(
            Table(
                {
                    "roles": Value(_names),
                    "relationship": Value(_relationship),
                    "purpose": Value(checks.one_of(Purpose)),
                    "parts": Value(_parts),
                    "acts": Value(_acts),
                    "own_subject_only": _yes_or_no,
                    "source": _text,
                }
            )
        )
    }
)

_GRANTS_TAKEN_AWAY = Table(
    {
        "remove": Rows(
            Table(
                {
                    "roles": _optional(_names),
                    "relationship": _optional(_relationship),
                    "purpose": _optional(checks.one_of(Purpose)),
                    "parts": _optional(_parts),
                    "acts": _optional(_acts),
                    "reason": _text,
                }
            )
        )
    }
)

_TELLING = {"tell": Value(_relationship), "event": Value(checks.name)}

_TIMESCALES = Table(
    {
        "timescale": Named(
            Table(
                {
                    "label": _text,
                    "about": Value(checks.one_of(Subject)),
                    "starts_on": Value(_names),
                    "stops_on": Value(_names),
                    "limit": Value(checks.limit),
                    "source": _text,
                    "reopens_on": _optional(_names),
                    "pauses_on": _optional(_names),
                    "resumes_on": _optional(_names),
                    "cancels_on": _optional(_names),
                    "stops_all_on": _optional(_names),
                    "repeats": _optional(checks.yes_or_no),
                    "in_force_from": _optional(checks.day),
                    "warn": Rows(
                        Table({"before": Value(checks.limit_before), **_TELLING}), required=False
                    ),
                    "overdue": Table(_TELLING, required=False),
                }
            )
        )
    }
)

_AUDIENCES = Table(
    {
        "audience": Rows(
            Table(
                {
                    "event": Value(checks.name),
                    "tell": Value(_relationships),
                    "urgency": Value(checks.one_of(Urgency)),
                    "parts": Value(_parts),
                    "email": _yes_or_no,
                    "required": _optional(checks.yes_or_no),
                }
            )
        )
    }
)

_AUDIENCES_TAKEN_AWAY = Table(
    {
        "remove": Rows(
            Table(
                {
                    "event": Value(checks.name),
                    "tell": _optional(_relationships),
                    "parts": _optional(_parts),
                    "reason": _text,
                }
            )
        )
    }
)

_THRESHOLDS = Table(
    {
        "level": Rows(
            Table(
                {
                    "number": Value(checks.level_number),
                    "name": _text,
                    "short": _text,
                    "description": _text,
                    "indicators": Table(
                        {str(domain): Value(checks.list_of(checks.text)) for domain in Domain}
                    ),
                    "source": _text,
                }
            )
        )
    }
)

_OUTCOMES = Table(
    {
        "default": Value(checks.name),
        "framework": Named(
            Table(
                {
                    "name": _text,
                    "source": _text,
                    "outcomes": Rows(Table({"key": Value(checks.name), "label": _text})),
                }
            )
        ),
    }
)

_FRONT_DOOR_KEYS: dict[str, Entry] = {
    "name": _text,
    "duty_line": Value(checks.telephone),
    "emergency_duty_team": Value(checks.telephone),
    "emergency_duty_team_name": _text,
    "opens": Value(checks.time_of_day),
    "closes": Value(checks.time_of_day),
    "days": Value(checks.one_of(OpeningDays)),
    "receiving_team_kind": Value(checks.one_of(TeamKind)),
    "unsent_alert_at": Value(checks.time_of_day),
}

_NEEDS = Table({"need": Rows(Table({"code": Value(checks.code), "label": _text, "source": _text}))})

_OFFERS = Table(
    {
        "offer": Rows(
            Table(
                {
                    "key": Value(checks.name),
                    "name": _text,
                    "about": _text,
                    "telephone": _optional(checks.telephone),
                }
            ),
            required=False,
        )
    }
)

_CHALLENGES = Table(
    {
        "stages": _optional(checks.level_number),  # how many of them there are, where fewer
        "stage": Rows(
            Table(
                {
                    "number": Value(checks.level_number),
                    "name": _text,
                    "answered_by": _text,
                    "answering_role": Value(checks.name),
                    "source": _text,
                }
            )
        ),
    }
)

_WORDING = Table(
    {
        "status": Table(
            {state: Value(checks.sentence(said)) for state, said in STATUS_PLACEHOLDERS.items()}
        ),
        "feedback": Table(
            {about: Value(checks.sentence(said)) for about, said in FEEDBACK_PLACEHOLDERS.items()}
        ),
        "outcome": Named(
            Table({"label": Value(checks.sentence(())), "explanation": Value(checks.sentence(()))}),
            only=frozenset(RequestOutcome),
        ),
        "imported": Table(
            {line: Value(checks.sentence(said)) for line, said in IMPORTED_PLACEHOLDERS.items()}
        ),
    }
)

FILES: dict[str, FileShape] = {
    "pack.toml": FileShape(Table({**_PACK.keys, "must_set": Value(_names)}), _PACK),
    "roles.toml": FileShape(_ROLES, _ROLES, closed="role"),
    "access.toml": FileShape(_GRANTS, _GRANTS_TAKEN_AWAY),
    "timescales.toml": FileShape(_TIMESCALES, _TIMESCALES),
    "audiences.toml": FileShape(_AUDIENCES, _AUDIENCES_TAKEN_AWAY),
    "thresholds.toml": FileShape(_THRESHOLDS, _THRESHOLDS, lists={"level": "number"}),
    "outcomes.toml": FileShape(_OUTCOMES, _OUTCOMES),
    "front_door.toml": FileShape(
        Table({**_FRONT_DOOR_KEYS, "must_set": Value(_names)}), Table(_FRONT_DOOR_KEYS)
    ),
    "needs.toml": FileShape(_NEEDS, _NEEDS, lists={"need": "code"}),
    "offers.toml": FileShape(_OFFERS, _OFFERS, lists={"offer": "key"}),
    "challenges.toml": FileShape(_CHALLENGES, _CHALLENGES, lists={"stage": "number"}),
    "wording.toml": FileShape(_WORDING, _WORDING),
}
