"""Who belongs to whom in the made-up council: parents and siblings, as each child's school tells it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from uuid import UUID

from alongside.areas.people.actions import MemberTold, Source, record_family_members
from alongside.demo.families import SyntheticChild
from alongside.demo.schools import drama_number
from alongside.register.models import Authority, Organisation

# What a relation is called in a record, and whether it carries parental responsibility in law.
RELATIONS = {
    "mother": ("mother", "yes"),
    "father": ("father", "yes"),
    "stepfather": ("stepparent", "no"),
    "grandmother": ("grandparent", ""),
    "aunt": ("carer", ""),
    "foster carer": ("carer", "no"),
}
FIRST_FAMILY_LINE = 500  # the numbers before it are the teams' and the schools'


def seed_families(
    authority: Authority,
    pupils: Iterable[SyntheticChild],
    *,
    ids: Mapping[str, UUID],
    school_of: Mapping[str, Organisation],
    at: datetime,
) -> int:
    """Record the family of every pupil, school by school; how many members that is."""
    source = Source(code="demo", load_id=None, authority_id=authority.id, at=at)
    by_school: dict[UUID, list[MemberTold]] = {}
    for _, household in groupby(pupils, key=lambda pupil: pupil.household_key):
        children = list(household)
        for child in children:
            told = by_school.setdefault(school_of[child.school_urn].id, [])
            told += _family(child, children, ids)
    return sum(
        record_family_members(told, told_by=school_id, source=source)
        for school_id, told in by_school.items()
    )


def _family(
    child: SyntheticChild, household: list[SyntheticChild], ids: Mapping[str, UUID]
) -> Iterator[MemberTold]:
    number = int(child.household_key.rpartition("-")[2])
    for place, adult in enumerate(child.adults):
        kind, responsible = RELATIONS.get(adult.relation, ("other", ""))
        yield MemberTold(
            child_id=ids[child.key],
            kind=kind,
            name=adult.name,
            parental_responsibility=responsible,
            telephone=drama_number(FIRST_FAMILY_LINE + (2 * number + place) % 400),
            lives_with=True,
        )
    for other in household:
        if other is not child:
            yield MemberTold(
                child_id=ids[child.key],
                kind="brother_or_sister",
                lives_with=True,
                other_child_id=ids[other.key],
            )
