"""What one roll changes, gathered row by row and then written: ties, registrations, events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.people.actions import Change, Source, change_details, record_children
from alongside.areas.people.rules import Differences, Told
from alongside.areas.schools.models import Registration
from alongside.areas.schools.rules.time_on_roll import Stay, Step
from alongside.foundation.calendars import local_day
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Relationship
from alongside.register.terms import RelationshipKind

_TIE = (
    *("id", "authority_id", "child_id", "organisation_id", "kind"),
    *("starts_at", "ends_at", "evidence"),
)
_REGISTRATION = (
    *("relationship_id", "child_id", "school_id", "admitted_on", "left_on", "year_group"),
)
_STARTS = {"join": "joined_roll", "rejoin": "rejoined_roll"}


@dataclass(slots=True, kw_only=True)
class RollChanges:
    """The changes of one load of one school's roll, until `write` makes them."""

    school_id: UUID
    source: Source
    evidence: str
    new: list[tuple[Told, Step]] = field(default_factory=list)
    started: list[tuple[UUID, Step]] = field(default_factory=list)
    moved: list[tuple[Stay, Step]] = field(default_factory=list)
    ended: list[Stay] = field(default_factory=list)
    details: list[Change] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    children: set[UUID] = field(default_factory=set)

    def take(self, child_id: UUID, step: Step, stay: Stay | None) -> None:
        """Take up what a row does to the time of a known child at this school."""
        if step.kind in _STARTS:
            self.started.append((child_id, step))
        elif stay is not None and step.kind != "nothing":
            self.moved.append((stay, step))
        if step.kind == "leave" and step.left_on and step.ends_at:
            self.has_left(child_id, on=step.left_on, at=step.ends_at)

    def take_details(
        self, child_id: UUID, differences: Differences, changed: tuple[str, ...]
    ) -> None:
        """Take up what is new about a known child: one event, however much it is."""
        if changed or differences.codes():
            change = Change(child_id=child_id, differences=differences, also=changed)
            self.details.append(change)

    def has_left(self, child_id: UUID, *, on: date, at: datetime) -> None:
        self._happened("left_roll", child_id, on=on, at=at)

    def end(self, stay: Stay) -> None:
        """End the time on roll of a pupil whom the whole roll leaves out."""
        self.ended.append(stay)
        self.has_left(stay.child_id, on=local_day(self.source.at), at=self.source.at)

    def write(self) -> list[UUID]:
        """Write everything: people, then their ties, then what happened; the ids of new children."""
        ids = record_children([told for told, _ in self.new], source=self.source)
        joined = [(i, step) for i, (_, step) in zip(ids, self.new, strict=True)]
        self._start([*joined, *self.started])
        self._move()
        self._end()
        change_details(self.details, source=self.source)
        record_many(self.facts)
        self.children.update(ids, (change.child_id for change in self.details))
        return ids

    def _start(self, started: Sequence[tuple[UUID, Step]]) -> None:
        ties = [(str(new_id()), str(child_id), step) for child_id, step in started]
        authority, school = str(self.source.authority_id), str(self.school_id)
        kind = RelationshipKind.ON_ROLL.value
        insert_rows(Relationship, _TIE, (
            (tie, authority, child, school, kind, step.starts_at, step.ends_at, self.evidence)
            for tie, child, step in ties
        ))  # fmt: skip
        insert_rows(Registration, _REGISTRATION, (
            self._registration(tie, child, step) for tie, child, step in ties
        ))  # fmt: skip
        for child_id, step in started:
            self._happened(
                _STARTS[step.kind], child_id, on=step.admitted_on, at=min(step.starts_at, self.source.at)
            )  # fmt: skip

    def _registration(self, tie: UUID | str, child: UUID | str, step: Step) -> tuple[object, ...]:
        return (tie, child, self.school_id, step.admitted_on, step.left_on, step.year_group)

    def _move(self) -> None:
        ties = [(stay.relationship_id, s.starts_at, s.ends_at) for stay, s in self.moved]
        update_rows(Relationship, ("id", "starts_at", "ends_at"), ties)
        known = [
            (stay.relationship_id, s.admitted_on, s.left_on, s.year_group)
            for stay, s in self.moved
            if stay.registered
        ]
        update_rows(
            Registration, ("relationship_id", "admitted_on", "left_on", "year_group"), known
        )
        insert_rows(Registration, _REGISTRATION, (
            self._registration(stay.relationship_id, stay.child_id, s)
            for stay, s in self.moved if not stay.registered
        ))  # fmt: skip

    def _end(self) -> None:
        at, today = self.source.at, local_day(self.source.at)
        ties = [(stay.relationship_id, at) for stay in self.ended]
        update_rows(Relationship, ("id", "ends_at"), ties)
        entries = [(stay.relationship_id, today) for stay in self.ended]
        update_rows(Registration, ("relationship_id", "left_on"), entries)
        self._no_longer_assigned()

    def _no_longer_assigned(self) -> None:
        """Whom the lead told of a child need not know of one who has left: the school itself no longer does."""
        left = {stay.child_id: self.source.at for stay in self.ended}
        left |= {stay.child_id: step.ends_at for stay, step in self.moved if step.ends_at}
        if not left:
            return
        open_ties = Relationship.objects.filter(
            kind=RelationshipKind.ASSIGNED,
            organisation_id=self.school_id,
            child_id__in=left,
            ends_at=None,
        )
        ends = [
            (tie_id, max(left[child_id], starts_at))
            for tie_id, child_id, starts_at in open_ties.values_list("id", "child_id", "starts_at")
        ]
        update_rows(Relationship, ("id", "ends_at"), ends)

    def _happened(self, kind: str, child_id: UUID, *, on: date, at: datetime) -> None:
        self.children.add(child_id)
        self.facts.append(
            Fact(
                kind=kind,
                authority_id=self.source.authority_id,
                child_id=child_id,
                at=at,
                recorded_at=self.source.at,
                payload={"school": self.school_id, "load": self.source.load_id, "on": on},
            )
        )
