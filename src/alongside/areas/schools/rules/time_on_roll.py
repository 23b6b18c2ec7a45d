"""What one row of a roll means for a pupil's time at the school, and what a whole roll may end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from alongside.areas.schools.roll import Pupil
from alongside.foundation.calendars import local_day, midnight

MOST_ENDED = 5  # a file that would end more than one in five of the roll is not the whole roll

ADMISSION_DATE, LEAVING_DATE, YEAR_GROUP = "admission_date", "leaving_date", "year_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One time a child was on the roll, as held: from a moment until, and not including, another."""

    relationship_id: UUID
    child_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    admitted_on: date
    left_on: date | None
    year_group: str
    registered: bool = True  # whether an entry on the register stands beside the tie

    def is_live(self, at: datetime) -> bool:
        return self.starts_at <= at and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a row does to a pupil's time here, and how that time then stands.

    `nothing` includes pupils who had left before they were ever known here: they are not recorded.
    """

    kind: Literal["join", "rejoin", "leave", "correct", "nothing"]
    starts_at: datetime
    ends_at: datetime | None
    admitted_on: date
    left_on: date | None
    year_group: str
    changed: tuple[str, ...] = ()


def moment_of_admission(day: date) -> datetime:
    """A pupil is on roll from the beginning of the day of admission."""
    return midnight(day)


def moment_of_leaving(day: date) -> datetime:
    """The date of leaving is the last day on roll: it ends with that day."""
    return moment_of_admission(day + timedelta(days=1))


def step(pupil: Pupil, stays: Sequence[Stay], *, at: datetime, leaving_told: bool = True) -> Step:
    """What this row does, given the pupil's times at this school so far, the oldest first.

    Without `leaving_told` the file does not speak of leaving: a date to come stays as held. One
    who has left is on roll again, as whoever a school lists as its pupil is.
    """
    if not stays:
        return _first_time(pupil, at)
    latest = stays[-1]
    if not latest.is_over(at):
        before = stays[-2] if len(stays) > 1 else None
        if leaving_told:
            return _while_on_roll(pupil, latest, before, at)
        return _still_on_roll(pupil, latest, before)
    if not _is_gone(pupil, at):
        return _again(pupil, latest, at)
    return _long_gone(pupil, latest)


def is_too_many(ending: int, *, on_roll: int) -> bool:
    """Whether ending so many pupils of a roll needs somebody to say that it is meant."""
    return ending * MOST_ENDED > on_roll


def lapsed(stays: Iterable[Stay], *, since: datetime, at: datetime) -> list[Stay]:
    """Those whose leaving date, given in advance, has passed since the roll was last loaded."""
    return [s for s in stays if s.ends_at is not None and since < s.ends_at <= at]


def _ends_at(pupil: Pupil) -> datetime | None:
    return moment_of_leaving(pupil.left_on) if pupil.left_on else None


def _is_gone(pupil: Pupil, at: datetime) -> bool:
    ends_at = _ends_at(pupil)
    return ends_at is not None and ends_at <= at


def _first_time(pupil: Pupil, at: datetime) -> Step:
    admitted = pupil.admitted_on or local_day(at)
    return Step(
        kind="nothing" if _is_gone(pupil, at) else "join",
        starts_at=moment_of_admission(admitted),
        ends_at=_ends_at(pupil),
        admitted_on=admitted,
        left_on=pupil.left_on,
        year_group=pupil.year_group,
    )


def _again(pupil: Pupil, latest: Stay, at: datetime) -> Step:
    assert latest.ends_at is not None
    admitted = pupil.admitted_on
    # Many systems keep the date of the first admission: a time that has ended cannot start there.
    if admitted is None or moment_of_admission(admitted) < latest.ends_at:
        admitted = local_day(at)
    return Step(
        kind="rejoin",
        starts_at=max(moment_of_admission(admitted), latest.ends_at),
        ends_at=_ends_at(pupil),
        admitted_on=admitted,
        left_on=pupil.left_on,
        year_group=pupil.year_group,
    )


def _while_on_roll(pupil: Pupil, latest: Stay, before: Stay | None, at: datetime) -> Step:
    admitted, starts_at = _admission(pupil, latest, before)
    gone, ends_at = _is_gone(pupil, at), _ends_at(pupil)
    if pupil.left_on and ends_at and pupil.left_on < admitted:
        # An admission is often dated by the load that first saw it: a leaving date is never ours.
        admitted, starts_at = pupil.left_on, min(starts_at, ends_at)
    codes = _changed(pupil, latest, admitted)
    if pupil.left_on != latest.left_on and not gone:
        codes = (*codes, LEAVING_DATE)
    return Step(
        kind="leave" if gone else "correct" if codes else "nothing",
        starts_at=starts_at,
        ends_at=ends_at,
        admitted_on=admitted,
        left_on=pupil.left_on,
        year_group=pupil.year_group or latest.year_group,
        changed=codes,
    )


def _still_on_roll(pupil: Pupil, latest: Stay, before: Stay | None) -> Step:
    """Of one whose leaving nothing is said: it stays as held."""
    admitted, starts_at = _admission(pupil, latest, before)
    if latest.ends_at and starts_at >= latest.ends_at:
        admitted, starts_at = latest.admitted_on, latest.starts_at
    codes = _changed(pupil, latest, admitted)
    return Step(
        kind="correct" if codes else "nothing",
        starts_at=starts_at,
        ends_at=latest.ends_at,
        admitted_on=admitted,
        left_on=latest.left_on,
        year_group=pupil.year_group or latest.year_group,
        changed=codes,
    )


def _admission(pupil: Pupil, latest: Stay, before: Stay | None) -> tuple[date, datetime]:
    """The day of admission and its moment: as told, unless it is before an earlier time had ended."""
    told, earliest = pupil.admitted_on, before.ends_at if before else None
    if told and told != latest.admitted_on:
        starts_at = moment_of_admission(told)
        if not earliest or starts_at >= earliest:
            return told, starts_at
    return latest.admitted_on, latest.starts_at


def _changed(pupil: Pupil, latest: Stay, admitted: date) -> tuple[str, ...]:
    changed = {
        ADMISSION_DATE: admitted != latest.admitted_on,
        YEAR_GROUP: pupil.year_group not in ("", latest.year_group),
    }
    return tuple(code for code, differs in changed.items() if differs)


def _long_gone(pupil: Pupil, latest: Stay) -> Step:
    """Still gone: at most the day was not as we held it."""
    left_on, ends_at = latest.left_on, latest.ends_at
    assert pupil.left_on is not None
    assert ends_at is not None
    later_stay = pupil.admitted_on and moment_of_admission(pupil.admitted_on) >= ends_at
    corrected = pupil.left_on != left_on and pupil.left_on >= latest.admitted_on and not later_stay
    return Step(
        kind="correct" if corrected else "nothing",
        starts_at=latest.starts_at,
        ends_at=_ends_at(pupil) if corrected else ends_at,
        admitted_on=latest.admitted_on,
        left_on=pupil.left_on if corrected else left_on,
        year_group=latest.year_group,
        changed=(LEAVING_DATE,) if corrected else (),
    )
