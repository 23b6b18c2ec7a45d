"""Load a list of staff: each person once, in as many postings as they hold."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.schools.actions import Counts, LoadedFile, begin_load, finish_load
from alongside.areas.schools.reading import Rejected
from alongside.areas.schools.reading.files import FileRead
from alongside.areas.staffing.actions.workplaces import RowRefused, Workplace, Workplaces
from alongside.areas.staffing.rules import Held, step
from alongside.areas.staffing.staff_list import Listed
from alongside.register.models import Posting, User


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTotals:
    """What a load of staff did. `already_ended` rows are of postings that were over before it."""

    read: int
    taken: int
    people_added: int
    people_renamed: int
    teams_added: int
    posted: int
    end_changed: int
    already_ended: int
    rejected: int


@dataclass(slots=True)
class _Done:
    """What has been done so far."""

    counts: Counter[str] = field(default_factory=Counter)
    posted: list[str] = field(default_factory=list)
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
            end_changed=len(self.ended),
            already_ended=counts["already_ended"],
            rejected=len(file.rejected),
        )


@transaction.atomic
def load_staff(file: FileRead[Listed], *, at: datetime, operator: str = "") -> StaffTotals:
    """Post the people of a file; rows that cannot be taken after all join its rejected ones."""
    load = begin_load(
        kind="staff", file_name=file.name, digest=file.digest, at=at, operator=operator
    )
    workplaces, done = Workplaces(), _Done()
    late = []
    for row in file.taken:
        try:
            place = workplaces.of(row)
            _post(_person(row, done), place, row, done, at=at)
        except RowRefused as refused:
            late.append(Rejected(row.line, refused.column, str(refused), refused.value))
    file.reject(late)
    totals = done.totals(file, workplaces.teams_added)
    _finish(load, totals, done)
    return totals


def _finish(load: LoadedFile, totals: StaffTotals, done: _Done) -> None:
    counts = Counts(
        rows=totals.read,
        rejected=totals.rejected,
        added=totals.posted,
        changed=totals.end_changed + totals.people_renamed,
    )
    detail = {"posted": " ".join(done.posted), "end_changed": " ".join(done.ended)}
    finish_load(load, counts, detail=detail)
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


def _person(row: Listed, done: _Done) -> User:
    user = User.objects.filter(email__iexact=row.email).first()
    if user is None:
        done.counts["people_added"] += 1
        return User.objects.create_user(row.email, row.full_name, is_active=True)
    if not user.is_active:
        reason = "This person may not sign in any more. Let them sign in again first."
        raise RowRefused("Email", reason, row.email)
    if user.full_name != row.full_name:
        done.counts["people_renamed"] += 1
        user.full_name = row.full_name
        user.save(update_fields=["full_name"])
    return user


def _post(user: User, place: Workplace, row: Listed, done: _Done, *, at: datetime) -> None:
    done.authorities.add(place.authority_id)
    postings = list(
        Posting.objects.filter(user=user, team=place.team, role=place.role).order_by("starts_at")
    )
    held = [Held(starts_at=p.starts_at, ends_at=p.ends_at) for p in postings]
    does = step(row, held, at=at)
    if does.kind == "start":
        posting = Posting.objects.create(
            user=user, team=place.team, role=place.role,
            starts_at=does.starts_at, ends_at=does.ends_at,
        )  # fmt: skip
        done.posted.append(str(posting.id))
    elif does.kind == "change_end":
        posting = postings[-1]
        posting.ends_at = does.ends_at
        posting.save(update_fields=["ends_at"])
        done.ended.append(str(posting.id))
    elif not postings:
        done.counts["already_ended"] += 1
