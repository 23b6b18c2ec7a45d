"""Whom the council's numbers mean: a child known by that number, by their UPN, or nobody here so far."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from alongside.areas.looked_after.codes import SEX
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.terms import FileKind
from alongside.areas.people.actions import Change, Source, change_details, record_children
from alongside.areas.people.queries import (
    holders_of_numbers,
    known_children,
    numbers_of_children,
)
from alongside.areas.people.rules import Differences, Known, Told, case_number
from alongside.areas.people.terms import Scheme
from alongside.foundation.calendars import local_day
from alongside.foundation.identifiers import IdentifierError, parse_upn

# Why there is no UPN: not at school, too young, from elsewhere, not yet known.
_NO_UPN = re.compile(r"UN[0-9]")
UPN_TWICE = (
    "Two children of this return have this UPN. Check which of them has it: nothing of either "
    "was taken."
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


@dataclass(slots=True, kw_only=True)
class Recognised:
    """Of a batch: whom each number means, who among them is new here, and why some mean nobody."""

    children: dict[str, UUID] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The council whose numbers these are, and the UPNs of its return; `twice` are of two children."""

    code: str
    upns: Mapping[str, str]
    twice: frozenset[str]


def upns_of(told: Mapping[str, ChildsRows]) -> dict[str, str]:
    """By number, the UPN that the header gives, where it can be one."""
    found: dict[str, str] = {}
    for number, rows in told.items():
        try:
            found[number] = parse_upn(rows.header.upn)
        except IdentifierError:
            continue
    return found


def upn_remarks(told: Mapping[str, ChildsRows]) -> list[Remark]:
    """Where the header's UPN cannot be one; a code that says why there is none is no fault."""
    remarks: list[Remark] = []
    for number, rows in told.items():
        upn = rows.header.upn
        if not upn or _NO_UPN.fullmatch(upn):
            continue
        try:
            parse_upn(upn)
        except IdentifierError as wrong:
            line = rows.header.line
            remarks.append(
                Remark(FileKind.HEADER, line, number, "UPN", str(wrong), upn, taken=True)
            )
    return remarks


def twice_among(upns: Mapping[str, str]) -> frozenset[str]:
    """The UPNs that a return gives to more than one child."""
    return frozenset(upn for upn, count in Counter(upns.values()).items() if count > 1)


def recognise(told: Sequence[ChildsRows], numbering: Numbering, *, source: Source) -> Recognised:
    """Find the children, or record those whom nobody here knew: a fixed number of queries."""
    found = Recognised()
    known = _Known(told, numbering)
    new: list[ChildsRows] = []
    for one in told:
        child_id, reason = known.child_of(one)
        if reason:
            line, upn = one.header.line, one.header.upn
            found.remarks.append(Remark(FileKind.HEADER, line, one.number, "UPN", reason, upn))
        elif child_id is None:
            new.append(one)
        else:
            found.children[one.number] = child_id
    ids = record_children([_told(one, numbering, source) for one in new], source=source)
    found.children.update(zip((one.number for one in new), ids, strict=True))
    found.new.update(ids)
    changes = [change for one in told if (change := known.change(one, found))]
    if changes:
        change_details(changes, source=source)
    return found


class _Known:
    """The children whom the numbers and UPNs of a batch may mean, as they are held."""

    def __init__(self, told: Sequence[ChildsRows], numbering: Numbering) -> None:
        self.numbering = numbering
        numbers = [case_number(numbering.code, one.number) for one in told]
        upns = {numbering.upns[one.number] for one in told if one.number in numbering.upns}
        self.by_number = holders_of_numbers(Scheme.CASE_NUMBER, numbers)
        self.by_upn = holders_of_numbers(Scheme.UPN, upns)
        everyone = {*self.by_number.values(), *self.by_upn.values()}
        self.known: Mapping[UUID, Known] = known_children(everyone)
        self.numbers = numbers_of_children(Scheme.CASE_NUMBER, everyone) if everyone else {}

    def child_of(self, one: ChildsRows) -> tuple[UUID | None, str]:
        """The child, None where it is somebody new; or why nobody can say."""
        upn = self.numbering.upns.get(one.number, "")
        if upn in self.numbering.twice:
            return None, UPN_TWICE
        by_number = self.by_number.get(case_number(self.numbering.code, one.number))
        by_upn = self.by_upn.get(upn)
        if by_upn is None or by_upn == by_number:
            return by_number, ""
        if by_number is not None:
            return None, TWO_CHILDREN
        own = f"{self.numbering.code}/"
        if any(number.startswith(own) for number in self.numbers.get(by_upn, ())):
            return None, OTHER_NUMBER
        held, born = self.known[by_upn].date_of_birth, one.header.born_on
        if held and born and held != born:
            return None, OTHER_BIRTH
        return by_upn, ""

    def change(self, one: ChildsRows, found: Recognised) -> Change | None:
        """What the return newly tells of somebody known. Where others named the child, they know better."""
        child_id = found.children.get(one.number)
        if child_id is None or child_id in found.new:
            return None
        held = self.known[child_id]
        ours = not any(held.legal_name)
        born, sex = one.header.born_on, _sex(one)
        upn = self.numbering.upns.get(one.number)
        number = case_number(self.numbering.code, one.number)
        differences = Differences(
            date_of_birth=born
            if born != held.date_of_birth and (ours or not held.date_of_birth)
            else None,
            sex=sex if sex and sex != held.sex and (ours or not held.sex) else None,
            upn=upn if upn not in held.upns else None,
            case_number=number if number not in self.by_number else None,
        )
        return Change(child_id=child_id, differences=differences) if differences.codes() else None


def _sex(one: ChildsRows) -> str:
    return SEX[one.header.sex].words if one.header.sex else ""


def _told(one: ChildsRows, numbering: Numbering, source: Source) -> Told:
    return Told(
        upn=numbering.upns.get(one.number),
        forename="",
        surname="",
        middle_names=None,
        used_name=None,
        date_of_birth=one.header.born_on,
        sex=_sex(one),
        address="",
        postcode="",
        known_from=local_day(source.at),
        case_number=case_number(numbering.code, one.number),
    )
