"""Append one row to the audit. It is the database that stamps it and hashes it as a leaf."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

Outcome = Literal[
    "shown", "changed", "refused", "signed_in", "signed_out", "searched", "loaded", "failed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened: who, acting as what, saw or did what to which children, and why."""

    outcome: Outcome
    route: str
    act: str
    purpose: str
    user_id: UUID | None = None
    posting_id: UUID | None = None
    children: Iterable[UUID] = ()
    parts: Iterable[str] = ()
    detail: Mapping[str, str] = field(default_factory=dict)


def append(entry: Entry, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Add the entry within the current transaction: if it cannot be added, nothing is shown."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT audit_append(%s, %s, %s, %s, %s, %s, %s::uuid[], %s::text[], %s::jsonb)",
            [
                entry.outcome,
                entry.route,
                entry.act,
                entry.purpose,
                entry.user_id,
                entry.posting_id,
                sorted(entry.children),
                sorted(entry.parts),
                json.dumps(dict(entry.detail)),
            ],
        )
