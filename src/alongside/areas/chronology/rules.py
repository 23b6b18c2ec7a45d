"""What an event may hold: codes, ids, numbers and days, so that no name or word enters the spine."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

CODE = re.compile(r"[a-z0-9][a-z0-9_:./-]{0,99}")
PAYLOAD_TYPES = ("code", "uuid", "number", "yes_no", "day", "moment")


class PayloadRefused(Exception):
    """An event was recorded with a payload that its kind does not declare."""


def checked_payload(declared: Mapping[str, str], given: Mapping[str, object]) -> dict[str, object]:
    """The payload as JSON values. Raises `PayloadRefused`, naming the key and never the value."""
    unknown, missing = set(given) - set(declared), set(declared) - set(given)
    if unknown or missing:
        raise PayloadRefused(f"payload keys unknown: {sorted(unknown)}, missing: {sorted(missing)}")
    return {key: _checked(key, kind, given[key]) for key, kind in declared.items()}


def _checked(key: str, kind: str, value: object) -> object:  # noqa: PLR0911  one line a type
    match kind, value:
        case _, None:
            return None
        case "uuid", UUID():
            return str(value)
        case "yes_no", bool():
            return value
        case "number", int() if not isinstance(value, bool):
            return value
        case "moment", datetime() if value.tzinfo is not None:
            return value.isoformat()
        case "day", date() if not isinstance(value, datetime):
            return value.isoformat()
        case "code", str() if CODE.fullmatch(value):
            return str(value)
        case _:
            raise PayloadRefused(f"payload key {key} is not a {kind}")
