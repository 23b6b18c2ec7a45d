"""Record children, and what changes about them, many at once: the load that tells of them says where from."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.people.events import DETAILS_CHANGED, FIRST_RECORDED
from alongside.areas.people.models import Address, FamilyMember, Identifier, Identity, Name
from alongside.areas.people.rules import Differences, Told, fold, legal_name, used_name
from alongside.areas.people.terms import NameKind, Scheme
from alongside.foundation.calendars import local_day
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Child

_NAME = (
    *("id", "child_id", "kind", "forename", "middle_names", "surname", "searched", "starts_on"),
)
_ADDRESS = ("id", "child_id", "lines", "postcode", "uprn", "safe_to_show", "starts_on")
_MEMBER = (
    *("id", "child_id", "kind", "name", "other_child_id"),
    *("parental_responsibility", "telephone", "lives_with", "source_id", "starts_on"),
)
_SEARCHED_LENGTH = 400
# Plain words: an enumeration's member is looked up each time it is named.
_LEGAL, _PREFERRED = NameKind.LEGAL.value, NameKind.PREFERRED.value
_UPN, _NHS_NUMBER = Scheme.UPN.value, Scheme.NHS_NUMBER.value
_CASE_NUMBER = Scheme.CASE_NUMBER.value
NameRow = tuple[UUID, UUID | str, str, str, str, str, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who tells, in which load if in one, for which authority, and when it was told."""

    code: str
    load_id: UUID | None
    authority_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is new about a child; `also` names what changed with it in the area that tells."""

    child_id: UUID
    differences: Differences
    also: tuple[str, ...] = ()


@transaction.atomic
def record_children(told: Sequence[Told], *, source: Source) -> list[UUID]:
    """Record children nobody here knew; their ids, in the order they were told."""
    ids = [new_id() for _ in told]
    # Each id is written in several rows: it is made text once.
    both = [(str(child_id), one) for child_id, one in zip(ids, told, strict=True)]
    authority = str(source.authority_id)
    insert_rows(Child, ("id", "authority_id"), ((i, authority) for i, _ in both))
    insert_rows(
        Identity,
        ("child_id", "authority_id", "date_of_birth", "sex"),
        ((i, authority, t.date_of_birth, t.sex) for i, t in both),
    )
    insert_rows(Name, _NAME, (row for i, t in both for row in _names(i, t)))
    insert_rows(
        Identifier, ("id", "child_id", "scheme", "value"),
        ((new_id(), i, *number) for i, t in both for number in _numbers(t)),
    )  # fmt: skip
    insert_rows(
        Address, _ADDRESS,
        (_address(i, t.address, t.postcode, t.known_from) for i, t in both if t.address or t.postcode),
    )  # fmt: skip
    payload = {"source": source.code, "load": source.load_id}
    kind = FIRST_RECORDED.get(source.code, "child_first_recorded")
    record_many([_fact(kind, i, source, payload) for i in ids])
    return ids


@transaction.atomic
def change_details(changes: Sequence[Change], *, source: Source) -> None:
    """End what no longer holds, start what now does, and record one event for each child."""
    today = local_day(source.at)
    _change_names(changes, today)
    _change_addresses(changes, today)
    born = [(c.child_id, d) for c in changes if (d := c.differences.date_of_birth)]
    sexes = [(c.child_id, s) for c in changes if (s := c.differences.sex)]
    numbers = [(new_id(), c.child_id, _UPN, u) for c in changes if (u := c.differences.upn)]
    numbers += [
        (new_id(), c.child_id, _CASE_NUMBER, n) for c in changes if (n := c.differences.case_number)
    ]
    update_rows(Identity, ("child_id", "date_of_birth"), born)
    update_rows(Identity, ("child_id", "sex"), sexes)
    insert_rows(Identifier, ("id", "child_id", "scheme", "value"), numbers)
    record_many([_details_changed(change, source) for change in changes])


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTold:
    """Somebody of a child's family as told; `other_child_id` instead of a name for a sibling known here."""

    child_id: UUID
    kind: str
    name: str = ""
    parental_responsibility: str = ""
    telephone: str = ""
    lives_with: bool | None = None
    other_child_id: UUID | None = None

    def key(self) -> tuple[object, ...]:
        return (self.child_id, self.kind, self.name, self.other_child_id)

    def details(self) -> tuple[object, ...]:
        return (self.parental_responsibility, self.telephone, self.lives_with)


