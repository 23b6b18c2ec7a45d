"""The decision in Python: by role, by relationship and part, with the reason for a refusal.

PostgreSQL decides again, row by row. Where nothing may be said, a refusal is `NotFound`: absent,
forbidden and sealed look the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from alongside.access.models import MatrixRow
from alongside.access.viewer import Acting, Permission, Viewer
from alongside.register.models import Conflict, Posting, Relationship

Grant = tuple[UUID, str, bool]  # authority, kind of relationship, own subject only
ViewerTie = tuple[UUID, str, UUID | None]  # authority, kind of relationship, subject


class Dated(Protocol):
    """A row that lives from one moment until, and not including, another."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime | None: ...


class NotPermitted(Exception):
    """The viewer's role does not do this: the words say who does."""


class NotFound(Exception):
    """Absent, forbidden or sealed: the person who asks cannot tell which."""


def role_may(viewer: Acting, permission: Permission) -> bool:
    """Whether the viewer's role does this act at all, to anyone's record."""
    return _does(viewer, _grants(viewer, permission, {viewer.authority_id}))


def _grants(viewer: Acting, permission: Permission, authorities: set[UUID]) -> set[Grant]:
    """What the matrix of these authorities lets the viewer's role do of this."""
    if isinstance(viewer, Viewer):  # of its own authority it has been told with who it is
        asked = (permission.purpose, permission.part, permission.act)
        own = {
            (viewer.authority_id, relationship, own_subject_only)
            for relationship, *what, own_subject_only in viewer.grants
            if tuple(what) == asked
        }
        return own | _stored(viewer.role, permission, authorities - {viewer.authority_id})
    return _stored(viewer.role, permission, authorities)


def _stored(role: str, permission: Permission, authorities: set[UUID]) -> set[Grant]:
    if not authorities:
        return set()
    rows = MatrixRow.objects.filter(
        authority_id__in=authorities,
        role=role,
        act=permission.act,
        part=permission.part,
        purpose=permission.purpose,
    )
    return set(rows.values_list("authority_id", "relationship", "own_subject_only"))


def _does(viewer: Acting, grants: set[Grant]) -> bool:
    return any(authority_id == viewer.authority_id for authority_id, _, _ in grants)


def require_role(viewer: Acting, permission: Permission) -> None:
    """Refuse, with the permission's own words, a role that never does this."""
    if not role_may(viewer, permission):
        raise NotPermitted(permission.refusal)


def live(at: datetime | Combinable, prefix: str = "") -> Q:
    """Rows of a dated table that live at the moment `at`."""
    starts, ends = f"{prefix}starts_at", f"{prefix}ends_at"
    return Q(**{f"{starts}__lte": at}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at}))


def is_live(dated: Dated, at: datetime) -> bool:
    """The same of one row in hand."""
    return dated.starts_at <= at and (dated.ends_at is None or dated.ends_at > at)


def somebody_may(
    act: str, part: str, *, relationship: str, at: datetime | Combinable, team: str = "team_id"
) -> Exists:
    """For a query of rows that have an authority and a team: whether anybody is posted there who may do this.

    By role alone: it asks whether the team has somebody left, not who of them is tied to whom.
    """
    granted = MatrixRow.objects.filter(
        authority_id=OuterRef(OuterRef("authority_id")),
        role=OuterRef("role"),
        relationship=relationship,
        part=part,
        act=act,
    )
    posted = Posting.objects.filter(
        live(at), Exists(granted), team_id=OuterRef(team), user__is_active=True
    )
    return Exists(posted)


def may(
    viewer: Viewer, permission: Permission, child_id: UUID, *, subject_id: UUID | None, at: datetime
) -> bool:
    """Whether a live relationship lets this viewer do this to this child's record."""
    ties = _ties(viewer, child_id, at=at)
    grants = _grants(viewer, permission, {authority_id for authority_id, _, _ in ties})
    return _tied(viewer, ties, grants, child_id, subject_id=subject_id, at=at)


def _ties(viewer: Viewer, child_id: UUID, *, at: datetime) -> list[ViewerTie]:
    ties = Relationship.objects.filter(
        live(at),
        Q(team_id=None) | Q(team_id=viewer.team_id),
        Q(user_id=None) | Q(user_id=viewer.user_id),
        child_id=child_id,
        organisation_id=viewer.organisation_id,
    )
    return list(ties.values_list("authority_id", "kind", "subject_id"))


def _tied(
    viewer: Viewer,
    ties: Sequence[ViewerTie],
    grants: set[Grant],
    child_id: UUID,
    *,
    subject_id: UUID | None,
    at: datetime,
) -> bool:
    if not any(_granted(grants, tie, subject_id) for tie in ties):
        return False
    conflicts = Conflict.objects.filter(live(at), child_id=child_id, user_id=viewer.user_id)
    return not conflicts.exists()


