"""Whom the census is about: by the council's own number, else by UPN, else somebody new here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.loads.reading import Rejected
from alongside.areas.people.actions import Change, Source, change_details, record_children
from alongside.areas.people.queries import (
    holders_of_numbers,
    known_children,
    numbers_of_children,
)
from alongside.areas.people.rules import Differences, Known, Told, case_number
from alongside.areas.people.terms import Scheme
from alongside.areas.social_care.census import ToldChild
from alongside.areas.social_care.rules.shape import Record
from alongside.areas.social_care.terms import SEXES


@dataclass(slots=True, kw_only=True)
class Recognised:
    """The child of each number, who of them is new here, and why some cannot be taken."""

    children: dict[str, UUID] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    rejected: list[Rejected] = field(default_factory=list)


def recognise(told: Sequence[ToldChild], *, code: str, source: Source) -> Recognised:
    """Find the children, or record those whom nobody here knew: a fixed number of queries."""
    found = Recognised()
    known = _Known(told, code)
    new: list[ToldChild] = []
    for one in told:
        child_id, reason = known.child_of(one)
        if reason:
            found.rejected.append(Rejected(one.line, "UPN", reason, one.upn, unit=one.number))
        elif child_id is None:
            new.append(one)
        else:
            found.children[one.number] = child_id
    ids = record_children([_told(one, code, source) for one in new], source=source)
    found.children.update(zip((one.number for one in new), ids, strict=True))
    found.new.update(ids)
    changes = [change for one in told if (change := known.change(one, found))]
    if changes:
        change_details(changes, source=source)
    return found


class _Known:
    """The children whom the numbers and UPNs of a batch may mean, as they are held."""

    def __init__(self, told: Sequence[ToldChild], code: str) -> None:
        self.code = code
        numbers = [case_number(code, one.number) for one in told]
        self.by_number = holders_of_numbers(Scheme.CASE_NUMBER, numbers)
        self.by_upn = holders_of_numbers(Scheme.UPN, {one.upn for one in told if one.upn})
        everyone = {*self.by_number.values(), *self.by_upn.values()}
        self.known: Mapping[UUID, Known] = known_children(everyone)
        self.numbers = numbers_of_children(Scheme.CASE_NUMBER, everyone) if everyone else {}

    def child_of(self, one: ToldChild) -> tuple[UUID | None, str]:
        """The child, None where it is somebody new; or why nobody can say."""
        by_number = self.by_number.get(case_number(self.code, one.number))
        by_upn = self.by_upn.get(one.upn) if one.upn else None
        if by_upn is None or by_upn == by_number:
            return by_number, ""
        if by_number is not None:
            return None, TWO_CHILDREN
        own = f"{self.code}/"
        if any(number.startswith(own) for number in self.numbers.get(by_upn, ())):
            return None, OTHER_NUMBER
        held, born = self.known[by_upn].date_of_birth, _born(one.record)
        if held and born and held != born:
            return None, OTHER_BIRTH
        return by_upn, ""

    def change(self, one: ToldChild, found: Recognised) -> Change | None:
        """What the census newly tells of somebody known. Where others named the child, they know better."""
        child_id = found.children.get(one.number)
        if child_id is None or child_id in found.new:
            return None
        held = self.known[child_id]
        born, sex = _born(one.record), _sex(one.record)
        ours = not any(held.legal_name)
        number = case_number(self.code, one.number)
        differences = Differences(
            date_of_birth=born
            if born != held.date_of_birth and (ours or not held.date_of_birth)
            else None,
            sex=sex if sex != held.sex and (ours or not held.sex) else None,
            upn=one.upn if one.upn not in held.upns else None,
            case_number=number if number not in self.by_number else None,
        )
        return Change(child_id=child_id, differences=differences) if differences.codes() else None


def _born(record: Record | None) -> date | None:
    text = (record or {}).get("PersonBirthDate")
    return date.fromisoformat(text) if text else None


def _sex(record: Record | None) -> str:
    return SEXES.get((record or {}).get("GenderCurrent", ""), "")


def _told(one: ToldChild, code: str, source: Source) -> Told:
    return Told(
        upn=one.upn or None,
        forename="",
        surname="",
        middle_names=None,
        used_name=None,
        date_of_birth=_born(one.record),
        sex=_sex(one.record),
        address="",
        postcode="",
        known_from=source.at.date(),
        case_number=case_number(code, one.number),
    )


TWO_CHILDREN = (
    "The UPN and your own number are of two children here. Somebody has to look at both: nothing of "
    "this child was taken."
)
OTHER_NUMBER = (
    "The child with this UPN is known here by another number of yours. Somebody has to look at both: "
    "nothing of this child was taken."
)
OTHER_BIRTH = (
    "The child with this UPN was born on another day. Correct one of the two: nothing of this child "
    "was taken."
)
