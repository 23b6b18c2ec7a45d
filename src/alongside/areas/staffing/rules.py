"""Whether a role may be held somewhere, and what a row means for a person's posting there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from alongside.areas.staffing.staff_list import Listed, code_of
from alongside.foundation.calendars import ENGLAND
from alongside.packs import Pack


class RoleRefused(Exception):
    """A person cannot hold this role there: the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A posting as held: from a moment until, and not including, another."""

    starts_at: datetime
    ends_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a row does to a posting, and how it then stands."""

    kind: Literal["start", "change_end", "nothing"]
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


def step(row: Listed, held: list[Held], *, at: datetime) -> Step:
    """What this row does, given the person's times in this role and team so far, the oldest first.

    A time that is over is never written again: who could see what is history.
    """
    ends_at = _midnight(row.ends_on + timedelta(days=1)) if row.ends_on else None
    latest = held[-1] if held else None
    if latest and not latest.is_over(at):
        ends_at = max(ends_at, latest.starts_at) if ends_at else None
        kind: Literal["change_end", "nothing"] = (
            "nothing" if ends_at == latest.ends_at else "change_end"
        )
        return Step(kind=kind, starts_at=latest.starts_at, ends_at=ends_at)
    if ends_at is not None and ends_at <= at:
        return Step(kind="nothing", starts_at=at, ends_at=ends_at)
    return Step(kind="start", starts_at=_starts_at(row.starts_on, latest, at), ends_at=ends_at)


def _starts_at(day: date | None, latest: Held | None, at: datetime) -> datetime:
    starts_at = _midnight(day) if day else at
    over = latest.ends_at if latest else None
    return at if over and starts_at < over else starts_at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ENGLAND)
