"""Whom each row is about: by UPN or NHS number, else by the case system's own number once one linked it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.case_system.feed import ToldStep
from alongside.areas.case_system.models import CasePerson
from alongside.areas.loads.reading import Rejected
from alongside.areas.people.queries import holders_of_numbers, known_children
from alongside.areas.people.rules import Known, Told, fold, same_person_told_of
from alongside.areas.people.terms import Scheme
from alongside.foundation.calendars import local_day
from alongside.register.models import Child


@dataclass(slots=True)
class Found:
    """The child of each row by its line, people newly linked, and rows about nobody known for sure."""

    children: dict[int, UUID] = field(default_factory=dict)
    linked: dict[str, UUID] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)


def find_children(rows: Sequence[ToldStep], *, authority_id: UUID, source: str) -> Found:
    """Whom the rows are about: a fixed number of queries, however many rows."""
    upns = holders_of_numbers(Scheme.UPN, {row.upn for row in rows if row.upn})
    numbers = holders_of_numbers(Scheme.NHS_NUMBER, {r.nhs_number for r in rows if r.nhs_number})
    people = _linked({row.person for row in rows if row.person}, authority_id, source)
    everyone = {*upns.values(), *numbers.values(), *people.values()}
    here = _of_authority(everyone, authority_id)
    known = known_children(here)
    found = Found()
    by_number = {
        row.line: {h for h in (upns.get(row.upn), numbers.get(row.nhs_number)) if h in here}
        for row in rows
    }
    claims = _claims(rows, by_number, known)
    for row in rows:
        _find(row, by_number[row.line], people.get(row.person), claims, known, found)
    for person, children in claims.items():
        if person not in people and len(children) == 1:
            found.linked[person] = next(iter(children))
    return found


def link_people(linked: Mapping[str, UUID], *, authority_id: UUID, source: str) -> None:
    """Remember whom the case system's own numbers mean."""
    CasePerson.objects.bulk_create(
        CasePerson(authority_id=authority_id, source=source, key=key, child_id=child_id)
        for key, child_id in linked.items()
    )


def _linked(people: Collection[str], authority_id: UUID, source: str) -> dict[str, UUID]:
    rows = CasePerson.objects.filter(authority_id=authority_id, source=source, key__in=people)
    return dict(rows.values_list("key", "child_id"))


def _of_authority(children: Collection[UUID], authority_id: UUID) -> set[UUID]:
    rows = Child.objects.filter(id__in=children, authority_id=authority_id)
    return set(rows.values_list("id", flat=True))


def _claims(
    rows: Sequence[ToldStep], by_number: Mapping[int, set[UUID]], known: Mapping[UUID, Known]
) -> Mapping[str, set[UUID]]:
    """By the case system's number, the children whom a UPN or NHS number in the same row names."""
    claims: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        for child_id in by_number[row.line] if row.person else ():
            if _agrees(row, known[child_id]):
                claims[row.person].add(child_id)
    return claims


def _find(
    row: ToldStep,
    numbered: set[UUID],
    linked: UUID | None,
    claims: Mapping[str, set[UUID]],
    known: Mapping[UUID, Known],
    found: Found,
) -> None:
    """Put the row among those whose child is found, or among the rejected."""
    claimed = set(claims.get(row.person, ()))
    if linked is not None and linked in known:
        claimed.add(linked)
    column, reason = _doubt(row, numbered, claimed)
    if not reason:
        [child_id] = numbered or claimed
        column, reason = _problem(row, known[child_id], column)
        if not reason:
            found.children[row.line] = child_id
            return
    value = {"upn": row.upn, "nhs_number": row.nhs_number, "person": row.person}.get(column, "")
    found.rejected.append(Rejected(row.line, column, reason, value))


def _doubt(row: ToldStep, numbered: set[UUID], claimed: set[UUID]) -> tuple[str, str]:
    """The column that decides, and why it cannot, where it is about nobody or about two."""
    column = "upn" if row.upn else "nhs_number" if row.nhs_number else "person"
    if not numbered and not claimed:
        return column, _NOBODY
    if len(numbered) > 1:
        return column, _TWO_HOLDERS
    if len(claimed) > 1 or (claimed and numbered - claimed):
        return "person", _TWO_PEOPLE
    return column, ""


def _problem(row: ToldStep, child: Known, column: str) -> tuple[str, str]:
    if not _agrees(row, child):
        return column, _ANOTHERS
    if child.date_of_birth and local_day(row.happened_at) < child.date_of_birth:
        return "happened_at", _BEFORE_BIRTH
    return column, ""


def _agrees(row: ToldStep, child: Known) -> bool:
    """Whether what the row gives of name and birth date may be the child's; a blank says nothing."""
    if row.forename and row.surname:
        born: date | None = row.date_of_birth
        told = Told(
            upn=None, forename=row.forename, surname=row.surname, middle_names=None, used_name=None,
            date_of_birth=born, sex="", address="", postcode="", known_from=local_day(row.happened_at),
        )  # fmt: skip
        return same_person_told_of(told, child)
    names = [
        (child.legal_name[0], child.legal_name[2]),
        *([child.used_name] if child.used_name else []),
    ]
    forenames, surnames = ({fold(name[part]) for name in names} for part in (0, 1))
    return (
        (not row.forename or fold(row.forename) in forenames)
        and (not row.surname or fold(row.surname) in surnames)
        and (not row.date_of_birth or row.date_of_birth == child.date_of_birth)
    )


_NOBODY = (
    "No child is known here by this. Give a UPN or NHS number that is; a person's own number is "
    "enough once a row with one of those has been taken."
)
_TWO_PEOPLE = "This person is another child than before, or two children. Correct the number."
_TWO_HOLDERS = "The UPN and the NHS number are of two children. Correct one of them."
_ANOTHERS = (
    "This is the number of a child of another name or date of birth. Check it in the case system."
)
_BEFORE_BIRTH = "This is before the child's date of birth. Correct one of the two."
