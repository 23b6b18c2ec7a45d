"""Who a child is, as far as the viewer may know."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from alongside.access.disclosure import discloses
from alongside.access.gate import live
from alongside.access.viewer import Viewer
from alongside.areas.people.models import FamilyMember, Identifier, Identity, Name
from alongside.areas.people.queries.loading import children_born_on as children_born_on
from alongside.areas.people.queries.loading import holders_of as holders_of
from alongside.areas.people.queries.loading import holders_of_numbers as holders_of_numbers
from alongside.areas.people.queries.loading import holders_of_upns as holders_of_upns
from alongside.areas.people.queries.loading import known_children as known_children
from alongside.areas.people.queries.loading import known_pupils as known_pupils
from alongside.areas.people.queries.loading import numbers_by_child as numbers_by_child
from alongside.areas.people.rules import full_name, name_not_known, search_words
from alongside.areas.people.terms import FamilyKind, NameKind, Scheme, Sex
from alongside.register.models import Relationship


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A child's name as used, legal name where it differs, and birth date.

    Of a child whom only a return told of, there is no name: `name` says so, with their case number for whoever
    may read that there is a case.
    """

    child_id: UUID
    name: str
    forename: str
    legal_name: str
    date_of_birth: date | None
    sex: str
    is_named: bool = True

    @property
    def known_as(self) -> str:
        """What the words of a page call them: the forename, or the only name."""
        return (self.forename or self.name) if self.is_named else "this child"


@discloses("identity")
def people_by_id(viewer: Viewer, children: Iterable[UUID]) -> list[Person]:
    """The children of these ids whose identity the viewer may know: two queries for any number.

    One more where the name of some is not known.
    """
    ids = list(dict.fromkeys(children))
    names: dict[UUID, dict[str, Name]] = {}
    for name in Name.objects.filter(child_id__in=ids, ends_on=None):
        names.setdefault(name.child_id, {})[name.kind] = name
    identities = {i.child_id: i for i in Identity.objects.filter(child_id__in=ids)}
    numbers = _case_numbers(identities.keys() - names.keys())
    return [
        _person(child_id, names[child_id], identities.get(child_id))
        if child_id in names
        else _nameless(identities[child_id], numbers.get(child_id, ""))
        for child_id in ids
        if child_id in names or child_id in identities
    ]


def _case_numbers(children: Collection[UUID]) -> dict[UUID, str]:
    if not children:
        return {}
    rows = Identifier.objects.filter(child_id__in=children, scheme=Scheme.CASE_NUMBER)
    return dict(rows.order_by("-value").values_list("child_id", "value"))


def _nameless(identity: Identity, number: str) -> Person:
    return Person(
        child_id=identity.child_id,
        name=name_not_known(number),
        forename="",
        legal_name=name_not_known(number),
        date_of_birth=identity.date_of_birth,
        sex=identity.get_sex_display(),
        is_named=False,
    )


def _person(child_id: UUID, names: dict[str, Name], identity: Identity | None) -> Person:
    legal = names.get(NameKind.LEGAL)
    used = names.get(NameKind.PREFERRED) or legal
    assert used is not None
    name = full_name(used.forename, used.surname)
    return Person(
        child_id=child_id,
        name=name,
        forename=used.forename,
        legal_name=full_name(legal.forename, legal.surname) if legal else name,
        date_of_birth=identity.date_of_birth if identity else None,
        sex=identity.get_sex_display() if identity else "",
    )


def person(viewer: Viewer, child_id: UUID) -> Person | None:
    """One child, or None where the viewer may not know them: absent and forbidden look the same."""
    found = people_by_id(viewer, [child_id])
    return found[0] if found else None


