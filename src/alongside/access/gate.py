"""The decision in Python: by role, by relationship and part, with the reason for a refusal.

PostgreSQL decides again, row by row. Where nothing may be said, a refusal is `NotFound`: absent,
forbidden and sealed look the same.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alongside.access.models import MatrixRow
from alongside.access.viewer import Permission, Viewer
from alongside.register.models import Conflict, Posting, Relationship


class NotPermitted(Exception):
    """The viewer's role does not do this: the words say who does."""


class NotFound(Exception):
    """Absent, forbidden or sealed: the person who asks cannot tell which."""


def role_may(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer's role does this act at all, to anyone's record."""
    return MatrixRow.objects.filter(
        authority_id=viewer.authority_id,
        role=viewer.role,
        act=permission.act,
        part=permission.part,
        purpose=permission.purpose,
    ).exists()


def require_role(viewer: Viewer, permission: Permission) -> None:
    """Refuse, with the permission's own words, a role that never does this."""
    if not role_may(viewer, permission):
        raise NotPermitted(permission.refusal)


def live(at: datetime, prefix: str = "") -> Q:
    """Rows of a dated table that live at the moment `at`."""
    starts, ends = f"{prefix}starts_at", f"{prefix}ends_at"
    return Q(**{f"{starts}__lte": at}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at}))


def may(
    viewer: Viewer, permission: Permission, child_id: UUID, *, subject_id: UUID | None, at: datetime
) -> bool:
    """Whether a live relationship lets this viewer do this to this child's record."""
    if Conflict.objects.filter(live(at), child_id=child_id, user_id=viewer.user_id).exists():
        return False
    ties = Relationship.objects.filter(
        live(at),
        Q(team_id=None) | Q(team_id=viewer.team_id),
        Q(user_id=None) | Q(user_id=viewer.user_id),
        child_id=child_id,
        organisation_id=viewer.organisation_id,
    ).values_list("authority_id", "kind", "subject_id")
    return any(_granted(viewer.role, permission, tie, subject_id) for tie in ties)


def _granted(
    role: str, permission: Permission, tie: tuple[UUID, str, UUID | None], subject_id: UUID | None
) -> bool:
    authority_id, kind, tie_subject = tie
    rows = MatrixRow.objects.filter(
        authority_id=authority_id,
        relationship=kind,
        role=role,
        part=permission.part,
        act=permission.act,
        purpose=permission.purpose,
    )
    if tie_subject is None or tie_subject != subject_id:
        rows = rows.filter(own_subject_only=False)
    return rows.exists()


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
    require_role(viewer, permission)
    if not may(viewer, permission, child_id, subject_id=subject_id, at=at):
        raise NotFound
    viewer.ledger.note(child_id, permission.part)


def team_may_read(
    team_id: UUID, *, child_id: UUID, part: str, subject_id: UUID | None, at: datetime
) -> bool:
    """Whether anyone now posted in a team may read this part: asked again at each delivery."""
    postings = Posting.objects.filter(live(at), team_id=team_id, user__is_active=True)
    for role, organisation_id in set(postings.values_list("role", "team__organisation_id")):
        ties = Relationship.objects.filter(
            live(at),
            Q(team_id=None) | Q(team_id=team_id),
            child_id=child_id,
            organisation_id=organisation_id,
        ).values_list("authority_id", "kind", "subject_id")
        for authority_id, kind, tie_subject in ties:
            rows = MatrixRow.objects.filter(
                authority_id=authority_id, relationship=kind, role=role, part=part, act="read"
            )
            if tie_subject is None or tie_subject != subject_id:
                rows = rows.filter(own_subject_only=False)
            if rows.exists():
                return True
    return False
