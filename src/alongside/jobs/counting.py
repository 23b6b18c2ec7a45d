"""How the whole deployment stands, in numbers of no child, team or person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One number: what is counted, its channel or state if it has one, its authority's DfE code if it has one."""

    counted: str
    of_what: str
    authority: str
    number: float


def deployment_counts(using: str = DEFAULT_DB_ALIAS) -> list[Counted]:
    """Deliveries, clocks, workers, loads and bytes; what there is none of is left out."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT counted, of_what, authority, number FROM jobs_deployment_counts()"
            " WHERE number IS NOT NULL"
        )
        return [
            Counted(counted=counted, of_what=of_what, authority=authority, number=number)
            for counted, of_what, authority, number in cursor.fetchall()
        ]


def loads_silent_since(using: str = DEFAULT_DB_ALIAS) -> datetime | None:
    """Since when a load has said nothing whose process must have died; None where there is no such load."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT jobs_loads_silent_since()")
        silent: datetime | None = cursor.fetchone()[0]
    return silent
