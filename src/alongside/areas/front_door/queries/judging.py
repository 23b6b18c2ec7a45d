"""Other records that may be of a request's child, and what a person decided of each."""

from dataclasses import dataclass
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import IdentityJudgement
from alongside.areas.people.queries import (
    Person,
    PossiblySame,
    ids_possibly_same,
    people_by_id,
    people_possibly_same,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that may be of the same child, and the judgement on it, if there is one."""

    child_id: UUID
    person: PossiblySame
    same: bool | None
    judged_by: str


@discloses("identity")
def candidates(viewer: Viewer, child_id: UUID) -> list[Candidate]:
    """The records that may be of this child, or were judged to be: a fixed number of queries."""
    rows = IdentityJudgement.objects.select_related("judged_by__user").filter(child_id=child_id)
    judged = {row.other_id: row for row in rows}
    people = people_possibly_same(viewer, child_id)
    alike = {person.child_id for person in people}
    # Whatever was corrected since, a judgement that opens a record can be taken back.
    held = {other_id for other_id, row in judged.items() if row.same} - alike
    people += [_as_judged(person) for person in people_by_id(viewer, held)]
    return [
        Candidate(
            child_id=person.child_id,
            person=person,
            same=judged[person.child_id].same if person.child_id in judged else None,
            judged_by=judged[person.child_id].judged_by.user.full_name
            if person.child_id in judged
            else "",
        )
        for person in people
    ]


def _as_judged(person: Person) -> PossiblySame:
    return PossiblySame(
        child_id=person.child_id, name=person.name, date_of_birth=person.date_of_birth,
        sex=person.sex, school="", upn="",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoHeld:
    """Another record of the same child, as a person decided."""

    child_id: UUID
    name: str
    judged_by: str


@discloses("identity")
def also_held(viewer: Viewer, child_id: UUID) -> list[AlsoHeld]:
    """The records that were judged to be of this child too and that the viewer may read."""
    rows = IdentityJudgement.objects.select_related("judged_by__user")
    judged = {row.other_id: row for row in rows.filter(child_id=child_id, same=True)}
    return [
        AlsoHeld(
            child_id=person.child_id,
            name=person.name,
            judged_by=judged[person.child_id].judged_by.user.full_name,
        )
        for person in people_by_id(viewer, judged)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many records may be of a child, and how many of them nobody has judged yet."""

    possible: int
    unjudged: int


def how_many_possibly_same(viewer: Viewer, child_id: UUID) -> Compared:
    """How many records wait to be compared with a child's, without saying anything of them."""
    ids = ids_possibly_same(viewer, child_id)
    judged = IdentityJudgement.objects.filter(child_id=child_id, other_id__in=ids).count()
    return Compared(possible=len(ids), unjudged=len(ids) - judged)
