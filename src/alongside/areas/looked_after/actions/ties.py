"""Who looks after a child now: the council's own tie, from coming into care until leaving it.

It is of a kind of its own, `in_care`, that nothing else writes: the virtual school head reads by it.
"""

from collections.abc import Collection, Iterator, Mapping
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
_KIND = RelationshipKind.IN_CARE.value


def midnight(day: date) -> datetime:
    """When a day begins in England."""
    return datetime.combine(day, time(), tzinfo=ENGLAND)


def write_ties(
    courses: Mapping[UUID, Course | None],
    *,
    known: Collection[UUID],
    authority_id: UUID,
    load_id: UUID,
    at: datetime,
) -> None:
    """Tie the council to each child in its care, and end its tie to each who no longer is.

    A child without a course is in no return any more. A tie that somebody else made stays theirs.
    """
    councils = Organisation.objects.filter(
        authority_id=authority_id, kind=OrganisationKind.LOCAL_AUTHORITY
    )
    council = councils.order_by("id").first()
    if council is None:
        return
    held = _held(council, known)
    evidence = f"{_OURS}:{load_id}"
    insert_rows(
        Relationship, _TIE,
        (
            (new_id(), authority_id, child, council.id, _KIND, min(midnight(since), at), evidence)
            for child, course in courses.items()
            if (since := _in_care_since(course)) and child not in held
        ),
    )  # fmt: skip
    update_rows(Relationship, ("id", "ends_at"), _ends(courses, held, at))


def _ends(
    courses: Mapping[UUID, Course | None], held: Mapping[UUID, Relationship], at: datetime
) -> Iterator[tuple[UUID, datetime]]:
    """Our own ties to children who are no longer in care, and when each ended."""
    for child, course in courses.items():
        tie = held.get(child)
        if tie is not None and tie.evidence.startswith(_OURS) and not _in_care_since(course):
            yield tie.id, max(_left(course, at), tie.starts_at)


def _held(council: Organisation, children: Collection[UUID]) -> dict[UUID, Relationship]:
    """The council's open ties to these children, as a council and for no one matter."""
    rows = Relationship.objects.filter(
        child_id__in=children, organisation=council, kind=_KIND, ends_at=None
    )
    return {row.child_id: row for row in rows.filter(team=None, user=None, subject_id=None)}


def _in_care_since(course: Course | None) -> date | None:
    """Since when the child is in care, as far as is known; None where they are not."""
    last = course.periods[-1] if course and course.periods else None
    return last.known_from if last and last.ended_on is None else None


def _left(course: Course | None, at: datetime) -> datetime:
    """When the tie of a child who is not in care ends: with the day on which care did."""
    last = course.periods[-1] if course and course.periods else None
    if last is None or last.ended_on is None:
        return at
    return min(midnight(last.ended_on + timedelta(days=1)), at)
