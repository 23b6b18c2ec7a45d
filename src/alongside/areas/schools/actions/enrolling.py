"""Put pupils nobody here knew on a school's roll, where no file tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.people.actions import Source
from alongside.areas.people.rules import Told
from alongside.areas.schools.actions.roll_changes import RollChanges
from alongside.areas.schools.rules.time_on_roll import (
    Step,
    moment_of_admission,
    moment_of_leaving,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A pupil, and since when they are on roll."""

    told: Told
    admitted_on: date
    year_group: str


@transaction.atomic
def enrol(
    entries: Sequence[Enrolment],
    *,
    school_id: UUID,
    authority_id: UUID,
    at: datetime,
    evidence: str,
) -> list[UUID]:
    """Record these pupils and put them on this school's roll; their ids, in the order given."""
    source = Source(code=evidence, load_id=None, authority_id=authority_id, at=at)
    changes = RollChanges(school_id=school_id, source=source, evidence=evidence)
    changes.new = [(entry.told, _joins(entry)) for entry in entries]
    return changes.write()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPupil:
    """A child known here who was on roll from one day to another; the year group is that of leaving."""

    child_id: UUID
    admitted_on: date
    left_on: date
    year_group: str


@transaction.atomic
def enrol_former(
    entries: Sequence[FormerPupil],
    *,
    school_id: UUID,
    authority_id: UUID,
    at: datetime,
    evidence: str,
) -> None:
    """Record that these children were on this school's roll, and left it: for loads of the past."""
    source = Source(code=evidence, load_id=None, authority_id=authority_id, at=at)
    changes = RollChanges(school_id=school_id, source=source, evidence=evidence)
    for entry in entries:
        left_at = moment_of_leaving(entry.left_on)
        changes.started.append((entry.child_id, _was_there(entry, left_at)))
        changes.has_left(entry.child_id, on=entry.left_on, at=left_at)
    changes.write()


def _was_there(entry: FormerPupil, left_at: datetime) -> Step:
    return Step(
        kind="join",
        starts_at=moment_of_admission(entry.admitted_on),
        ends_at=left_at,
        admitted_on=entry.admitted_on,
        left_on=entry.left_on,
        year_group=entry.year_group,
    )


def _joins(entry: Enrolment) -> Step:
    return Step(
        kind="join",
        starts_at=moment_of_admission(entry.admitted_on),
        ends_at=None,
        admitted_on=entry.admitted_on,
        left_on=None,
        year_group=entry.year_group,
    )
