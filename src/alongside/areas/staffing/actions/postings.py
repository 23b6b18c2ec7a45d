"""Load a list of staff: each person once, in as many postings as they hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.loads.actions import (
    Counts,
    LoadedFile,
    begin_load,
    finish_load,
    refuse_if_overtaken,
)
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.reading.files import FileRead
from alongside.areas.staffing.actions.workplaces import RowRefused, Workplaces
from alongside.areas.staffing.rules import Held, Step, share_days, steps
from alongside.areas.staffing.staff_list import NOT_AN_EMAIL, Listed
from alongside.register.models import Posting, User

Holder = tuple[UUID, UUID, str]  # a person and a team, by id, and the role


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTotals:
    """What a load of staff did. `already_ended` rows are of postings that were over before it."""

    read: int
    taken: int
    people_added: int
    people_renamed: int
    teams_added: int
    posted: int
    start_changed: int
    end_changed: int
    already_ended: int
    rejected: int


@dataclass(slots=True)
class _Done:
    """What has been done so far."""

    counts: Counter[str] = field(default_factory=Counter)
    posted: list[str] = field(default_factory=list)
    start_changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    authorities: set[UUID] = field(default_factory=set)

    def totals(self, file: FileRead[Listed], teams_added: int) -> StaffTotals:
        counts = self.counts
        return StaffTotals(
            read=file.rows,
            taken=file.rows - len(file.rejected),
            people_added=counts["people_added"],
            people_renamed=counts["people_renamed"],
            teams_added=teams_added,
            posted=len(self.posted),
            start_changed=len(self.start_changed),
            end_changed=len(self.ended),
            already_ended=counts["already_ended"],
            rejected=len(file.rejected),
        )


@transaction.atomic
def load_staff(file: FileRead[Listed], *, at: datetime, operator: str = "") -> StaffTotals:
    """Post the people of a file; rows that cannot be taken after all join its rejected ones.

    Raises `Overtaken`.
    """
    load = begin_load(
        kind="staff", file_name=file.name, digest=file.digest, at=at, operator=operator
    )
    refuse_if_overtaken(load)
    taken, done = _Taken(), _Done()
    late = []
    for row in file.taken:
        try:
            taken.take(row, done)
        except RowRefused as refused:
            late.append(Rejected(row.line, refused.column, str(refused), refused.value))
    file.reject(late)
    for holder, rows in taken.rows.items():
        _post(holder, rows, done, at=at, ends_told="End Date" in file.columns)
    totals = done.totals(file, taken.workplaces.teams_added)
    _finish(load, totals, done, file.refusals())
    return totals


class _Taken:
    """The rows that can be taken, by whom and where they post; nothing is made for any other."""

    def __init__(self) -> None:
        self.workplaces = Workplaces()
        self.rows: dict[Holder, list[Listed]] = defaultdict(list)
        self._listed: dict[tuple[str, UUID, str, str], list[Listed]] = defaultdict(list)

    def take(self, row: Listed, done: _Done) -> None:
        """Take up a row, with its team and person; raises `RowRefused`, and then has made nothing."""
        user = _user(row)
        place = self.workplaces.of(row)
        others = self._listed[row.email, place.organisation.id, place.team_name, place.role]
        _refuse_second(row, others)
        others.append(row)
        team = self.workplaces.team(place, row)
        user = _person(user, row, done)
        self.rows[user.id, team.id, place.role].append(row)
        done.authorities.add(place.organisation.authority_id)


def _finish(
    load: LoadedFile, totals: StaffTotals, done: _Done, refused: Sequence[Rejected]
) -> None:
    counts = Counts(
        rows=totals.read,
        rejected=totals.rejected,
        added=totals.posted,
        changed=len({*done.start_changed, *done.ended}) + totals.people_renamed,
    )
    detail = {
        "posted": " ".join(done.posted),
        "start_changed": " ".join(done.start_changed),
        "end_changed": " ".join(done.ended),
    }
    # Of one council, it is that council's; a list of several is nobody's own.
    of = next(iter(done.authorities)) if len(done.authorities) == 1 else None
    finish_load(replace(load, authority_id=of), counts, rejected=refused, detail=detail)
    payload = {"load": load.load_id, "rows": totals.read, "rejected": totals.rejected}
    record_many(
        [
            Fact(
                kind="staff_loaded",
                authority_id=authority_id,
                subject_id=load.load_id,
                at=load.at,
                payload=payload,
            )
            for authority_id in sorted(done.authorities)
        ]
    )


def _user(row: Listed) -> User | None:
    """Who has this address, if anybody does yet."""
    try:
        validate_email(row.email)
    except ValidationError as invalid:
        raise RowRefused("Email", NOT_AN_EMAIL, row.email) from invalid
    user = User.objects.filter(email__iexact=row.email).first()
    if user and not user.is_active:
        reason = "This person may not sign in any more. Let them sign in again first."
        raise RowRefused("Email", reason, row.email)
    return user


def _refuse_second(row: Listed, others: Iterable[Listed]) -> None:
    same = next((other for other in others if share_days(row, other)), None)
    if same:
        reason = (
            f"Line {same.line} has the same person, role and team for some of the same days. "
            "Leave one of the rows out, or give both a start and an end date that part them."
        )
        raise RowRefused("Start Date", reason, str(row.starts_on or ""))


def _person(user: User | None, row: Listed, done: _Done) -> User:
    if user is None:
        done.counts["people_added"] += 1
        return User.objects.create_user(row.email, row.full_name, is_active=True)
    if user.full_name != row.full_name:
        done.counts["people_renamed"] += 1
        user.full_name = row.full_name
        user.save(update_fields=["full_name"])
    return user


def _post(
    holder: Holder, rows: Sequence[Listed], done: _Done, *, at: datetime, ends_told: bool
) -> None:
    user_id, team_id, role = holder
    its = Posting.objects.filter(user_id=user_id, team_id=team_id, role=role)
    held = {p.id: p for p in its.order_by("starts_at", "id")}
    times = [Held(posting_id=i, starts_at=p.starts_at, ends_at=p.ends_at) for i, p in held.items()]
    for does in steps(rows, times, at=at, ends_told=ends_told):
        if does.kind == "start":
            posting = Posting.objects.create(
                user_id=user_id, team_id=team_id, role=role,
                starts_at=does.starts_at, ends_at=does.ends_at,
            )  # fmt: skip
            done.posted.append(str(posting.id))
        elif does.kind == "change" and does.posting_id:
            _change(held[does.posting_id], does, done)
        elif does.kind == "over":
            done.counts["already_ended"] += 1


def _change(posting: Posting, does: Step, done: _Done) -> None:
    if posting.starts_at != does.starts_at:
        done.start_changed.append(str(posting.id))
    if posting.ends_at != does.ends_at:
        done.ended.append(str(posting.id))
    posting.starts_at, posting.ends_at = does.starts_at, does.ends_at
    posting.save(update_fields=["starts_at", "ends_at"])
