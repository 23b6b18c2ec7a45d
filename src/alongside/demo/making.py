"""Whether the made-up council is whole: its beginning and its end are recorded, as any act is."""

from datetime import datetime
from uuid import UUID

from django.db import connections

from alongside.access.context import connected_as
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.chronology.queries import was_recorded
from alongside.demo.events import BEGUN, FINISHED
from alongside.register.models import Authority

# Everything hangs on an authority or on a person.
EMPTY = "TRUNCATE register_authority, register_user CASCADE"


def begin(authority_id: UUID, *, at: datetime) -> None:
    """Record, with the first of its rows, that a council is being made up."""
    with connected_as("loader"):
        record(Fact(kind=BEGUN, authority_id=authority_id, at=at))


def finish(authority_id: UUID, *, at: datetime) -> None:
    """Record that nothing of it is missing any more."""
    with connected_as("loader"):
        record(Fact(kind=FINISHED, authority_id=authority_id, at=at))


def is_half_made() -> bool:
    """Whether a making of the council was cut short. A council that was not made up never is."""
    with connected_as("loader"):
        return was_recorded(BEGUN) and not was_recorded(FINISHED)


def is_made() -> bool:
    """Whether there is a council here, made up or not, with nothing missing."""
    return Authority.objects.exists() and not is_half_made()


def take_stock() -> None:
    """Let PostgreSQL count what has been written so far: until it does, it plans for empty tables."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def empty_half_made() -> None:
    """Remove every row of a council whose making was cut short; anything else is left as it is."""
    if not is_half_made():
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute(EMPTY)