@discloses("identity")
def find_on_roll(viewer: Viewer, text: str, *, now: datetime, most: int = 50) -> list[Person]:
    """Children on the roll of the viewer's school with every searched word in a name, by surname."""
    words = search_words(text)
    if not words:
        return []
    viewer.ledger.terms.extend(words)
    on_roll = Relationship.objects.filter(
        live(now), kind="on_roll", organisation_id=viewer.organisation_id
    ).values("child_id")
    names = Name.objects.filter(child_id__in=on_roll, ends_on=None)
    for word in words:
        names = names.filter(searched__contains=word)
    ids = names.order_by("surname", "forename", "child_id").values_list("child_id", flat=True)
    return people_by_id(viewer, ids[:most])


def upns_of_namesakes(viewer: Viewer, people: Sequence[Person]) -> dict[UUID, str]:
    """By child, the UPN of each who shares name and birth date with another of these: to tell them apart."""
    alike = Counter((person.name, person.date_of_birth) for person in people)
    ids = [p.child_id for p in people if alike[p.name, p.date_of_birth] > 1]
    numbers = Identifier.objects.filter(child_id__in=ids, scheme=Scheme.UPN) if ids else ()
    return {number.child_id: number.value for number in numbers}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A child's identifiers, by scheme label."""

    child_id: UUID
    values: tuple[tuple[str, str], ...]


@discloses("identity")
def identifiers(viewer: Viewer, child_id: UUID) -> Numbers:
    rows = Identifier.objects.filter(child_id=child_id).order_by("scheme", "value")
    return Numbers(
        child_id=child_id, values=tuple((row.get_scheme_display(), row.value) for row in rows)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PossiblySame:
    """Another record that may be of the same child: what tells the two apart, and no more."""

    child_id: UUID
    name: str
    date_of_birth: date | None
    sex: str
    school: str
    upn: str


@discloses("identity")
def people_possibly_same(viewer: Viewer, child_id: UUID) -> list[PossiblySame]:
    """Other children with the same birth date and a shared forename or surname, likest first; at most ten.

    None where the viewer may not judge whether two records are of one child.
    """
    return [
        PossiblySame(
            child_id=other,
            name=full_name(forename, surname),
            date_of_birth=born,
            sex=dict(Sex.choices).get(sex, ""),
            school=school,
            upn=upn,
        )
        for other, forename, surname, born, sex, school, upn in _possibly_same(child_id)
    ]


def ids_possibly_same(viewer: Viewer, child_id: UUID) -> set[UUID]:
    """Which these are, to count them: nothing of them is shown."""
    return {row[0] for row in _possibly_same(child_id)}


def _possibly_same(child_id: UUID) -> list[tuple[UUID, str, str, date, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_possibly_same(%s)", [child_id])
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Somebody of a child's family. `sibling_id` is the page of one whom the viewer may see."""

    child_id: UUID
    kind: str
    name: str
    parental_responsibility: str
    telephone: str
    lives_with: bool | None
    sibling_id: UUID | None
    told_by: str


@discloses("family")
def family_of(viewer: Viewer, child_id: UUID) -> list[Relative]:
    """A child's family as far as the viewer may know it, parents first: a school, what it told itself.

    A sibling whom the viewer may not see is a brother or sister, and no more.
    """
    rows = list(
        FamilyMember.objects.select_related("source").filter(child_id=child_id, ends_on=None)
    )
    siblings = {
        p.child_id: p.name for p in people_by_id(viewer, [r.other_child_id for r in rows if r.other_child_id])
    }  # fmt: skip
    order = [*FamilyKind.values]
    rows.sort(key=lambda row: (order.index(row.kind), row.name, str(row.id)))
    return [_relative(row, siblings) for row in rows]


def _relative(row: FamilyMember, siblings: dict[UUID, str]) -> Relative:
    seen = row.other_child_id if row.other_child_id in siblings else None
    return Relative(
        child_id=row.child_id,
        kind=row.get_kind_display(),
        name=siblings[seen] if seen else row.name,
        parental_responsibility=row.get_parental_responsibility_display(),
        telephone=row.telephone,
        lives_with=row.lives_with,
        sibling_id=seen,
        told_by=row.source.name,
    )
