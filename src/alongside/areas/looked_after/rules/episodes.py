"""Episodes of care in order: which can be right beside the others, and the periods that they make up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from alongside.areas.looked_after.codes import MORE_FOLLOWS, STARTED
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.rules.shapes import Episode
from alongside.areas.looked_after.terms import FileKind

OVERLAPS = "This episode and the one on line {line} cannot both be right, so neither is taken."
BACKWARDS = "The episode ends before it begins."
NO_END = "No end is given for this reason."
NO_REASON = "An end is given and no reason for it."
NEVER_ENDED = "No end is given, and another episode begins on {day:%d/%m/%Y}."
NOTHING_FOLLOWS = "X1 says that another episode follows at once, and none does."
GAP = "X1 says that another episode follows at once; the next begins on {day:%d/%m/%Y}."
NOT_ENDED = "This says that care ended, and the next episode begins at once and is no new start."
NOT_STARTED = "This is a new start, and the episode before it says that it goes on."
START_MISSING = "Care had ended before this, so it should be a new start (S)."
_AT_ONCE = 1  # days: an episode begins on the day the last one ended, or the next


class Period(NamedTuple):
    """A time in care. Where its start is not told, it was under way on `known_from`."""

    started_on: date | None
    known_from: date
    ended_on: date | None


@dataclass(slots=True)
class Stretch:
    """The episodes of one period of care, in order."""

    episodes: list[Episode]
    start_told: bool
    ended_on: date | None = None

    @property
    def period(self) -> Period:
        first = self.episodes[0].began_on
        return Period(first if self.start_told else None, first, self.ended_on)


@dataclass(slots=True)
class Noting:
    """Takes down what is wrong with the rows of one child; those of another year's return have no line."""

    number: str
    remarks: list[Remark] = field(default_factory=list)

    def note(
        self, kind: FileKind, line: int, column: str, reason: str, value: str = "", *, taken: bool = False
    ) -> None:  # fmt: skip
        if line:
            self.remarks.append(Remark(kind, line, self.number, column, reason, value, taken))

    def episode(
        self, row: Episode, column: str, reason: str, value: str = "", *, taken: bool = True
    ) -> None:
        self.note(FileKind.EPISODES, row.line, column, reason, value, taken=taken)


def possible(told: Sequence[Episode], noting: Noting) -> list[Episode]:
    """The episodes that can be right, in order: of two that overlap, neither."""
    right: list[Episode] = []
    for row in told:
        if row.ended_on and row.ended_on < row.began_on:
            noting.episode(row, "DEC", BACKWARDS, f"{row.ended_on:%d/%m/%Y}", taken=False)
        elif row.reason_ended and not row.ended_on:
            noting.episode(row, "REC", NO_END, row.reason_ended)
            right.append(row._replace(reason_ended=""))
        else:
            if row.ended_on and not row.reason_ended:
                noting.episode(row, "REC", NO_REASON)
            right.append(row)
    right.sort(key=_in_order)
    return _apart(right, noting)


def _in_order(row: Episode) -> tuple[object, ...]:
    """By its days; of two that lasted the same day, a start first, then by what they say: never by line."""
    return row.began_on, row.ended_on or date.max, row.reason_new != STARTED, str(row[1:])


def _apart(rows: Sequence[Episode], noting: Noting) -> list[Episode]:
    """Without those that overlap. One without an end lasts until the next begins, if that is later."""
    beside: dict[int, int] = {}  # by place, the place of one that it overlaps
    longest = 0
    for place in range(1, len(rows)):
        row, before = rows[place], rows[longest]
        ends = before.ended_on or rows[place - 1].began_on
        same_day = rows[place - 1].began_on == row.began_on and not rows[place - 1].ended_on
        if row.began_on < ends or same_day:
            other = place - 1 if same_day else longest
            beside[place] = other
            beside.setdefault(other, place)
        if _end(rows, place) >= _end(rows, longest):
            longest = place
    for place, other in beside.items():
        words = OVERLAPS.format(line=rows[other].line or "of an earlier return")
        noting.episode(rows[place], "DECOM", words, taken=False)
    return [row for place, row in enumerate(rows) if place not in beside]


def _end(rows: Sequence[Episode], place: int) -> date:
    return rows[place].ended_on or rows[place].began_on


def stretches(rows: Sequence[Episode], noting: Noting) -> list[Stretch]:
    """The periods of care: each from a start, or from where the return begins to tell, to its end."""
    found: list[Stretch] = []
    for row in rows:
        if found and _goes_on(found[-1], row, noting):
            found[-1].episodes.append(row)
        else:
            found.append(Stretch([row], start_told=row.reason_new == STARTED))
    if found:
        _end_last(found[-1], noting)
    return found


def _goes_on(stretch: Stretch, row: Episode, noting: Noting) -> bool:
    """Whether a row is of the same period as the last before it; if not, that period's end is set."""
    before, starts = stretch.episodes[-1], row.reason_new == STARTED
    if before.ended_on is None:
        noting.episode(before, "DEC", NEVER_ENDED.format(day=row.began_on))
        return not starts
    more = before.reason_ended in (MORE_FOLLOWS, "")
    at_once = (row.began_on - before.ended_on).days <= _AT_ONCE
    if at_once and more == starts:
        # The two rows contradict each other about one day: only that the child was in care is sure.
        _note_contradiction(before, row, noting)
        return True
    if more and not at_once:
        noting.episode(before, "REC", GAP.format(day=row.began_on), before.reason_ended)
    if more and not starts:
        return True
    if not starts:
        noting.episode(row, "RNE", START_MISSING, row.reason_new)
    stretch.ended_on = before.ended_on
    return False


def _note_contradiction(before: Episode, row: Episode, noting: Noting) -> None:
    if row.reason_new == STARTED:
        noting.episode(row, "RNE", NOT_STARTED, row.reason_new)
    else:
        noting.episode(before, "REC", NOT_ENDED, before.reason_ended)


def _end_last(stretch: Stretch, noting: Noting) -> None:
    last = stretch.episodes[-1]
    if last.ended_on is None:
        return
    if last.reason_ended in (MORE_FOLLOWS, ""):
        if last.reason_ended:
            noting.episode(last, "REC", NOTHING_FOLLOWS, last.reason_ended)
        return
    stretch.ended_on = last.ended_on
