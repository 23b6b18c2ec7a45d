"""What loads ask, which run as a role that sees every child: nobody is shown what these return."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from alongside.areas.people.models import Address, Identifier, Identity, Name
from alongside.areas.people.rules import Known
from alongside.areas.people.terms import NameKind, Scheme
from alongside.register.models import Relationship


def holders_of_upns(upns: Iterable[str]) -> dict[str, UUID]:
    """By UPN, the child who holds it."""
    return holders_of_numbers(Scheme.UPN, upns)


def holders_of_numbers(scheme: Scheme, numbers: Iterable[str]) -> dict[str, UUID]:
    """By number of this scheme, the child who holds it."""
    with connection.cursor() as cursor:
        # One array: a place for each of thousands of values costs more than the query.
        cursor.execute(
            "SELECT value, child_id FROM people_identifier WHERE scheme = %s AND value = ANY(%s)",
            [scheme.value, list(numbers)],
        )
        return dict(cursor.fetchall())


Children = QuerySet[Relationship, UUID] | Collection[UUID]


def known_pupils(school_id: UUID) -> dict[UUID, Known]:
    """By id, everyone who ever was on this school's roll, as held now."""
    ties = Relationship.objects.filter(organisation_id=school_id, kind="on_roll")
    ids = set(ties.values_list("child_id", flat=True))
    return _known(ids, among=ties.values_list("child_id", flat=True))


def known_children(children: Collection[UUID]) -> dict[UUID, Known]:
    """By id, each child as held now: four queries for any number."""
    return _known(children, among=children) if children else {}


def _known(ids: Iterable[UUID], *, among: Children) -> dict[UUID, Known]:
    legal, used = _current_names(among)
    addresses, upns, identities = _addresses(among), _upns(among), _identities(among)
    nowhere, nobody = ("", ""), (None, "")
    return {
        child_id: Known(
            child_id=child_id,
            date_of_birth=identities.get(child_id, nobody)[0],
            sex=identities.get(child_id, nobody)[1],
            legal_name=legal.get(child_id, ("", "", "")),
            used_name=used.get(child_id),
            address=addresses.get(child_id, nowhere)[0],
            postcode=addresses.get(child_id, nowhere)[1],
            upns=frozenset(upns.get(child_id, ())),
        )
        for child_id in ids
    }


def _upns(children: Children) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    rows = Identifier.objects.filter(child_id__in=children, scheme=Scheme.UPN)
    for child_id, value in rows.values_list("child_id", "value"):
        found.setdefault(child_id, set()).add(value)
    return found


def _identities(children: Children) -> dict[UUID, tuple[date | None, str]]:
    rows = Identity.objects.filter(child_id__in=children)
    return {c: (born, sex) for c, born, sex in rows.values_list("child_id", "date_of_birth", "sex")}


def _addresses(children: Children) -> dict[UUID, tuple[str, str]]:
    """The newest address of each."""
    rows = Address.objects.filter(child_id__in=children, ends_on=None).order_by("starts_on", "id")
    return {
        c: (lines, code) for c, lines, code in rows.values_list("child_id", "lines", "postcode")
    }


def _current_names(
    children: Children,
) -> tuple[dict[UUID, tuple[str, str, str]], dict[UUID, tuple[str, str]]]:
    legal: dict[UUID, tuple[str, str, str]] = {}
    used: dict[UUID, tuple[str, str]] = {}
    rows = Name.objects.filter(child_id__in=children, ends_on=None)
    columns = ("child_id", "kind", "forename", "middle_names", "surname")
    for child_id, kind, forename, middle, surname in rows.values_list(*columns):
        if kind == NameKind.LEGAL:
            legal[child_id] = (forename, middle, surname)
        else:
            used[child_id] = (forename, surname)
    return legal, used


def numbers_by_child(children: Collection[UUID]) -> dict[UUID, set[tuple[str, str]]]:
    """By child, all their numbers, each with its scheme."""
    found: dict[UUID, set[tuple[str, str]]] = {}
    rows = Identifier.objects.filter(child_id__in=children) if children else ()
    for row in rows:
        found.setdefault(row.child_id, set()).add((row.scheme, row.value))
    return found


def holders_of(numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """By scheme and number, the child who holds it: one query for all schemes."""
    if not numbers:
        return {}
    schemes, values = zip(*numbers, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.scheme, i.value, i.child_id FROM people_identifier i"
            " JOIN unnest(%s::text[], %s::text[]) AS asked(scheme, value)"
            " ON i.scheme = asked.scheme AND i.value = asked.value",
            [list(schemes), list(values)],
        )
        return {(scheme, value): child_id for scheme, value, child_id in cursor.fetchall()}


def children_born_on(authority_id: UUID, days: Collection[date]) -> dict[UUID, date]:
    """The children of an authority who were born on one of these days."""
    rows = Identity.objects.filter(authority_id=authority_id, date_of_birth__in=days)
    return {c: born for c, born in rows.values_list("child_id", "date_of_birth") if born}
