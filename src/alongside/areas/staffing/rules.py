"""Whether a role may be held somewhere, and what rows mean for a person's postings there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

from alongside.areas.staffing.staff_list import Listed, code_of
from alongside.foundation.calendars import midnight
from alongside.packs import Pack

_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class RoleRefused(Exception):
    """A person cannot hold this role there: the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A posting as held: from a moment until, and not including, another."""

    posting_id: UUID
    starts_at: datetime
    ends_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a row does to which posting, and how it then stands.

    `over` is a row of a time that had ended before the list was loaded: nothing is posted.
    """

    kind: Literal["start", "change", "nothing", "over"]
    posting_id: UUID | None = None
    starts_at: datetime
    ends_at: datetime | None


def role_held_in(pack: Pack, words: str, organisation_kind: str) -> str:
    """The key of the role that these words name; raises `RoleRefused` where it cannot be held there."""
    by_words = {code_of(role.label): role for role in pack.roles.values()} | dict(pack.roles)
    role = by_words.get(words)
    offered = [
        r.label for r in pack.roles.values() if organisation_kind in r.held_in and r.can_sign_in
    ]
    choices = f"Here it can be one of: {', '.join(offered) or 'none'}."
    if role is None:
        raise RoleRefused(f"No role is called that. {choices}")
    if not role.can_sign_in:
        raise RoleRefused(f"Nobody signs in as this. {choices}")
    if organisation_kind not in role.held_in:
        raise RoleRefused(f"This role is not held in such an organisation. {choices}")
    return role.key


def share_days(one: Listed, other: Listed) -> bool:
    """Whether two rows speak of some of the same days; a blank start or end is open."""
    (starts, ends), (others_start, others_end) = _span(one), _span(other)
    return starts < others_end and others_start < ends


def steps(
    rows: Sequence[Listed], held: Sequence[Held], *, at: datetime, ends_told: bool
) -> list[Step]:
    """What the rows do that list one person in one role and team, sharing no days.

    A row is about the posting it shares days with. `held` has the oldest first; a time that is over
    is never written again: who could see what is history. Without `ends_told` the list does not
    speak of ends: those held stay.
    """
    over = [h for h in held if h.is_over(at)]
    free = [h for h in held if not h.is_over(at)]
    found, rest = [], []
    for row in sorted(rows, key=lambda row: _span(row)[0]):
        its = next((h for h in free if _is_about(row, h)), None)
        if its is None:
            rest.append(row)
            continue
        free.remove(its)
        ends_at = _ends_at(row) if ends_told else its.ends_at
        found.append(_changed(its, starts_at=_corrected_start(row, its, over, at), ends_at=ends_at))
    for row in rest:
        ends_at = _ends_at(row)
        if ends_at and ends_at <= at:
            found.append(_has_ended(ends_at, free, over, at))
        elif not ends_told and any(_is_about(row, h) for h in over):
            found.append(Step(kind="over", starts_at=at, ends_at=None))
        else:
            starts_at = _starts_at(row.starts_on, over, at)
            found.append(Step(kind="start", starts_at=starts_at, ends_at=ends_at))
    return found


def _has_ended(ends_at: datetime, free: list[Held], over: Sequence[Held], at: datetime) -> Step:
    """A row of a time that is over: it ends a posting that no row is about.

    The start of such a posting may have been dated by the load that made it, after the person left.
    """
    if free:
        its = free.pop(0)
        return _changed(its, starts_at=its.starts_at, ends_at=max(ends_at, its.starts_at))
    return Step(kind="nothing" if over else "over", starts_at=at, ends_at=ends_at)


def _changed(its: Held, *, starts_at: datetime, ends_at: datetime | None) -> Step:
    same = (starts_at, ends_at) == (its.starts_at, its.ends_at)
    return Step(
        kind="nothing" if same else "change",
        posting_id=its.posting_id,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _corrected_start(row: Listed, its: Held, over: Sequence[Held], at: datetime) -> datetime:
    if row.starts_on is None or its.starts_at <= at:
        return its.starts_at
    return _starts_at(row.starts_on, over, at)


def _starts_at(day: date | None, over: Sequence[Held], at: datetime) -> datetime:
    starts_at = midnight(day) if day else at
    return at if any(h.ends_at and starts_at < h.ends_at for h in over) else starts_at


def _is_about(row: Listed, held: Held) -> bool:
    starts, ends = _span(row)
    return starts < (held.ends_at or _LATEST) and held.starts_at < ends


def _span(row: Listed) -> tuple[datetime, datetime]:
    starts_at = midnight(row.starts_on) if row.starts_on else _EARLIEST
    return starts_at, _ends_at(row) or _LATEST


def _ends_at(row: Listed) -> datetime | None:
    """The last day is one of the posting's: it ends with that day."""
    return midnight(row.ends_on + timedelta(days=1)) if row.ends_on else None
