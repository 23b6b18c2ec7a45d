"""Whom each row of a roll is about. Where that is not sure, the row goes back: nobody is merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.areas.loads.cells import CellRefused, day_of
from alongside.areas.loads.reading import Rejected, Row
from alongside.areas.people.rules import Known, Told, fold, same_person_told_of
from alongside.areas.schools.roll import Pupil, numbers_of
from alongside.foundation.identifiers import is_temporary_upn

Named = tuple[str, str, date | None]  # folded forename and surname, and birth date


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRow:
    """A pupil as the row says, and as the people's area is told of them."""

    pupil: Pupil
    told: Told


@dataclass(slots=True)
class Recognised:
    """The child each row is about, by line; new children; and rows that nobody can be sure of."""

    children: dict[int, UUID]
    rejected: list[Rejected]

    @property
    def refused(self) -> set[int]:
        """The lines of the rejected rows."""
        return {one.line for one in self.rejected}

    def reject(self, rows: Iterable[RollRow], column: str, reason: str) -> None:
        for row in rows:
            self.children.pop(row.pupil.line, None)
            value = (row.pupil.upn or "") if column == "UPN" else row.pupil.surname
            self.rejected.append(Rejected(row.pupil.line, column, reason, value))


def recognise(
    rows: Sequence[RollRow],
    *,
    holders: Mapping[str, UUID],
    known: Mapping[UUID, Known],
    on_this_roll: Iterable[UUID],
) -> Recognised:
    """Which child each row is about: by UPN, else by name and birth date on this school's own roll.

    A row that is neither rejected nor among `children` is about a new child. `known` holds everyone
    on this roll and every holder, so UPNs swapped between two of them show.
    """
    found = Recognised({}, [])
    rest: dict[Named, list[RollRow]] = defaultdict(list)
    everyone = _by_name(known, known)
    for row in rows:
        child_id = _holder(row.pupil, holders)
        if child_id is None:
            rest[_named(row.told)].append(row)
        elif doubt := _doubt(row, known[child_id], holders, everyone):
            found.reject([row], *doubt)
        else:
            found.children[row.pupil.line] = child_id
    here = _by_name(known, set(on_this_roll) - set(found.children.values()))
    for named, group in rest.items():
        _recognise_by_name(group, here.get(named, []), found)
    _refuse_two_rows_for_one_child(rows, found)
    return found


def _holder(pupil: Pupil, holders: Mapping[str, UUID]) -> UUID | None:
    """Who holds the UPN, or where nobody does the one before it."""
    return holders.get(pupil.upn or "") or holders.get(pupil.former_upn or "")


def _doubt(
    row: RollRow, holder: Known, holders: Mapping[str, UUID], everyone: Mapping[Named, object]
) -> tuple[str, str] | None:
    """Why nobody can be sure that the row is about who holds its number: the column, and words."""
    named = _named(row.told)
    if _holds_both(row.pupil, holders):
        return "Former UPN", _TWO_RECORDS
    if not same_person_told_of(row.told, holder):
        return "UPN", _ANOTHERS_UPN
    if named in everyone and named != _held_as(holder):
        return "UPN", _SWAPPED_UPNS
    return None


def _holds_both(pupil: Pupil, holders: Mapping[str, UUID]) -> bool:
    """Whether the two numbers of one pupil are held by two children: one person on two records."""
    return len({holders[upn] for upn in numbers_of(pupil) if upn in holders}) > 1


def _named(told: Told) -> Named:
    return fold(told.forename), fold(told.surname), told.date_of_birth


def _held_as(child: Known) -> Named:
    forename, _, surname = child.legal_name
    return fold(forename), fold(surname), child.date_of_birth


def _by_name(known: Mapping[UUID, Known], children: Iterable[UUID]) -> dict[Named, list[Known]]:
    found: dict[Named, list[Known]] = defaultdict(list)
    for child_id in children:
        found[_held_as(known[child_id])].append(known[child_id])
    return found


