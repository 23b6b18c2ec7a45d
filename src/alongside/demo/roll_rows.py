"""The pupils of some schools as rows: who is on roll now, and who was before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from alongside.areas.people.rules import Told
from alongside.areas.schools.actions import Enrolment, FormerPupil, enrol, enrol_former
from alongside.demo.families import SyntheticChild
from alongside.demo.rolls import year_name
from alongside.register.models import Authority, Organisation

EVIDENCE = "demo:synthetic"


def seed_pupils(
    authority: Authority,
    pupils: Sequence[SyntheticChild],
    school_of: Mapping[str, Organisation],
    *,
    at: datetime,
) -> dict[str, UUID]:
    """Put them on the rolls of their schools; by key, their ids."""
    by_school: dict[str, list[SyntheticChild]] = {}
    for pupil in pupils:
        by_school.setdefault(pupil.school_urn, []).append(pupil)
    ids: dict[str, UUID] = {}
    for urn, own in by_school.items():
        enrolled = enrol(
            [_enrolment(pupil) for pupil in own],
            school_id=school_of[urn].id,
            authority_id=authority.id,
            at=at,
            evidence=EVIDENCE,
        )
        ids |= zip((pupil.key for pupil in own), enrolled, strict=True)
    return ids


def seed_earlier_schools(
    authority: Authority,
    pupils: Iterable[SyntheticChild],
    ids: Mapping[str, UUID],
    school_of: Mapping[str, Organisation],
    *,
    at: datetime,
) -> int:
    """Put them on the rolls they were on before; how many times that was."""
    by_school: dict[str, list[FormerPupil]] = {}
    for pupil in pupils:
        for stay in pupil.before:
            entry = FormerPupil(
                child_id=ids[pupil.key],
                admitted_on=stay.admitted_on,
                left_on=stay.left_on,
                year_group=year_name(stay.year),
            )
            by_school.setdefault(stay.school_urn, []).append(entry)
    for urn, own in by_school.items():
        enrol_former(
            own, school_id=school_of[urn].id, authority_id=authority.id, at=at, evidence=EVIDENCE
        )
    return sum(map(len, by_school.values()))


def _enrolment(pupil: SyntheticChild) -> Enrolment:
    return Enrolment(
        told=Told(
            upn=pupil.upn,
            nhs_number=pupil.nhs_number,
            forename=pupil.legal_forename,
            surname=pupil.legal_surname,
            middle_names=pupil.middle_names,
            used_name=(pupil.preferred_forename or "", pupil.preferred_surname or ""),
            date_of_birth=pupil.date_of_birth,
            sex={"F": "female", "M": "male"}.get(str(pupil.sex)[:1].upper(), ""),
            address=", ".join(pupil.address_lines),
            postcode=pupil.postcode,
            known_from=pupil.admitted_on,
        ),
        admitted_on=pupil.admitted_on,
        year_group=pupil.year_group,
    )