def _granted(grants: set[Grant], tie: ViewerTie, subject_id: UUID | None) -> bool:
    authority_id, kind, tie_subject = tie
    own_subject = tie_subject is not None and tie_subject == subject_id
    return (authority_id, kind, False) in grants or (
        own_subject and (authority_id, kind, True) in grants
    )


def require(
    viewer: Viewer,
    permission: Permission,
    child_id: UUID,
    *,
    subject_id: UUID | None = None,
    at: datetime,
) -> None:
    """Refuse unless the role does this and a live relationship lets it be done to this child.

    What is done to a child is noted for the audit here, so that no act can forget to.
    Raises `NotPermitted` where only the role is wrong (they already see the record), else `NotFound`.
    """
    ties = _ties(viewer, child_id, at=at)
    authorities = {viewer.authority_id, *(authority_id for authority_id, _, _ in ties)}
    grants = _grants(viewer, permission, authorities)
    if not _does(viewer, grants):
        raise NotPermitted(permission.refusal)
    if not _tied(viewer, ties, grants, child_id, subject_id=subject_id, at=at):
        raise NotFound
    viewer.ledger.note(child_id, permission.part)


def acts_on(viewer: Viewer, child_id: UUID, *, at: datetime) -> frozenset[tuple[str, str]]:
    """Each act and part that a live relationship gives this viewer with this child: what a page shows.

    A part that is granted for one subject only counts where there is such a subject; which rows of it
    are shown is still decided row by row.
    """
    ties = _ties(viewer, child_id, at=at)
    if Conflict.objects.filter(live(at), child_id=child_id, user_id=viewer.user_id).exists():
        return frozenset()
    elsewhere = {authority_id for authority_id, _, _ in ties} - {viewer.authority_id}
    columns = ("authority_id", "relationship", "own_subject_only", "act", "part")
    rows = MatrixRow.objects.filter(role=viewer.role, authority_id__in=elsewhere)
    granted = [
        *((viewer.authority_id, kind, own, act, part) for kind, _, part, act, own in viewer.grants),
        *(rows.values_list(*columns) if elsewhere else ()),
    ]
    return frozenset(
        (act, part)
        for authority_id, kind, own_subject_only, act, part in granted
        if any(
            tie[:2] == (authority_id, kind) and not (own_subject_only and tie[2] is None)
            for tie in ties
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who of those posted in a team at a moment may do `act` to a part of a child's record."""

    team_id: UUID
    child_id: UUID
    part: str
    subject_id: UUID | None
    at: datetime
    act: str = "read"


_READERS = """
SELECT q.place, p.id
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[], %s::text[])
    WITH ORDINALITY AS q(team, child, part, subject, at, act, place)
    JOIN register_posting p ON p.team_id = q.team
        AND p.starts_at <= q.at AND (p.ends_at IS NULL OR p.ends_at > q.at)
    JOIN register_user u ON u.id = p.user_id AND u.is_active
    JOIN register_team t ON t.id = p.team_id
WHERE EXISTS (
    SELECT 1 FROM register_relationship r
        JOIN access_matrix m ON m.authority_id = r.authority_id AND m.relationship = r.kind
            AND m.role = p.role AND m.part = q.part AND m.act = q.act
            AND (NOT m.own_subject_only OR r.subject_id = q.subject)
    WHERE r.child_id = q.child AND r.organisation_id = t.organisation_id
        AND (r.team_id IS NULL OR r.team_id = t.id) AND (r.user_id IS NULL OR r.user_id = u.id)
        AND r.starts_at <= q.at AND (r.ends_at IS NULL OR r.ends_at > q.at))
AND NOT EXISTS (
    SELECT 1 FROM register_conflict c WHERE c.child_id = q.child AND c.user_id = u.id
        AND c.starts_at <= q.at AND (c.ends_at IS NULL OR c.ends_at > q.at))
ORDER BY q.place
"""


def readers_of(readings: Sequence[Reading]) -> list[frozenset[UUID]]:
    """The postings that may, for each question, in the order asked; asked again at each delivery.

    One person's right is not their colleague's: a child may be shared with some of a team alone.
    """
    columns = ("team_id", "child_id", "part", "subject_id", "at", "act")
    found: list[set[UUID]] = [set() for _ in readings]
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [[getattr(r, column) for r in readings] for column in columns])
        for place, posting_id in cursor.fetchall():
            found[place - 1].add(posting_id)
    return [frozenset(postings) for postings in found]
