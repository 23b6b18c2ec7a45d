"""A census as a long load sees it: read to its end first, then applied child by child."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
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
from alongside.areas.social_care.actions.errors import AnotherAuthority, NoOrganisation
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
_AT_ONCE = 1000  # children left out, whose record is brought in line
_AHEAD = 200  # children read before they are asked for


class CensusSource:
    """The file of one council's children in need census."""

    kind = KIND

    def __init__(self, file: Path, *, authority: Authority, today: date) -> None:
        self.file, self.authority, self.today = file, authority, today
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
        return Checked(units=self.whole.children)

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
        self.other_returns: list[tuple[UUID, str]] = []

    def apply(self, batch: Sequence[ToldChild]) -> Applied:
        told = [one for one in batch if one.record is not None]
        found = recognise(
            told, code=self.source.authority.dfe_code, source=self.said, load=self.load
        )
        held = self._held([one.number for one in batch if one.number])
        changed = [
            one
            for child in told
            if child.number in found.children
            and (one := self._standing(child, found, held.get(child.number, {})))
        ]
        self._keep(held)
        self._bring(changed, found)
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

    def _held(self, numbers: Sequence[str]) -> dict[str, dict[int, CensusReturn]]:
        held: dict[str, dict[int, CensusReturn]] = {}
        for one in returns_held(self.authority_id, numbers):
            held.setdefault(one.number, {})[one.year] = one
        return held

    def _standing(
        self, told: ToldChild, found: Recognised, held: dict[int, CensusReturn]
    ) -> Standing | None:
        """How the child stood and now stands; None where this return says what it said before."""
        before = {year: one.record for year, one in held.items()}
        record: Record | None = told.record
        if told.unsure and self.year in before:
            record = with_what_was_held(record, before[self.year], told.unsure)
        assert record is not None
        if before.get(self.year) == record:
            return None
        child_id = found.children[told.number]
        if self.year in held:
            self.other_returns.append((held[self.year].id, as_kept(record)))
        else:
            self.new_returns.append((str(child_id), told.number, as_kept(record)))
        return Standing(
            child_id=child_id,
            before=before,
            after=before | {self.year: record},
            corrects=self.year in before,
        )

    def _keep(self, held: dict[str, dict[int, CensusReturn]]) -> None:
        """Write the returns, and say of those there already that this load has told of them."""
        load_id = self.load.load_id
        ids = texts_of_ids_at([_milliseconds(self.load.at)] * len(self.new_returns))
        insert_texts(
            CensusReturn,
            ("id", "child_id", "number", "record"),
            [(i, *row) for i, row in zip(ids, self.new_returns, strict=True)],
            same={"authority_id": self.authority_id, "year": self.year, "load_id": load_id},
        )
        again = [years[self.year].id for years in held.values() if self.year in years]
        CensusReturn.objects.filter(id__in=among(again)).update(load_id=load_id)
        update_rows(CensusReturn, ("id", "record"), self.other_returns)

    def _bring(self, changed: Sequence[Standing], found: Recognised) -> None:
        bringing = Bringing(authority_id=self.authority_id, year=self.year, load=self.load)
        bringing.bring(changed)
        tie_to_authority(
            changed,
            new=found.new,
            authority_id=self.authority_id,
            organisation_id=self.source.organisation_id,
            load=self.load,
        )

    def _left_out(self) -> set[UUID]:
        """Take back this year's return of whoever an earlier file of it told of, and this one does not."""
        out: set[UUID] = set()
        left = CensusReturn.objects.filter(authority_id=self.authority_id, year=self.year)
        while some := list(left.exclude(load_id=self.load.load_id)[:_AT_ONCE]):
            held = self._held([one.number for one in some])
            standing = [
                Standing(
                    child_id=one.child_id,
                    before={year: each.record for year, each in held[one.number].items()},
                    after={
                        year: each.record
                        for year, each in held[one.number].items()
                        if year != self.year
                    },
                    corrects=True,
                )
                for one in some
            ]
            CensusReturn.objects.filter(id__in=[one.id for one in some]).delete()
            self._bring(standing, Recognised())
            out |= {one.child_id for one in some}
        return out


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
