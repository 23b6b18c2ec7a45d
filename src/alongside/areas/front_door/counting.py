"""How requests are counted for figures: pure, over rows that are about no child."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A request as figures count it: codes, days and moments, and about no child."""

    sent_on: date
    school: str
    outcome: str  # empty while nothing is decided
    level_of_need: int | None
    need: str
    told_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """How many were told within the clock, how many were not, and how many are not due yet."""

    in_time: int = 0
    late: int = 0
    not_due: int = 0

    @property
    def settled(self) -> int:
        return self.in_time + self.late

    @property
    def share(self) -> float | None:
        """The part of those due that was told in time; None where none was due."""
        return self.in_time / self.settled if self.settled else None


def told_within(rows: Iterable[Counted], *, now: datetime) -> Punctuality:
    """Count requests by whether the school was told by the time the clock gave."""
    counts = Counter(_punctual(row, now=now) for row in rows)
    return Punctuality(in_time=counts["in_time"], late=counts["late"], not_due=counts["not_due"])


def _punctual(row: Counted, *, now: datetime) -> str:
    if row.due_at is None:
        return "not_due"
    if row.told_at is None:
        return "late" if now > row.due_at else "not_due"
    return "in_time" if row.told_at <= row.due_at else "late"


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Requests of one level and need, with how many were decided in each way."""

    level_of_need: int
    need: str
    by_outcome: tuple[tuple[str, int], ...]

    @property
    def decided_differently(self) -> bool:
        return len(self.by_outcome) > 1


def answers_to_alike(rows: Iterable[Counted]) -> list[Alike]:
    """How alike requests were decided, by level and need; the most frequent answer first."""
    found: dict[tuple[int, str], Counter[str]] = {}
    for row in rows:
        if row.outcome and row.level_of_need is not None:
            found.setdefault((row.level_of_need, row.need), Counter())[row.outcome] += 1
    return [
        Alike(
            level_of_need=level,
            need=need,
            by_outcome=tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        )
        for (level, need), counts in sorted(found.items())
    ]
