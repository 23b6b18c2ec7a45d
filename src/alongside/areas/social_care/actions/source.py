"""A census as a long load sees it: read to its end first, then applied child by child."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.actions.sources import Applied, Checked
from alongside.areas.loads.reading.ahead import read_ahead
from alongside.areas.loads.reading.encodings import refuse_what_is_not_a_file
from alongside.areas.loads.reading.xml_text import MAX_BYTES
from alongside.areas.people.actions import Source
from alongside.areas.social_care.actions.applying import (
    Bringing,
    Standing,
    as_kept,
    returns_held,
)
from alongside.areas.social_care.actions.errors import (
    AnotherAuthority,
    NoOrganisation,
    TooManyLeftOut,
)
from alongside.areas.social_care.actions.recognising import Recognised, recognise
from alongside.areas.social_care.actions.tying import tie_to_authority
from alongside.areas.social_care.census import Survey, ToldChild, read_children, survey
from alongside.areas.social_care.models import CensusReturn
from alongside.areas.social_care.rules.folding import with_what_was_held
from alongside.areas.social_care.rules.shape import Record
from alongside.foundation.ids import texts_of_ids_at
from alongside.register.bulk import among, insert_texts, update_rows
from alongside.register.models import Authority, Organisation
from alongside.register.terms import OrganisationKind

KIND = "cin_census"
_PARTS = ("identity", "social_care")
_MOST_LEFT_OUT = 5  # a fifth of those held, before somebody has to say that it is meant
_AT_ONCE = 1000  # children left out, whose record is brought in line
_AHEAD = 200  # children read before they are asked for


class CensusSource:
    """The file of one council's children in need census.

    `many_meant` says that whoever it leaves out is meant to be, though they are more than a fifth.
    """

    kind = KIND

    def __init__(
        self, file: Path, *, authority: Authority, today: date, many_meant: bool = False
    ) -> None:
        self.file, self.authority, self.today = file, authority, today
        self.many_meant = many_meant
        self.file_name = file.name
        self.authority_id: UUID = authority.id
        self.sender = authority.name
        self.whole: Survey | None = None

    @cached_property
    def digest(self) -> str:
        refuse_what_is_not_a_file(self.file, MAX_BYTES)
        with self.file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()

    @cached_property
    def organisation_id(self) -> UUID:
        councils = Organisation.objects.filter(
            authority_id=self.authority_id, kind=OrganisationKind.LOCAL_AUTHORITY
        )
        found = councils.order_by("id").values_list("id", flat=True).first()
        if found is None:
            raise NoOrganisation(self.authority.dfe_code)
        return found

    def check(self, read: Callable[[int], None]) -> Checked:
        """Read the whole file; what one child of it cannot be right in comes when they are applied."""
        self.whole = survey(self.file, today=self.today, read=read)
        told = self.whole.census.authority
        if told != self.authority.dfe_code:
            raise AnotherAuthority(told, self.authority.dfe_code)
        _ = self.organisation_id  # or nothing is begun
        if not (self.many_meant or self.whole.nameless):
            self._refuse_to_leave_out_many(self.whole)
        return Checked(units=self.whole.children)

    def _refuse_to_leave_out_many(self, whole: Survey) -> None:
        year = whole.census.year
        returns = CensusReturn.objects.filter(authority_id=self.authority_id, year=year)
        held = set(returns.values_list("number", flat=True))
        out = len(held - whole.numbers)
        if out * _MOST_LEFT_OUT > len(held):
            raise TooManyLeftOut(out, held=len(held), year=year)

    def units(self, after: int) -> Iterator[ToldChild]:
        """Every child after that many."""
        assert self.whole is not None
        return read_ahead(read_children(self.file, self.whole, after=after), most=_AHEAD)

    def apply(self, batch: Sequence[ToldChild], load: LoadedFile) -> Applied:
        """Apply children; with the last of the file, take back whom it leaves out."""
        assert self.whole is not None
        return _Batch(self, self.whole, load).apply(batch)


class _Batch:
    """Some children of a census, from what is told of them to what was written."""

    def __init__(self, source: CensusSource, whole: Survey, load: LoadedFile) -> None:
        self.source, self.whole, self.load = source, whole, load
        self.year, self.authority_id = whole.census.year, source.authority_id
        self.said = Source(
            code=KIND, load_id=load.load_id, authority_id=self.authority_id, at=load.at
        )
        self.new_returns: list[tuple[str, str, str]] = []
        self.other_returns: list[tuple[UUID, str, str]] = []
        self.renumbered: list[UUID] = []

    def apply(self, batch: Sequence[ToldChild]) -> Applied:
        told = [one for one in batch if one.record is not None]
        found = recognise(
            told,
            code=self.source.authority.dfe_code,
            source=self.said,
            whole=self.whole,
            load=self.load,
        )
        self._still_told({one.number for one in batch if one.number} - found.second)
        held = returns_held(self.authority_id, set(found.children.values()) - found.new)
        standing = [
            self._standing(child, found.children[child.number], held)
            for child in told
            if child.number in found.children
        ]
        changed = [one for one in standing if one.changed]
        self._keep()
        self._bring(changed, standing, found)
        out = self._left_out() if batch[-1].last and not self.whole.nameless else set()
        return Applied(
            taken=len(found.children),
            added=len(found.new),
            changed=len(changed) - len(found.new),
            ended=len(out),
            children={*found.children.values(), *out},
            parts=_PARTS,
            rejected=[*(r for one in batch for r in one.rejected), *found.rejected],
        )

    def _standing(
        self, told: ToldChild, child_id: UUID, held: Mapping[UUID, Mapping[int, CensusReturn]]
    ) -> Standing:
        """How the child stood and now stands; the return is kept where it says something else."""
        years = held.get(child_id, {})
        before = {year: one.record for year, one in years.items()}
        record: Record | None = told.record
        # What a year newly tells wrongly stays as the year before left it.
        base = before.get(self.year) or before.get(self.year - 1)
        if told.unsure and base is not None:
            record = with_what_was_held(record, base, told.unsure)
        assert record is not None
        mine = years.get(self.year)
        if mine is None:
            self.new_returns.append((str(child_id), told.number, as_kept(record)))
        elif (mine.record, mine.number) != (record, told.number):
            self.other_returns.append((mine.id, told.number, as_kept(record)))
            self.renumbered += [mine.id] if mine.number != told.number else []
        return Standing(
            child_id=child_id,
            before=before,
            after=before | {self.year: record},
            corrects=self.year in before,
        )

    def _still_told(self, numbers: Collection[str]) -> None:
        """Say of the returns of these numbers that this load has told of them, taken or not."""
        returns = CensusReturn.objects.filter(authority_id=self.authority_id, year=self.year)
        asked = among(numbers, kind="varchar")
        returns.filter(number__in=asked).update(load_id=self.load.load_id)

    def _keep(self) -> None:
        """Write the returns that say something new; one the council newly numbers takes its old place."""
        load_id = self.load.load_id
        ids = texts_of_ids_at([_milliseconds(self.load.at)] * len(self.new_returns))
        insert_texts(
            CensusReturn,
            ("id", "child_id", "number", "record"),
            [(i, *row) for i, row in zip(ids, self.new_returns, strict=True)],
            same={"authority_id": self.authority_id, "year": self.year, "load_id": load_id},
        )
        update_rows(CensusReturn, ("id", "number", "record"), self.other_returns)
        CensusReturn.objects.filter(id__in=self.renumbered).update(load_id=load_id)

    def _bring(
        self, changed: Sequence[Standing], everybody: Sequence[Standing], found: Recognised
    ) -> None:
        bringing = Bringing(authority_id=self.authority_id, year=self.year, load=self.load)
        bringing.bring(changed)
        tie_to_authority(
            everybody,
            new=found.new,
            authority_id=self.authority_id,
            organisation_id=self.source.organisation_id,
            load=self.load,
        )

    def _left_out(self) -> set[UUID]:
        """Take back this year's return of whoever an earlier file of it told of, and this one does not."""
        out: set[UUID] = set()
        left = CensusReturn.objects.filter(authority_id=self.authority_id, year=self.year)
        left = left.exclude(load_id=self.load.load_id)
        while some := dict(left.values_list("id", "child_id")[:_AT_ONCE]):
            children = set(some.values())
            before = returns_held(self.authority_id, children)
            CensusReturn.objects.filter(id__in=among(some)).delete()
            after = returns_held(self.authority_id, children)
            standing = [
                Standing(
                    child_id=child_id,
                    before=_records(before[child_id]),
                    after=_records(after.get(child_id, {})),
                    corrects=True,
                )
                for child_id in children
            ]
            self._bring(standing, standing, Recognised())
            out |= children
        return out


def _records(years: Mapping[int, CensusReturn]) -> dict[int, Record]:
    return {year: one.record for year, one in years.items()}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
