"""Figures as tables: the page, its pictures and the files are all made of these."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from alongside.areas.front_door.counting import (
    Alike,
    Counted,
    Punctuality,
    answers_to_alike,
    told_within,
    week_of,
)
from alongside.areas.front_door.queries.figures import Period
from alongside.areas.plans.queries.figures import HelpOfTeam
from alongside.packs import Pack

Key = TypeVar("Key")
NOT_DECIDED, NOT_STATED = "Not decided yet", "Not stated"
WEEK, MONTH = timedelta(days=7), timedelta(days=31)
MOST_WEEKS = timedelta(weeks=26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a picture: its words, its value in words, and how long it is from 0 to 1."""

    label: str
    value: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A figure: every column is shown on the page and none is added in the file."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...] = ()
    picture: str = ""  # what the picture shows, in words


def in_words(counts: Punctuality) -> str:
    """A share in words: whole per cent, with the numbers it is made of."""
    if counts.share is None:
        return "None due yet" if counts.not_due else "No requests"
    return f"{_percent(counts.share)}, {counts.in_time} of {counts.settled}"


def _percent(share: float) -> str:
    # Never rounded up to all, or down to none.
    whole = min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)
    return f"{whole}%"


def punctuality_table(
    key: str,
    title: str,
    heading: str,
    groups: Iterable[tuple[str, list[Counted]]],
    *,
    now: datetime,
) -> Table:
    """Told in time, late and not due yet, for each group in the order given."""
    counted = [(label, told_within(rows, now=now)) for label, rows in groups]
    return Table(
        key=key,
        title=title,
        headings=(heading, "Told in time", "In time", "Late", "Not due yet"),
        rows=tuple(
            (label, in_words(c), str(c.in_time), str(c.late), str(c.not_due))
            for label, c in counted
        ),
        bars=tuple(
            Bar(label=label, value=in_words(c), share=c.share or 0.0) for label, c in counted
        ),
        picture=f"The share of requests whose school was told in time, {heading.lower()} by {heading.lower()}.",
    )


def by_week(rows: Sequence[Counted], period: Period, *, now: datetime) -> Table:
    """Every week of the period, those without a request too."""
    found = _grouped(rows, lambda row: week_of(row.sent_on))
    weeks: list[date] = [week_of(period.first)]
    while weeks[-1] + WEEK <= period.last:
        weeks.append(weeks[-1] + WEEK)
    groups = [(f"{week.day} {week:%B %Y}", found.get(week, [])) for week in weeks]
    return punctuality_table("weeks", "By week", "Week beginning", groups, now=now)


def over_time(rows: Sequence[Counted], period: Period, *, now: datetime) -> Table:
    """By week; by month where weeks would be too many to read."""
    by = by_month if period.last - period.first > MOST_WEEKS else by_week
    return by(rows, period, now=now)


def by_month(rows: Sequence[Counted], period: Period, *, now: datetime) -> Table:
    """Every month of the period, those without a request too."""
    found = _grouped(rows, lambda row: row.sent_on.replace(day=1))
    months = [period.first.replace(day=1)]
    while (following := (months[-1] + MONTH).replace(day=1)) <= period.last:
        months.append(following)
    groups = [(f"{month:%B %Y}", found.get(month, [])) for month in months]
    return punctuality_table("months", "By month", "Month", groups, now=now)


def by_school(rows: Sequence[Counted], *, now: datetime) -> Table:
    groups = sorted(_grouped(rows, lambda row: row.school).items())
    return punctuality_table("schools", "By school", "School", groups, now=now)


def by_outcome(rows: Sequence[Counted], pack: Pack, *, now: datetime) -> Table:
    """In the order of the pack, what is not decided yet last."""
    found = _grouped(rows, lambda row: row.outcome)
    order = [key for key in pack.wording.outcomes if key in found]
    groups = [(pack.wording.outcomes[key].label, found[key]) for key in order]
    if "" in found:
        groups.append((NOT_DECIDED, found[""]))
    return punctuality_table("outcomes", "By what was decided", "Outcome", groups, now=now)


def _grouped(rows: Iterable[Counted], key: Callable[[Counted], Key]) -> dict[Key, list[Counted]]:
    found: dict[Key, list[Counted]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRow:
    """Alike requests in words, with what leads to each of the numbers."""

    level: str
    need: str
    answers: tuple[tuple[str, str, int], ...]  # outcome, its words, how many
    alike: Alike


def alike_rows(rows: Sequence[Counted], pack: Pack) -> list[AlikeRow]:
    """How alike requests were decided, those decided differently first."""
    needs = needs_in_words(pack)
    levels = {number: level.name for number, level in enumerate(pack.levels, start=1)}
    found = sorted(answers_to_alike(rows), key=lambda one: not one.decided_differently)
    return [
        AlikeRow(
            level=f"{one.level_of_need} {levels.get(one.level_of_need, '')}".strip(),
            need=needs.get(one.need, one.need or NOT_STATED),
            answers=tuple((key, _outcome(pack, key), number) for key, number in one.by_outcome),
            alike=one,
        )
        for one in found
    ]


def alike_table(rows: Sequence[AlikeRow]) -> Table:
    """The same for a file: a row for each number."""
    return Table(
        key="alike",
        title="How alike requests were decided",
        headings=("Level of need", "Main need", "Decided", "Requests", "Different answers"),
        rows=tuple(
            (row.level, row.need, words, str(number), "Yes" if row.alike.decided_differently else "No")
            for row in rows
            for _, words, number in row.answers
        ),
    )  # fmt: skip


def help_table(teams: Sequence[HelpOfTeam]) -> Table:
    """Open help by team; the picture is of the children of whom nothing is recorded."""
    most = max((team.silent for team in teams), default=0) or 1
    return Table(
        key="help",
        title="Children who are being helped",
        headings=("Team", "Children", "Nothing recorded for too long", "No lead practitioner"),
        rows=tuple((t.team, str(t.children), str(t.silent), str(t.without_lead)) for t in teams),
        bars=tuple(
            Bar(label=t.team, value=f"{t.silent} of {t.children}", share=t.silent / most)
            for t in teams
        ),
        picture="Children of whom nothing has been recorded for too long, by team.",
    )


def needs_in_words(pack: Pack) -> Mapping[str, str]:
    """What each need code is called; none is "Not stated"."""
    return {"": NOT_STATED, **{need.code: need.label for need in pack.needs.values()}}


def _outcome(pack: Pack, key: str) -> str:
    found = pack.wording.outcomes.get(key)
    return found.label if found else key
