"""Apply a batch of a return: rows kept, children found, their course told, what differs written."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.looked_after.actions.entries import Moved, record_corrected, write_entries
from alongside.areas.looked_after.actions.keeping import (
    Keeping,
    forget,
    pointers_of,
    pointers_outside,
    rows_kept,
)
from alongside.areas.looked_after.actions.recognising import (
    Numbering,
    Recognised,
    recognise,
    tell_of,
)
from alongside.areas.looked_after.actions.tables import write_tables
from alongside.areas.looked_after.actions.ties import write_ties
from alongside.areas.looked_after.rules.course import Course, course_of
from alongside.areas.looked_after.rules.episodes import Noting
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.rules.units import Unit
from alongside.areas.people.actions import Source
from alongside.foundation.calendars import local_day

PARTS = ("identity", "looked_after", "placement", "adoption")
Courses = Mapping[UUID, tuple[str, Course]]
Told = list[tuple[int, ChildsRows]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a batch did."""

    added: frozenset[UUID]
    changed: frozenset[UUID]
    children: frozenset[UUID]
    remarks: list[Remark]


class Batch:
    """One batch of a return, from its units to what was written."""

    def __init__(self, keeping: Keeping, load: LoadedFile, numbering: Numbering) -> None:
        self.keeping, self.load, self.numbering = keeping, load, numbering
        self.source = Source(
            code=load.kind, load_id=load.load_id, authority_id=keeping.authority_id, at=load.at
        )
        self.today: date = local_day(load.at)
        self.year = keeping.year

    def apply(self, units: Sequence[Unit]) -> Done:
        """Take up the children of these units."""
        told = [unit.told for unit in units if unit.told is not None]
        found = recognise(told, self.numbering, source=self.source, load=self.load)
        if not self.keeping.held_by:
            self.keeping.keep_rows(units)
        self.keeping.point(found.children, found.held)
        years = self._years(told, found)
        known = {c: number for number, c in found.children.items() if c not in found.new}
        tell_of(years, known, self.numbering, source=self.source)
        changed = self._write(self._courses(years, found), found)
        return Done(
            added=frozenset(found.new),
            changed=frozenset(changed - found.new),
            children=frozenset(years),
            remarks=found.remarks,
        )

    def close(self, numbers: AbstractSet[str]) -> Done:
        """Take out of the year's return whoever is not in this one, which is complete."""
        outside = pointers_outside(self.source.authority_id, self.year, numbers)
        forget(outside)
        children = {one.child_id for one in outside}
        years = rows_kept(pointers_of(self.source.authority_id, children), on=self.today)
        courses = self._courses(years, Recognised())
        moved = self._write_rows(courses, children - courses.keys(), known=children)
        record_corrected(moved, source=self.source, year=self.year)
        return Done(
            added=frozenset(), changed=frozenset(moved), children=frozenset(moved), remarks=[]
        )

    def _years(self, told: Sequence[ChildsRows], found: Recognised) -> dict[UUID, Told]:
        """By child, what all years' returns tell by all their numbers, this one's rows in place of its own."""
        again = {(self.year, number) for number in found.children}
        others = rows_kept(
            [one for one in found.held if (one.year, one.number) not in again], on=self.today
        )
        return {
            child: sorted([*others.get(child, ()), (self.year, one)], key=lambda pair: pair[0])
            for one in told
            if (child := found.children.get(one.number)) is not None
        }

    def _courses(self, years: Mapping[UUID, Told], found: Recognised) -> Courses:
        """By child, the number of their newest rows and their course as all these rows tell it."""
        courses: dict[UUID, tuple[str, Course]] = {}
        numbers = {child: number for number, child in found.children.items()}
        for child, rows in years.items():
            noting = Noting(numbers.get(child, ""), found.remarks)
            courses[child] = (rows[-1][1].number, course_of(rows, noting, on=self.today))
        return courses

    def _write(self, courses: Courses, found: Recognised) -> set[UUID]:
        moved = self._write_rows(courses, (), known=set(courses) - found.new)
        again = {one.child_id for one in found.held if one.year == self.year}
        corrected = {
            child: of_child for child, of_child in moved.items() if child in again or of_child.back
        }
        record_corrected(corrected, source=self.source, year=self.year)
        return set(moved)

    def _write_rows(
        self,
        courses: Courses,
        gone: Sequence[UUID] | AbstractSet[UUID],
        *,
        known: AbstractSet[UUID],
    ) -> dict[UUID, Moved]:
        """Write what differs; the children of whom something does."""
        authority_id, load_id = self.source.authority_id, self.keeping.load_id
        changed = write_tables(
            courses, without=gone, known=known, authority_id=authority_id, load_id=load_id
        )
        write_ties(
            {child: course for child, (_, course) in courses.items()} | dict.fromkeys(gone),
            known=known,
            authority_id=authority_id,
            load_id=load_id,
            at=self.source.at,
        )
        happenings = {child: course.happenings for child, (_, course) in courses.items()}
        happenings |= {child: set() for child in gone}
        moved = write_entries(happenings, known=known, source=self.source, year=self.year)
        return {**dict.fromkeys(changed, Moved(added=0)), **moved}
