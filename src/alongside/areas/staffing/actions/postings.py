"""Load a list of staff: each person once, in as many postings as they hold."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.schools.actions import Counts, begin_load, finish_load
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
    counts, rejected = done.counts, len(file.rejected)
    finish_load(
        load,
        Counts(
            rows=file.rows,
            rejected=rejected,
            added=counts["posted"],
            changed=counts["end_changed"] + counts["people_renamed"],
        ),
        detail={"posted": " ".join(done.posted), "end_changed": " ".join(done.ended)},
    )
    payload = {"load": load.load_id, "rows": file.rows, "rejected": rejected}
    record_many(
        [
            Fact(kind="staff_loaded", authority_id=authority_id, subject_id=load.load_id, at=at, payload=payload)
            for authority_id in sorted(done.authorities)
        ]
    )  # fmt: skip
    return StaffTotals(
        read=file.rows,
        taken=file.rows - rejected,
        people_added=counts["people_added"],
        people_renamed=counts["people_renamed"],
        teams_added=workplaces.teams_added,
        posted=counts["posted"],
        end_changed=counts["end_changed"],
        already_ended=counts["already_ended"],
        rejected=rejected,
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
        done.counts["posted"] += 1
        done.posted.append(str(posting.id))
    elif does.kind == "change_end":
        posting = postings[-1]
        posting.ends_at = does.ends_at
        posting.save(update_fields=["ends_at"])
        done.counts["end_changed"] += 1
        done.ended.append(str(posting.id))
    elif not postings:
        done.counts["already_ended"] += 1
