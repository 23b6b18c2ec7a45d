"""Whom the census is about: by the council's own number, else by UPN, else somebody new here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.loads.actions.recognising import recognise_children, rejected
from alongside.areas.loads.matching import CASE_NUMBER, UPN, Claim
from alongside.areas.loads.matching import Recognised as Match
from alongside.areas.loads.reading import Rejected
from alongside.areas.people.actions import Change, Source, change_details, record_children
from alongside.areas.people.queries import known_children
from alongside.areas.people.rules import Differences, Known, Told, case_number
from alongside.areas.social_care.census import Survey, ToldChild
from alongside.areas.social_care.models import CensusReturn
from alongside.areas.social_care.rules.reasons import SECOND_NUMBER
from alongside.areas.social_care.rules.shape import Record
from alongside.areas.social_care.terms import SEXES
from alongside.foundation.calendars import local_day
from alongside.register.bulk import among


@dataclass(slots=True, kw_only=True)
class Recognised:
    """The child of each number, who of them is new here, and why some cannot be taken."""

    children: dict[str, UUID] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    rejected: list[Rejected] = field(default_factory=list)
    second: set[str] = field(
        default_factory=set
    )  # numbers of children whom the file tells of before


def recognise(
    told: Sequence[ToldChild], *, code: str, source: Source, whole: Survey, load: LoadedFile
) -> Recognised:
    """Find the children, or record those whom nobody here knew; whoever is unclear waits for a person."""
    found = Recognised()
    claims = [_claim(one, code) for one in told]
    matches = recognise_children(claims, authority_id=source.authority_id, load=load)
    new = [one for one, match in zip(told, matches, strict=True) if match.is_new]
    ids = record_children([_told(one, code, source) for one in new], source=source)
    found.children.update(zip((one.number for one in new), ids, strict=True))
    found.new.update(ids)
    matched = {match.child_id for match in matches if match.child_id}
    known = known_children(matched)
    numbers = _told_already(matched, whole, source)
    newer = _newer(matched, whole, source)
    changes = []
    for one, match in zip(told, matches, strict=True):
        if match.reason:
            found.rejected.append(rejected(match, line=one.line))
        elif match.child_id and numbers.setdefault(match.child_id, one.number) != one.number:
            found.second.add(one.number)
            found.rejected.append(
                Rejected(one.line, "LAchildID", SECOND_NUMBER, one.number, unit=one.number)
            )
        elif match.child_id:
            found.children[one.number] = match.child_id
            changes.append(_change(match.child_id, match, known[match.child_id], newer))
    if changes := [change for change in changes if change.differences.codes()]:
        change_details(changes, source=source)
    return found


def _told_already(children: Collection[UUID], whole: Survey, source: Source) -> dict[UUID, str]:
    """The number of each child whose return of this year is held under a number that the file holds too."""
    returns = CensusReturn.objects.filter(
        authority_id=source.authority_id, year=whole.census.year, child_id__in=among(children)
    )
    held = returns.order_by("load__started_at", "id").values_list("child_id", "number")
    return {child: number for child, number in held if number in whole.numbers}


def _newer(children: Collection[UUID], whole: Survey, source: Source) -> dict[UUID, list[Record]]:
    """What later years' returns already tell of each child, newest first: years may come in any order."""
    returns = CensusReturn.objects.filter(
        authority_id=source.authority_id, year__gt=whole.census.year, child_id__in=among(children)
    )
    found: dict[UUID, list[Record]] = {}
    for child_id, record in returns.order_by("-year").values_list("child_id", "record"):
        found.setdefault(child_id, []).append(record)
    return found


def _claim(one: ToldChild, code: str) -> Claim:
    return Claim(
        key=one.number,
        case_number=case_number(code, one.number),
        upn=one.upn,
        date_of_birth=_born(one.record),
        sex=_sex(one.record),
    )


def _change(
    child_id: UUID, match: Match, held: Known, newer: Mapping[UUID, Sequence[Record]]
) -> Change:
    """What the census newly tells of somebody known. Who has a name is known better by who gave it."""
    claim, new = match.claim, dict(match.new_numbers)
    ours = not any(held.legal_name)
    later = newer.get(child_id, ())
    born = next(filter(None, map(_born, later)), claim.date_of_birth)
    sex = next(filter(None, map(_sex, later)), claim.sex)
    return Change(
        child_id=child_id,
        differences=Differences(
            date_of_birth=born
            if (ours or not held.date_of_birth) and born != held.date_of_birth
            else None,
            sex=sex if (ours or not held.sex) and sex != held.sex else None,
            upn=new.get(UPN),
            case_number=new.get(CASE_NUMBER),
        ),
    )


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
        known_from=local_day(source.at),
        case_number=case_number(code, one.number),
    )
