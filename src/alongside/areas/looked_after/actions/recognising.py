"""Whom the council's numbers mean: a child known by that number, by their UPN, or nobody here so far."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.actions.recognising import recognise_children
from alongside.areas.loads.matching import Claim
from alongside.areas.looked_after.actions.keeping import Pointer, pointers_of
from alongside.areas.looked_after.codes import SEX
from alongside.areas.looked_after.rules.course import Years
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.terms import CHILD, FileKind
from alongside.areas.people.actions import Change, Source, change_details, record_children
from alongside.areas.people.queries import known_children, numbers_by_child
from alongside.areas.people.rules import Differences, Known, Told, case_number
from alongside.areas.people.terms import Scheme
from alongside.foundation.calendars import local_day
from alongside.foundation.identifiers import IdentifierError, parse_upn

_CASE_NUMBER = Scheme.CASE_NUMBER.value
# Why there is no UPN: not at school, too young, from elsewhere, not yet known.
_NO_UPN = re.compile(r"UN[0-9]")
UPN_TWICE = (
    "Two children of this return have this UPN. Check which of them has it: nothing of either "
    "was taken."
)

SECOND_NUMBER = (
    "This is the same child as {number}, who is in this return too. Put the rows of the child under "
    "one number: nothing under this one was taken."
)


@dataclass(slots=True, kw_only=True)
class Recognised:
    """Of a batch: whom each number means, who among them is new here, and why some mean nobody.

    `held` says what the council's returns hold of these children so far, by whichever of its numbers.
    """

    children: dict[str, UUID] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    held: list[Pointer] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The council whose numbers these are, and the UPNs of its return; `twice` are of two children.

    `told` are the numbers of which the return, of this year, tells something.
    """

    code: str
    year: int
    told: frozenset[str]
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


def recognise(
    told: Sequence[ChildsRows], numbering: Numbering, *, source: Source, load: LoadedFile
) -> Recognised:
    """Find the children, or record those whom nobody here knew; whoever is unclear waits for a person."""
    found = Recognised()
    clear = [one for one in told if numbering.upns.get(one.number) not in numbering.twice]
    found.remarks += [
        _remark(one, "UPN", UPN_TWICE, one.header.upn)
        for one in told
        if numbering.upns.get(one.number) in numbering.twice
    ]
    claims = [_claim(one, numbering) for one in clear]
    known = recognise_children(claims, authority_id=source.authority_id, load=load)
    new: list[ChildsRows] = []
    for one, whom in zip(clear, known, strict=True):
        if whom.reason:
            column = _COLUMNS.get(whom.column, CHILD)
            value = one.header.upn if column == "UPN" else ""
            found.remarks.append(_remark(one, column, whom.reason, value))
        elif whom.child_id is None:
            new.append(one)
        else:
            found.children[one.number] = whom.child_id
    found.held = pointers_of(source.authority_id, set(found.children.values()))
    _leave_second_numbers(clear, found, numbering)
    ids = record_children([_told(one, numbering, source) for one in new], source=source)
    found.children.update(zip((one.number for one in new), ids, strict=True))
    found.new.update(ids)
    return found


def _leave_second_numbers(
    told: Sequence[ChildsRows], found: Recognised, numbering: Numbering
) -> None:
    """Of two numbers of one child in one return, that which counts in it already stays, else the first."""
    counts: dict[UUID, str] = {}
    for pointer in sorted(found.held, key=lambda one: one.number):
        if pointer.year == numbering.year and pointer.number in numbering.told:
            counts.setdefault(pointer.child_id, pointer.number)
    for one in told:
        child_id = found.children.get(one.number)
        if child_id is None:
            continue
        first = counts.setdefault(child_id, one.number)
        if first != one.number:
            del found.children[one.number]
            words = SECOND_NUMBER.format(number=first)
            found.remarks.append(_remark(one, CHILD, words, one.number))


# What a claim is doubted for, as the return's own column.
_COLUMNS = {"upn": "UPN", "date_of_birth": "DOB", "case_number": CHILD}


def _claim(one: ChildsRows, numbering: Numbering) -> Claim:
    return Claim(
        key=one.number,
        case_number=case_number(numbering.code, one.number),
        upn=numbering.upns.get(one.number, ""),
        date_of_birth=one.header.born_on,
        sex=_sex(one),
    )


def _remark(one: ChildsRows, column: str, reason: str, value: str) -> Remark:
    return Remark(FileKind.HEADER, one.header.line, one.number, column, reason, value)


def tell_of(
    years: Mapping[UUID, Years], told: Mapping[UUID, str], numbering: Numbering, *, source: Source
) -> None:
    """What the returns newly tell of children known here, each by the number that this return has."""
    held = known_children(set(told))
    numbers = numbers_by_child(held) if held else {}
    changes: list[Change] = []
    for child_id, number in told.items():
        differs = _differences(
            years[child_id], number, held[child_id], numbering, numbers.get(child_id, ())
        )
        if differs.codes():
            changes.append(Change(child_id=child_id, differences=differs))
    if changes:
        change_details(changes, source=source)


def _differences(
    years: Years,
    number: str,
    held: Known,
    numbering: Numbering,
    numbers: Collection[tuple[str, str]],
) -> Differences:
    """Where others named the child, they know better: the return fills in what nobody has told.

    Of the council's own returns the newest year that says it counts, whenever it was loaded.
    """
    ours = not any(held.legal_name)
    newest = [rows for _, rows in reversed(years)]
    born = next((rows.header.born_on for rows in newest if rows.header.born_on), None)
    sex = next(filter(None, map(_sex, newest)), "")
    upn = numbering.upns.get(number)
    case = case_number(numbering.code, number)
    return Differences(
        date_of_birth=born
        if born != held.date_of_birth and (ours or not held.date_of_birth)
        else None,
        sex=sex if sex and sex != held.sex and (ours or not held.sex) else None,
        upn=upn if upn not in held.upns else None,
        case_number=case if (_CASE_NUMBER, case) not in numbers else None,
    )


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