@transaction.atomic
def record_family_members(
    told: Sequence[MemberTold], *, told_by: UUID, source: Source, known_from: date | None = None
) -> int:
    """Record who belongs to children's families, as one organisation tells it; how many rows are new.

    For loads. Told twice changes nothing; new details replace the old; whoever is left out stays.
    """
    today = local_day(source.at)
    held = _family_held({one.child_id for one in told}, told_by)
    new = {o.key(): o for o in told if held.get(o.key(), (None, ()))[1] != o.details()}
    ended = [held[key][0] for key in new if key in held]
    update_rows(FamilyMember, ("id", "ends_on"), [(row_id, today) for row_id in ended])
    insert_rows(
        FamilyMember, _MEMBER,
        ((new_id(), *o.key(), *o.details(), told_by, known_from or today) for o in new.values()),
    )  # fmt: skip
    numbers = Counter(one.child_id for one in new.values())
    said = {"source": source.code, "load": source.load_id}
    record_many(
        [_fact("family_recorded", c, source, {**said, "members": n}) for c, n in numbers.items()]
    )
    return len(new)


def _family_held(
    children: Collection[UUID], told_by: UUID
) -> dict[tuple[object, ...], tuple[UUID, tuple[object, ...]]]:
    """By child, kind, name and sibling, each current row of this source with its details."""
    rows = FamilyMember.objects.filter(child_id__in=children, source_id=told_by, ends_on=None)
    columns = ("id", *_MEMBER[1:8])
    return {tuple(r[1:5]): (r[0], tuple(r[5:])) for r in rows.values_list(*columns)}


def _details_changed(change: Change, source: Source) -> Fact:
    codes = (*change.differences.codes(), *change.also)
    payload = {"source": source.code, "load": source.load_id, "changed": "/".join(codes)}
    return _fact(
        DETAILS_CHANGED.get(source.code, "child_details_changed"), change.child_id, source, payload
    )


def _fact(kind: str, child_id: UUID, source: Source, payload: Mapping[str, object]) -> Fact:
    return Fact(
        kind=kind,
        authority_id=source.authority_id,
        child_id=child_id,
        at=source.at,
        payload=payload,
    )


def _change_names(changes: Sequence[Change], today: date) -> None:
    ended: list[tuple[UUID, str]] = []
    started: list[NameRow] = []
    for change in changes:
        differs, child_id = change.differences, change.child_id
        if differs.legal_name:
            ended.append((child_id, _LEGAL))
            started.append(_name(child_id, _LEGAL, differs.legal_name, today))
        if differs.used_name:
            forename, surname = differs.used_name
            started.append(_name(child_id, _PREFERRED, (forename, "", surname), today))
        if differs.used_name or differs.used_name_ends:
            ended.append((child_id, _PREFERRED))
    for kind in NameKind.values:
        of_kind = [child_id for child_id, ended_kind in ended if ended_kind == kind]
        Name.objects.filter(child_id__in=of_kind, kind=kind, ends_on=None).update(ends_on=today)
    insert_rows(Name, _NAME, started)


def _change_addresses(changes: Sequence[Change], today: date) -> None:
    moved = [(c.child_id, *c.differences.address) for c in changes if c.differences.address]
    children = [child_id for child_id, _, _ in moved]
    # The newest alone: a child may have a second home, told of by somebody else.
    newest = (
        Address.objects.filter(child_id__in=children, ends_on=None)
        .order_by("child_id", "-starts_on", "-id")
        .distinct("child_id")
    )
    update_rows(
        Address, ("id", "ends_on"), [(i, today) for i in newest.values_list("id", flat=True)]
    )
    insert_rows(Address, _ADDRESS, (_address(i, lines, code, today) for i, lines, code in moved))


def _names(child_id: str, told: Told) -> Iterator[NameRow]:
    if not (told.forename or told.surname):
        return
    legal, used = legal_name(told), used_name(told)
    yield _name(child_id, _LEGAL, legal, told.known_from)
    if used:
        yield _name(child_id, _PREFERRED, (used[0], "", used[1]), told.known_from)


def _name(child_id: UUID | str, kind: str, name: tuple[str, str, str], starts_on: date) -> NameRow:
    searched = fold(" ".join(name))[:_SEARCHED_LENGTH]
    return (new_id(), child_id, kind, *name, searched, starts_on)


def _numbers(told: Told) -> Iterator[tuple[str, str]]:
    if told.upn:
        yield _UPN, told.upn
    if told.nhs_number:
        yield _NHS_NUMBER, told.nhs_number
    if told.case_number:
        yield _CASE_NUMBER, told.case_number


def _address(
    child_id: UUID | str, lines: str, postcode: str, starts_on: date
) -> tuple[object, ...]:
    return (new_id(), child_id, lines, postcode, "", False, starts_on)
