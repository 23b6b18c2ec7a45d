"""A child's course through care: episodes, periods, what else is told of them, and what happened when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from alongside.areas.looked_after.codes import (
    NEW_CARER,
    NEW_STATUS,
    NO_PREVIOUS_PERMANENCE,
    SAME_CARER,
    STARTED,
)
from alongside.areas.looked_after.rules.episodes import (
    Noting,
    Period,
    Stretch,
    possible,
    stretches,
)
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.shapes import (
    AdoptionPlan,
    Episode,
    Header,
    Missing,
    PlacedForAdoption,
    Review,
    Unaccompanied,
)
from alongside.areas.looked_after.terms import FileKind

NOT_IN_CARE = "The child was not looked after on this day, as the episodes have it."
ENDS_FIRST = "It ends before it begins."
MATCHED_FIRST = "The match is before the decision, so neither day is taken."
STATUS_SAME = "The reason says that the legal status changed, and it is the same as before."
STATUS_OTHER = "The legal status differs from the one before, and the reason does not say so."


class Happening(NamedTuple):
    """Something that happened to a child on a day, by the kind of its event."""

    kind: str
    on: date


@dataclass(slots=True, kw_only=True)
class Course:
    """All that can be right of what the returns tell of a child."""

    header: Header
    episodes: list[Episode]
    periods: list[Period]
    by_file: dict[FileKind, list[Any]]
    by_year: dict[FileKind, list[tuple[int, Any]]]
    happenings: set[Happening] = field(default_factory=set)


Years = Sequence[tuple[int, ChildsRows]]


def course_of(years: Years, noting: Noting, *, on: date) -> Course:
    """What the returns of these years, oldest first, tell of one child by this day."""
    episodes = possible(_episodes(years), noting)
    found = stretches(episodes, noting)
    periods = [one.period for one in found]
    course = Course(
        header=years[-1][1].header,
        episodes=episodes,
        periods=periods,
        by_file=_by_file(years, periods, noting),
        by_year={
            kind: list(
                {year: (year, row) for year, rows in years for row in rows.of(kind)}.values()
            )
            for kind in (FileKind.OC2, FileKind.OC3)
        },
    )
    course.happenings = {
        *(one for stretch in found for one in _of_stretch(stretch, noting)),
        *_of_files(course, on=on),
    }
    return course


def _by_file(years: Years, periods: Sequence[Period], noting: Noting) -> dict[FileKind, list[Any]]:
    """The rows of the other files that can be right beside the periods."""
    return {
        FileKind.REVIEWS: _reviews(years, periods, noting),
        FileKind.MISSING: _missing(years, periods, noting),
        FileKind.UASC: _latest(years, FileKind.UASC),
        FileKind.AD1: _plans(years, noting),
        FileKind.PLACED_FOR_ADOPTION: _placed(years, noting),
        FileKind.PREVIOUS_PERMANENCE: [
            row
            for row in _latest(years, FileKind.PREVIOUS_PERMANENCE)
            if row.kind != NO_PREVIOUS_PERMANENCE
        ],
    }


def _episodes(years: Years) -> list[Episode]:
    """A later return tells again what was still open at its beginning: the earlier row gives way."""
    found: list[Episode] = []
    for _, rows in years:
        told: list[Episode] = rows.of(FileKind.EPISODES)
        if found and told:
            again = {row.began_on for row in told}
            last = max(found, key=lambda row: row.began_on)
            found = [
                row
                for row in found
                if row.began_on not in again and (row is not last or row.ended_on is not None)
            ]
        found += told
    return found


def _latest(years: Years, kind: FileKind) -> list[Any]:
    return next((rows.of(kind) for _, rows in reversed(years) if rows.of(kind)), [])


def _by_key(years: Years, kind: FileKind, key: str) -> list[Any]:
    """Rows of every year; of one year's with the same day, a later year's come in place."""
    found: list[Any] = []
    for _, rows in years:
        told = rows.of(kind)
        again = {getattr(row, key) for row in told}
        found = [row for row in found if getattr(row, key) not in again] + told
    return found


def in_care(periods: Sequence[Period], day: date) -> bool:
    """Whether the child can have been looked after on a day; where nothing is known, they can."""
    lowest = date.min
    for place, period in enumerate(periods):
        begins = period.started_on or lowest
        after = periods[place + 1].known_from if place + 1 < len(periods) else date.max
        ends = period.ended_on or after
        if begins <= day <= ends:
            return True
        lowest = ends
    return not periods


def _reviews(years: Years, periods: Sequence[Period], noting: Noting) -> list[Review]:
    held: dict[date, Review] = {}
    for row in _by_key(years, FileKind.REVIEWS, "held_on"):
        if not in_care(periods, row.held_on):
            noting.note(
                FileKind.REVIEWS, row.line, "REVIEW", NOT_IN_CARE, f"{row.held_on:%d/%m/%Y}"
            )
        elif row.held_on in held:
            words = f"A review on this day is on line {held[row.held_on].line} already."
            noting.note(FileKind.REVIEWS, row.line, "REVIEW", words, f"{row.held_on:%d/%m/%Y}")
        else:
            held[row.held_on] = row
    return list(held.values())


def _missing(years: Years, periods: Sequence[Period], noting: Noting) -> list[Missing]:
    taken: list[Missing] = []
    for row in _by_key(years, FileKind.MISSING, "began_on"):
        if row.ended_on and row.ended_on < row.began_on:
            noting.note(
                FileKind.MISSING, row.line, "MIS_END", ENDS_FIRST, f"{row.ended_on:%d/%m/%Y}"
            )
        elif not in_care(periods, row.began_on):
            began = f"{row.began_on:%d/%m/%Y}"
            noting.note(FileKind.MISSING, row.line, "MIS_START", NOT_IN_CARE, began)
        else:
            taken.append(row)
    return taken


def _plans(years: Years, noting: Noting) -> list[AdoptionPlan]:
    taken: list[AdoptionPlan] = []
    for row in _latest(years, FileKind.AD1):
        if row.decided_on and row.matched_on and row.matched_on < row.decided_on:
            noting.note(FileKind.AD1, row.line, "DATE_MATCH", MATCHED_FIRST, taken=True)
            taken.append(row._replace(decided_on=None, matched_on=None))
        else:
            taken.append(row)
    return taken


def _placed(years: Years, noting: Noting) -> list[PlacedForAdoption]:
    taken: list[PlacedForAdoption] = []
    kind = FileKind.PLACED_FOR_ADOPTION
    for row in _by_key(years, kind, "placed_on"):
        if row.ended_on and row.ended_on < row.placed_on:
            noting.note(kind, row.line, "DATE_PLACED_CEASED", ENDS_FIRST)
        else:
            taken.append(row)
    return taken


def _of_stretch(stretch: Stretch, noting: Noting) -> Iterator[Happening]:
    """What happened in one period of care: its start, each change, its end."""
    period = stretch.period
    started = "looked_after_started" if period.started_on else "looked_after_before"
    yield Happening(started, period.known_from)
    before: Episode | None = None
    for row in stretch.episodes:
        yield from _of_episode(row, before, noting)
        before = row
    if period.ended_on:
        yield Happening("looked_after_ceased", period.ended_on)


def _of_episode(row: Episode, before: Episode | None, noting: Noting) -> Iterator[Happening]:
    reason = row.reason_new
    if reason in NEW_CARER:
        yield Happening("placement_changed", row.began_on)
    elif reason in SAME_CARER:
        yield Happening("placement_continued", row.began_on)
    same = before is not None and before.legal_status == row.legal_status
    if reason in NEW_STATUS and same:
        noting.episode(row, "LS", STATUS_SAME, row.legal_status)
    elif reason in NEW_STATUS:
        yield Happening("legal_status_changed", row.began_on)
    elif before is not None and not same and reason != STARTED:
        noting.episode(row, "LS", STATUS_OTHER, row.legal_status)


def _of_files(course: Course, *, on: date) -> Iterator[Happening]:
    for review in course.by_file[FileKind.REVIEWS]:
        yield Happening("care_review_held", review.held_on)
    for away in course.by_file[FileKind.MISSING]:
        kind = "missing_from_care" if away.kind == "M" else "away_without_agreement"
        yield Happening(kind, away.began_on)
        if away.ended_on:
            yield Happening("back_in_care", away.ended_on)
    for alone in course.by_file[FileKind.UASC]:
        yield from _of_unaccompanied(alone, course.periods, on=on)
    yield from _of_adoption(course)


def _of_adoption(course: Course) -> Iterator[Happening]:
    for plan in course.by_file[FileKind.AD1]:
        if plan.decided_on:
            yield Happening("adoption_decided", plan.decided_on)
        if plan.matched_on:
            yield Happening("adopters_matched", plan.matched_on)
    for placed in course.by_file[FileKind.PLACED_FOR_ADOPTION]:
        yield Happening("placed_for_adoption", placed.placed_on)
        if placed.ended_on:
            yield Happening("placed_for_adoption_ended", placed.ended_on)


def _of_unaccompanied(
    row: Unaccompanied, periods: Sequence[Period], *, on: date
) -> Iterator[Happening]:
    if periods:
        yield Happening("unaccompanied", periods[0].known_from)
    if row.until and row.until <= on:
        yield Happening("unaccompanied_ended", row.until)
