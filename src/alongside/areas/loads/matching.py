"""Whom a sender means, by the numbers they give: a child known here, somebody new, or a person must look.

Never two records for one UPN or NHS number, and never two children in one record: whatever does not fit
goes back with a reason, and waits for somebody to say whether it is the same child.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.people.rules import Known, Told, fold, same_person_told_of
from alongside.foundation.identifiers import is_temporary_upn

Number = tuple[str, str]  # scheme, value
UPN, NHS_NUMBER, CASE_NUMBER = "upn", "nhs_number", "case_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A child as a sender tells of them: `key` is the sender's own number, which one file gives one child.

    `case_number` is that number behind the council's code, where the sender is the council.
    Numbers have been checked and written as we hold them; a blank says nothing.
    """

    key: str
    case_number: str = ""
    upn: str = ""
    nhs_number: str = ""
    forename: str = ""
    surname: str = ""
    date_of_birth: date | None = None
    sex: str = ""

    @property
    def numbers(self) -> tuple[Number, ...]:
        given = ((UPN, self.upn), (NHS_NUMBER, self.nhs_number), (CASE_NUMBER, self.case_number))
        return tuple(number for number in given if number[1])

    @property
    def named(self) -> tuple[str, str] | None:
        """Both names, folded; None where one is missing: half a name is many people's."""
        names = fold(self.forename), fold(self.surname)
        return names if all(names) else None

    @property
    def digest(self) -> str:
        """The same while the sender tells the same: what somebody decided of it holds that long."""
        told = (*map("=".join, self.numbers), self.forename, self.surname)
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        return hashlib.sha256("\n".join((self.key, *told, born, self.sex)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known here: who holds which number, who those children are, and what people decided.

    `namesakes` are the children of a name and birth date. `same` and `other` are pairs of a claim's
    digest and a child whom somebody found to be meant, or not to be.
    """

    holders: Mapping[Number, UUID]
    known: Mapping[UUID, Known]
    numbers: Mapping[UUID, Collection[Number]] = field(default_factory=dict)
    namesakes: Mapping[tuple[tuple[str, str], date], Sequence[UUID]] = field(default_factory=dict)
    same: Collection[tuple[str, UUID]] = ()
    other: Collection[tuple[str, UUID]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What is known of one claim: the child, or nobody yet, or why nobody can say.

    Where `reason` is empty and `child_id` is None, it is somebody new. `column` is what cannot be right;
    `new_numbers` are those of the claim that nobody holds yet.
    """

    claim: Claim
    child_id: UUID | None = None
    new_numbers: tuple[Number, ...] = ()
    code: str = ""
    column: str = ""
    reason: str = ""
    candidates: tuple[UUID, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.child_id is None and not self.reason


def recognise(claims: Sequence[Claim], held: Held) -> list[Recognised]:
    """Whom each claim is about, in the order given."""
    twice = _given_twice(claims)
    return [_recognise(claim, held, twice) for claim in claims]


def _given_twice(claims: Iterable[Claim]) -> set[Number]:
    """Numbers that two children of these are given."""
    pairs = {(number, claim.key) for claim in claims for number in claim.numbers}
    counted = Counter(number for number, _ in pairs)
    return {number for number, count in counted.items() if count > 1}


def _recognise(claim: Claim, held: Held, twice: set[Number]) -> Recognised:
    new = tuple(number for number in claim.numbers if number not in held.holders)
    by_number = {held.holders[n] for n in claim.numbers if n in held.holders}
    if not claim.numbers and claim.named is None:
        return _unclear(claim, "no_numbers", CASE_NUMBER)
    if len(by_number) > 1:
        return _unclear(claim, "two_children", UPN, by_number)
    for number in claim.numbers:
        if number in twice and number in new:
            return _unclear(claim, "twice", number[0])
    if by_number:
        [child_id] = by_number
        return _if_theirs(claim, child_id, new, held)
    return _by_name(claim, new, held)


def _if_theirs(claim: Claim, child_id: UUID, new: tuple[Number, ...], held: Held) -> Recognised:
    found = Recognised(claim=claim, child_id=child_id, new_numbers=new)
    code, column = _doubt(claim, child_id, held)
    pair = (claim.digest, child_id)
    if not code or pair in held.same:
        return found
    if pair in held.other:
        return _unclear(claim, "not_theirs", column)
    return _unclear(claim, code, column, {child_id})


def _doubt(claim: Claim, child_id: UUID, held: Held) -> tuple[str, str]:
    """Why the child who holds a number of the claim may not be meant; "" where nothing speaks against it.

    The council's own number is its word: what else changes, it corrects. Where birth date and UPN both
    are another's, it may have given an old number to a new child.
    """
    known, numbers = held.known[child_id], held.numbers.get(child_id, ())
    born = known.date_of_birth
    born_otherwise = bool(claim.date_of_birth and born and born != claim.date_of_birth)
    if (CASE_NUMBER, claim.case_number) in numbers:
        reused = born_otherwise and _has_another_upn(claim.upn, numbers)
        return ("reused_number", CASE_NUMBER) if reused else ("", "")
    if claim.case_number and _another(claim.case_number, CASE_NUMBER, numbers):
        return "other_number", CASE_NUMBER
    if claim.nhs_number and _another(claim.nhs_number, NHS_NUMBER, numbers):
        return "other_nhs_number", NHS_NUMBER
    if claim.named and any(known.legal_name):
        return ("", "") if same_person_told_of(_told(claim), known) else ("other_name", "name")
    return ("other_birth", "date_of_birth") if born_otherwise else ("", "")


def _has_another_upn(upn: str, numbers: Collection[Number]) -> bool:
    """Whether the child has a UPN for good, and not this one: of one that stands in, nothing follows."""
    theirs = {value for scheme, value in numbers if scheme == UPN}
    return bool(upn) and upn not in theirs and not all(map(is_temporary_upn, theirs))


def _another(value: str, scheme: str, numbers: Collection[Number]) -> bool:
    """Whether the child has a number of this scheme, of the same council if it is a council's, and not this."""
    own = value.partition("/")[0] + "/" if scheme == CASE_NUMBER else ""
    theirs = {v for s, v in numbers if s == scheme and v.startswith(own)}
    return bool(theirs) and value not in theirs


def _by_name(claim: Claim, new: tuple[Number, ...], held: Held) -> Recognised:
    """Somebody new, unless a child of the same name and birth date may be meant."""
    if claim.named is None or claim.date_of_birth is None:
        return Recognised(claim=claim, new_numbers=new)
    alike = [
        child_id
        for child_id in held.namesakes.get((claim.named, claim.date_of_birth), ())
        if not _told_apart(claim, held.numbers.get(child_id, ()))
        and (claim.digest, child_id) not in held.other
    ]
    for child_id in alike:
        if (claim.digest, child_id) in held.same:
            return Recognised(claim=claim, child_id=child_id, new_numbers=new)
    if alike:
        return _unclear(claim, "namesake", "name", alike)
    return Recognised(claim=claim, new_numbers=new)


def _told_apart(claim: Claim, numbers: Collection[Number]) -> bool:
    """Whether both have a number of one scheme and they differ: then they are two children."""
    return any(_another(value, scheme, numbers) for scheme, value in claim.numbers)


def _unclear(claim: Claim, code: str, column: str, candidates: Iterable[UUID] = ()) -> Recognised:
    return Recognised(
        claim=claim,
        code=code,
        column=column,
        reason=REASONS[code],
        candidates=tuple(sorted(candidates)),
    )


def _told(claim: Claim) -> Told:
    return Told(
        upn=None, forename=claim.forename, surname=claim.surname, middle_names=None, used_name=None,
        date_of_birth=claim.date_of_birth, sex=claim.sex, address="", postcode="", known_from=date.min,
    )  # fmt: skip


_LOOK = "Somebody who looks after the data is asked whether it is the same child."
REASONS: Mapping[str, str] = {
    "no_numbers": (
        "There is no number and no name to know this child by. Give their own number, UPN or NHS number."
    ),
    "two_children": (
        "The numbers given for this child are of two children here. Correct the one that is wrong."
    ),
    "twice": "Two children of this file are given this number. Correct one, or leave one of them out.",
    "other_number": (
        f"The child with this UPN or NHS number is known here by another number of yours. {_LOOK}"
    ),
    "reused_number": (
        f"The child with this number of yours was born on another day and has another UPN here. {_LOOK}"
    ),
    "other_nhs_number": f"The child with these numbers has another NHS number here. {_LOOK}",
    "other_birth": f"The child with this UPN or NHS number was born on another day. {_LOOK}",
    "other_name": f"The child with this number has another name here. {_LOOK}",
    "namesake": f"A child of this name and date of birth is known here. {_LOOK}",
    "not_theirs": (
        "Somebody looked, and the child with this number is another one. Correct the number."
    ),
}
ASKED = frozenset(
    ("other_number", "reused_number", "other_nhs_number", "other_birth", "other_name", "namesake")
)