def _recognise_by_name(group: list[RollRow], here: list[Known], found: Recognised) -> None:
    unnumbered = [row for row in group if row.pupil.upn is None]
    if len(unnumbered) > 1:
        found.reject(unnumbered, "UPN", _NAMESAKES_IN_FILE)
        return
    numbered = [child for child in here if not all(map(is_temporary_upn, child.upns))]
    candidates = [child for child in here if child not in numbered]
    # A row with a number nobody holds yet may be the pupil who had none, if only one row may be.
    likely = unnumbered or (group if len(group) == 1 else [])
    if unnumbered and numbered:
        found.reject(unnumbered, "UPN", _HAS_A_UPN)
    elif likely and len(candidates) == 1:
        found.children[likely[0].pupil.line] = candidates[0].child_id
    elif unnumbered and candidates:
        found.reject(unnumbered, "UPN", _NAMESAKES_ON_ROLL)


def _refuse_two_rows_for_one_child(rows: Sequence[RollRow], found: Recognised) -> None:
    about: dict[UUID, list[RollRow]] = defaultdict(list)
    for row in rows:
        if (child_id := found.children.get(row.pupil.line)) is not None:
            about[child_id].append(row)
    for several in about.values():
        if len(several) > 1:
            lines = " and ".join(str(row.pupil.line) for row in several)
            reason = f"Lines {lines} are about one child, who has had two UPNs. Leave one out."
            found.reject(several, "UPN", reason)


_ANOTHERS_UPN = (
    "This UPN is held by another child: of forename, surname and date of birth at most one is "
    "theirs. Check it against the pupil's record, or ask their last school."
)
_SWAPPED_UPNS = (
    "This name and date of birth are those of another pupil than the one who holds this UPN. "
    "Check both: the UPNs of two pupils may be swapped."
)
_TWO_RECORDS = (
    "This UPN and the former one are held by two different children here. "
    "If they are one child with two records, tell whoever runs the register; "
    "if not, leave the former UPN out."
)
_NAMESAKES_IN_FILE = (
    "Another row without a UPN has the same name and date of birth. "
    "If they are two pupils, give each a UPN; if they are one, leave a row out."
)
_HAS_A_UPN = (
    "A pupil of this name and date of birth is on roll here with a UPN. "
    "Write it in this row, or another UPN if this is another pupil."
)
_NAMESAKES_ON_ROLL = (
    "Two pupils of this school have this name and date of birth and no permanent UPN. "
    "Give this one a UPN, so that nobody is mistaken."
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What rejected rows still say of whom they are about, so that none of them counts as absent."""

    upns: frozenset[str]
    names: frozenset[tuple[str, str]]
    birth_dates: frozenset[date]
    unreadable: bool  # a row says nothing at all: it may be about anyone

    def may_be(self, child: Known) -> bool:
        """Whether a rejected row may be about this child."""
        forename, _, surname = child.legal_name
        return (
            self.unreadable
            or bool(child.upns & self.upns)
            or (fold(forename), fold(surname)) in self.names
            or child.date_of_birth in self.birth_dates
        )


def clues_of(rows: Sequence[Row]) -> Clues:
    """What the rejected rows say."""
    every = [row.cells for row in rows]
    upns = (
        "".join(cells.get(column, "").split()).upper()
        for cells in every
        for column in ("UPN", "Former UPN")
    )
    names = (
        (fold(cells.get("Legal Forename", "")), fold(cells.get("Legal Surname", "")))
        for cells in every
    )
    births = (_day(cells.get("Date of Birth", "")) for cells in every)
    return Clues(
        upns=frozenset(upns),
        names=frozenset(names),
        birth_dates=frozenset(day for day in births if day),
        unreadable=not all(every),
    )


def _day(cell: str) -> date | None:
    try:
        return day_of(cell)
    except CellRefused:
        return None
