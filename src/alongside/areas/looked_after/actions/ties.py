"""Who looks after a child now: the council's own tie, from coming into care until leaving it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from alongside.areas.looked_after.rules.course import Course
from alongside.foundation.calendars import ENGLAND
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Organisation, Relationship
from alongside.register.terms import OrganisationKind, RelationshipKind

_TIE = (*("id", "authority_id", "child_id", "organisation_id", "kind", "starts_at", "evidence"),)
_OURS = "looked_after"


def midnight(day: date) -> datetime:
    """When a day begins in England."""
    return datetime.combine(day, time(), tzinfo=ENGLAND)


def write_ties(
    courses: Mapping[UUID, Course],
    *,
    without: Collection[UUID] = (),
    known: Collection[UUID],
    authority_id: UUID,
    load_id: UUID,
    at: datetime,
) -> None:
    """Tie the council to each child in its care, and end its tie to each who no longer is.

    A tie that somebody else made stays theirs.
    """
    council = Organisation.objects.filter(
        authority_id=authority_id, kind=OrganisationKind.LOCAL_AUTHORITY
    ).first()
    if council is None:
        return
    kind = RelationshipKind.RESPONSIBLE_AUTHORITY.value
    rows = Relationship.objects.filter(
        child_id__in=known, organisation=council, kind=kind, ends_at=None
    )
    held = {row.child_id: row for row in rows.filter(team=None, user=None, subject_id=None)}
    ends: list[tuple[UUID, datetime]] = []
    starts: list[tuple[object, ...]] = []
    for child in (*courses, *without):
        since, until = _in_care(courses.get(child))
        tie = held.get(child)
        if since and tie is None:
            began = min(midnight(since), at)
            starts.append(
                (new_id(), authority_id, child, council.id, kind, began, f"{_OURS}:{load_id}")
            )
        elif not since and tie is not None and tie.evidence.startswith(_OURS):
            left = min(midnight(until + timedelta(days=1)), at) if until else at
            ends.append((tie.id, max(left, tie.starts_at)))
    insert_rows(Relationship, _TIE, starts)
    update_rows(Relationship, ("id", "ends_at"), ends)


def _in_care(course: Course | None) -> tuple[date | None, date | None]:
    """Since when the child is in care, or until when they were."""
    if course is None or not course.periods:
        return None, None
    last = course.periods[-1]
    return (None, last.ended_on) if last.ended_on else (last.known_from, None)
