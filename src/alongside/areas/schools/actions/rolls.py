"""Load one school's roll: every change of one file in one short transaction, each with its event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record
from alongside.areas.loads.actions import (
    Counts,
    LoadedFile,
    begin_load,
    finish_load,
    refuse_if_overtaken,
)
from alongside.areas.loads.queries import last_loaded_at
from alongside.areas.loads.reading.files import FileRead
from alongside.areas.people.actions import Source
from alongside.areas.people.queries import holders_of_upns, known_children, known_pupils
from alongside.areas.people.rules import Differences, Known, Told, differences
from alongside.areas.schools.actions.errors import TooManyWouldEnd, UnknownSchool
from alongside.areas.schools.actions.roll_changes import RollChanges
from alongside.areas.schools.queries import School, school_by_urn, stays_at
from alongside.areas.schools.roll import Pupil, numbers_of
from alongside.areas.schools.rules.recognising import (
    Recognised,
    RollRow,
    clues_of,
    recognise,
)
from alongside.areas.schools.rules.time_on_roll import (
    Stay,
    is_too_many,
    lapsed,
    step,
)
from alongside.foundation.calendars import local_day

SOURCE = "school_roll"
Stays = Mapping[UUID, Sequence[Stay]]
_PREFERRED = frozenset(("Preferred Forename", "Preferred Surname"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RollTotals:
    """What a load did.

    `absent` pupils were on roll and in no row; `ended` of them no longer are. `unsure` of those not
    in a row may be meant by one that was rejected, so they are neither absent nor ended.
    `already_left` rows are of pupils who had gone before they were ever known here: not recorded.
    """

    read: int
    taken: int
    added: int
    changed: int
    rejoined: int
    left: int
    rejected: int
    absent: int
    ended: int
    unsure: int
    already_left: int

    def counts(self) -> Counts:
        """As the row of the load keeps them."""
        return Counts(
            rows=self.read,
            rejected=self.rejected,
            added=self.added + self.rejoined,
            changed=self.changed,
            ended=self.left + self.ended,
        )


@transaction.atomic
def load_roll(
    file: FileRead[Pupil],
    *,
    urn: str,
    complete: bool = False,
    many_meant: bool = False,
    at: datetime,
    operator: str = "",
) -> RollTotals:
    """Apply a file that was read; rows that cannot be taken after all join its rejected ones.

    Raises `UnknownSchool`, `Overtaken`, or `TooManyWouldEnd` where a `complete` file leaves out over
    a fifth.
    """
    load = begin_load(
        kind="roll", file_name=file.name, digest=file.digest, at=at, operator=operator
    )
    school = school_by_urn(urn)
    if school is None:
        raise UnknownSchool(urn)
    load = replace(load, sender=school.name, authority_id=school.authority_id)
    refuse_if_overtaken(load, school_id=school.organisation_id)
    return _RollLoad(file, school, load).run(complete=complete, many_meant=many_meant)


class _RollLoad:
    """One load, from the rows of a file to what was written."""

    def __init__(self, file: FileRead[Pupil], school: School, load: LoadedFile) -> None:
        self.file, self.school, self.load, self.at = file, school, load, load.at
        self.today = local_day(load.at)
        self.stays: Stays = stays_at(school.organisation_id)
        self.known: Mapping[UUID, Known] = {}
        self.already_left = 0
        self.changes = RollChanges(
            school_id=school.organisation_id,
            source=Source(
                code=SOURCE,
                load_id=load.load_id,
                authority_id=school.authority_id,
                at=load.at,
            ),
            evidence=f"load:{load.load_id}",
        )

    def run(self, *, complete: bool, many_meant: bool) -> RollTotals:
        """Decide everything, then write it."""
        rows = [RollRow(pupil=p, told=self._told(p)) for p in self.file.taken]
        recognised = self._recognise(rows)
        refused = recognised.refused
        for row in rows:
            if row.pupil.line not in refused:
                self._take(row, recognised)
        self.file.reject(recognised.rejected)
        # No row goes back after this: of a large roll they are more than all that is written.
        self.file.kept.clear()
        absent, unsure = self._absent(set(recognised.children.values()))
        ended = absent if complete else []
        on_roll = sum(stays[-1].is_live(self.at) for stays in self.stays.values())
        if is_too_many(len(ended), on_roll=on_roll) and not many_meant:
            raise TooManyWouldEnd(len(ended), on_roll=on_roll)
        for stay in ended:
            self.changes.end(stay)
        self._note_lapsed()
        self.changes.write()
        return self._finish(absent=len(absent), unsure=unsure)

    def _told(self, pupil: Pupil) -> Told:
        columns, today = self.file.columns, self.today
        return Told(
            upn=pupil.upn,
            forename=pupil.forename,
            surname=pupil.surname,
            middle_names=pupil.middle_names if "Middle Names" in columns else None,
            used_name=(
                (pupil.preferred_forename, pupil.preferred_surname)
                if columns & _PREFERRED
                else None
            ),
            date_of_birth=pupil.date_of_birth,
            sex=pupil.gender if pupil.gender in ("female", "male") else "",
            address=pupil.address,
            postcode=pupil.postcode,
            known_from=min(pupil.admitted_on or today, today),
        )

    def _recognise(self, rows: Sequence[RollRow]) -> Recognised:
        holders = holders_of_upns(number for row in rows for number in numbers_of(row.pupil))
        pupils = known_pupils(self.school.organisation_id)
        self.known = pupils | known_children(set(holders.values()) - pupils.keys())
        return recognise(rows, holders=holders, known=self.known, on_this_roll=self.stays)

    def _take(self, row: RollRow, recognised: Recognised) -> None:
        """Take up what a row does."""
        child_id = recognised.children.get(row.pupil.line)
        stays = self.stays.get(child_id, ()) if child_id else ()
        leaving_told = "Date of Leaving" in self.file.columns
        does = step(row.pupil, stays, at=self.at, leaving_told=leaving_told)
        if not stays and does.kind == "nothing":
            self.already_left += 1
        elif child_id is None:
            self.changes.new.append((row.told, does))
        else:
            self.changes.take(child_id, does, stays[-1] if stays else None)
            # A school speaks of its own pupils: one who has left may be known better elsewhere.
            own = does.ends_at is None or does.ends_at > self.at
            new = differences(row.told, self.known[child_id]) if own else Differences()
            self.changes.take_details(child_id, new, does.changed)

    def _absent(self, present: set[UUID]) -> tuple[list[Stay], int]:
        """Those on roll whom no row is about, and how many more a rejected row may be about."""
        missing = [
            stays[-1]
            for child_id, stays in self.stays.items()
            if child_id not in present and stays[-1].is_live(self.at)
        ]
        clues = clues_of([row for _, row in self.file.rejected])
        absent = [stay for stay in missing if not clues.may_be(self.known[stay.child_id])]
        return absent, len(missing) - len(absent)

    def _note_lapsed(self) -> None:
        since = last_loaded_at("roll", school_id=self.school.organisation_id)
        every: Iterable[Stay] = (stay for stays in self.stays.values() for stay in stays)
        for stay in lapsed(every, since=since, at=self.at) if since else ():
            assert stay.ends_at is not None
            on: date = stay.left_on or local_day(stay.ends_at)
            self.changes.has_left(stay.child_id, on=on, at=stay.ends_at)

    def _finish(self, *, absent: int, unsure: int) -> RollTotals:
        changes = self.changes
        kinds = [step.kind for _, step in changes.started]
        left = sum(fact.kind == "left_roll" for fact in changes.facts)
        totals = RollTotals(
            read=self.file.rows,
            taken=self.file.rows - len(self.file.rejected),
            added=len(changes.new) + kinds.count("join"),
            changed=len(changes.details),
            rejoined=kinds.count("rejoin"),
            left=left - len(changes.ended),
            rejected=len(self.file.rejected),
            absent=absent,
            ended=len(changes.ended),
            unsure=unsure,
            already_left=self.already_left,
        )
        finish_load(
            self.load,
            totals.counts(),
            school_id=self.school.organisation_id,
            rejected=self.file.refusals(),
            children=changes.children,
            parts=("identity", "location"),
        )
        self._record(totals.rejected)
        return totals

    def _record(self, rejected: int) -> None:
        record(
            Fact(
                kind="roll_loaded",
                authority_id=self.school.authority_id,
                subject_id=self.load.load_id,
                at=self.at,
                payload={
                    "school": self.school.organisation_id,
                    "load": self.load.load_id,
                    "rows": self.file.rows,
                    "rejected": rejected,
                },
            )
        )
