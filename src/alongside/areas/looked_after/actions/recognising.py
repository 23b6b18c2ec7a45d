"""Whom the council's numbers mean: a child known by that number, by their UPN, or nobody here so far."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.looked_after.codes import SEX
from alongside.areas.looked_after.models import LookedAfterChild
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.terms import FileKind
from alongside.areas.people.actions import Source, record_children
from alongside.areas.people.queries import holders_of_upns, known_children
from alongside.areas.people.rules import Told
from alongside.foundation.identifiers import IdentifierError, parse_upn

# Why there is no UPN: not at school, too young, from elsewhere, not yet known.
_NO_UPN = re.compile(r"UN[0-9]")
ANOTHERS_UPN = (
    "The UPN is held here by a child known by another number. Somebody has to look at both."
)
BORN_ON_ANOTHER_DAY = "The UPN is held here by a child born on another day. Check the UPN."
UPN_TWICE = (
    "Two children of this return have this UPN, so neither is taken. Check which of them has it."
)


@dataclass(slots=True, kw_only=True)
class Recognised:
    """Of a batch: whom each number means, who among them is new here, and why some mean nobody."""

    children: dict[str, UUID] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


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
            remarks.append(
                Remark(
                    FileKind.HEADER, rows.header.line, number, "UPN", str(wrong), upn, taken=True
                )
            )
    return remarks


def recognise(
    told: Sequence[ChildsRows],
    upns: Mapping[str, str],
    *,
    twice: frozenset[str],
    source: Source,
    today: date,
) -> Recognised:
    """Find or record the children of a batch; `twice` are UPNs that the return gives two children."""
    found = Recognised()
    numbers = _children_of_numbers(source.authority_id, [one.number for one in told])
    holders = holders_of_upns({upns[one.number] for one in told if one.number in upns})
    others = _numbered(source.authority_id, set(holders.values()))
    known = known_children(set(holders.values()))
    new: list[ChildsRows] = []
    for one in told:
        upn = upns.get(one.number, "")
        holder = holders.get(upn)
        by_number = numbers.get(one.number)
        child = by_number or holder
        if upn in twice:
            found.remarks.append(_refused(one, UPN_TWICE))
        elif holder is not None and (
            (by_number or holder) != holder or others.get(holder, one.number) != one.number
        ):
            found.remarks.append(_refused(one, ANOTHERS_UPN))
        elif not by_number and holder and _unlike(one, known[holder].date_of_birth):
            found.remarks.append(_refused(one, BORN_ON_ANOTHER_DAY))
        elif child is not None:
            found.children[one.number] = child
        else:
            new.append(one)
    ids = record_children([_told(one, upns, today) for one in new], source=source)
    found.children.update(zip((one.number for one in new), ids, strict=True))
    found.new.update(ids)
    return found


def twice_among(upns: Mapping[str, str]) -> frozenset[str]:
    return frozenset(upn for upn, count in Counter(upns.values()).items() if count > 1)


def _children_of_numbers(authority_id: UUID, numbers: Sequence[str]) -> dict[str, UUID]:
    rows = LookedAfterChild.objects.filter(authority_id=authority_id, number__in=numbers)
    return dict(rows.values_list("number", "child_id"))


def _numbered(authority_id: UUID, children: set[UUID]) -> dict[UUID, str]:
    rows = LookedAfterChild.objects.filter(authority_id=authority_id, child_id__in=children)
    return dict(rows.values_list("child_id", "number"))


def _unlike(one: ChildsRows, born_on: date | None) -> bool:
    told = one.header.born_on
    return told is not None and born_on is not None and told != born_on


def _refused(one: ChildsRows, words: str) -> Remark:
    return Remark(FileKind.HEADER, one.header.line, one.number, "UPN", words, one.header.upn)


def _told(one: ChildsRows, upns: Mapping[str, str], today: date) -> Told:
    sex = SEX[one.header.sex].words if one.header.sex else ""
    return Told(
        upn=upns.get(one.number),
        forename="",
        surname="",
        middle_names=None,
        used_name=None,
        date_of_birth=one.header.born_on,
        sex=sex,
        address="",
        postcode="",
        known_from=today,
    )
