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
    Pointer,
    forget,
    pointers_of,
    pointers_outside,
    rows_kept,
)
from alongside.areas.looked_after.actions.recognising import Numbering, Recognised, recognise
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a batch did."""

    added: frozenset[UUID]
    changed: frozenset[UUID]
    children: frozenset[UUID]
    remarks: list[Remark]


class Batch:
    """One batch of a return, from its units to what was written."""

    def __init__(
        self, keeping: Keeping, load: LoadedFile, numbering: Numbering, *, kept_already: bool
    ) -> None:
        self.keeping, self.load, self.numbering = keeping, load, numbering
        self.source = Source(
            code=load.kind, load_id=load.load_id, authority_id=keeping.authority_id, at=load.at
        )
        self.kept_already = kept_already
        self.today: date = local_day(load.at)
        self.year = keeping.year

    def apply(self, units: Sequence[Unit]) -> Done:
        """Take up the children of these units."""
        told = [unit.told for unit in units if unit.told is not None]
        numbers = [one.number for one in told]
        before = pointers_of(self.source.authority_id, numbers)
        found = recognise(told, self.numbering, source=self.source, load=self.load)
        if not self.kept_already:
            self.keeping.keep_rows(units)
            self.keeping.point(found.children, before)
        courses = self._courses(told, found, before)
        changed = self._write(courses, found, before)
        return Done(
            added=frozenset(found.new),
            changed=frozenset(changed - found.new),
            children=frozenset(courses),
            remarks=found.remarks,
        )

    def close(self, numbers: AbstractSet[str]) -> Done:
        """Take out of the year's return whoever is not in this one, which is complete."""
        outside = pointers_outside(self.source.authority_id, self.year, numbers)
        forget(outside)
        left = pointers_of(self.source.authority_id, {one.number for one in outside})
        years = rows_kept(left, on=self.today)
        children = {one.number: one.child_id for one in outside}
        unsaid = Noting("")
        courses = {
            children[number]: (number, course_of(rows, unsaid, on=self.today))
            for number, rows in years.items()
        }
        gone = set(children.values()) - courses.keys()
        moved = self._write_rows(courses, gone, known=set(children.values()))
        record_corrected(moved, source=self.source, year=self.year)
        return Done(
            added=frozenset(), changed=frozenset(moved), children=frozenset(moved), remarks=[]
        )

    def _courses(
        self, told: Sequence[ChildsRows], found: Recognised, before: Sequence[Pointer]
    ) -> dict[UUID, tuple[str, Course]]:
        """By child, their course as all years' returns tell it, this one's rows in place of its year's."""
        others = rows_kept([one for one in before if one.year != self.year], on=self.today)
        courses: dict[UUID, tuple[str, Course]] = {}
        for one in told:
            child = found.children.get(one.number)
            if child is None:
                continue
            years = sorted(
                [*others.get(one.number, ()), (self.year, one)], key=lambda pair: pair[0]
            )
            noting = Noting(one.number, found.remarks)
            courses[child] = (one.number, course_of(years, noting, on=self.today))
        return courses

    def _write(self, courses: Courses, found: Recognised, before: Sequence[Pointer]) -> set[UUID]:
        moved = self._write_rows(courses, (), known=set(courses) - found.new)
        again = {one.child_id for one in before if one.year == self.year}
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
