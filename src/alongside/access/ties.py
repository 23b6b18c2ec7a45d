"""Ties of children: started through the database's own check, and read to address messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from alongside.access.viewer import Viewer
from alongside.foundation.ids import new_id
from alongside.register.models import Team


@dataclass(frozen=True, slots=True)
class Tie:
    """One relationship of a child, with the team that opens its post."""

    child_id: UUID
    kind: str
    organisation_id: UUID
    team_id: UUID | None
    subject_id: UUID | None
    starts_at: datetime
    ends_at: datetime | None

    def is_live(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


def ties_of(children: Iterable[UUID]) -> Mapping[UUID, list[Tie]]:
    """By child, every tie a message about them may be addressed by, oldest first."""
    found: dict[UUID, list[Tie]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_ties(%s)", [list(children)])
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(Tie(*row))
    return found


def start_tie(
    *,
    child_id: UUID,
    team: Team,
    kind: str,
    subject_id: UUID | None,
    at: datetime,
    evidence: str,
    user_id: UUID | None = None,
    discreet: bool = False,
) -> None:
    """Tie a team, or one person in it, to a child; a tie that is open already stays as it is.

    PostgreSQL refuses where the acting posting may not start such a tie.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_start_relationship(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *(new_id(), child_id, team.organisation_id, team.id, user_id),
                *(kind, subject_id, at, evidence, discreet),
            ],
        )


def end_ties(
    *,
    child_id: UUID,
    kind: str,
    at: datetime,
    team_id: UUID | None = None,
    user_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> int:
    """End the open ties of a kind: of this team, person or subject, where one is named; how many ended.

    PostgreSQL refuses where the acting posting may not end such a tie.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_end_relationship(%s, %s, %s, %s, %s, %s)",
            [child_id, kind, team_id, user_id, subject_id, at],
        )
        return int(cursor.fetchone()[0])


def end_ties_left(
    *,
    child_id: UUID,
    kind: str,
    at: datetime,
    team_id: UUID | None = None,
    user_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> int:
    """The same for the worker alone, of a person or a team that has left: there nobody acts who could."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_end_ties_left(%s, %s, %s, %s, %s, %s)",
            [child_id, kind, team_id, user_id, subject_id, at],
        )
        return int(cursor.fetchone()[0])


def set_discreet(*, child_id: UUID, subject_id: UUID, of_people: bool, discreet: bool) -> None:
    """Keep the acting team's open ties for a subject out of what others see, or let them be seen.

    `of_people`: those of named people in the team, not the team's own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_set_discreet(%s, %s, %s, %s)",
            [child_id, subject_id, of_people, discreet],
        )


@dataclass(frozen=True, slots=True)
class Involved:
    """An organisation or person involved with a child, and how to reach them."""

    relationship: str
    organisation_id: UUID
    organisation: str
    organisation_kind: str
    team: str
    person: str
    telephone: str
    email: str
    since: datetime


def involved_with(viewer: Viewer, child_id: UUID) -> list[Involved]:
    """Who is involved with a child, as pointers: the viewer must be allowed to know that much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_involved(%s) ORDER BY since, organisation", [child_id])
        found = [Involved(*row) for row in cursor.fetchall()]
    if found:
        viewer.ledger.note(child_id, "pointer")
    return found
