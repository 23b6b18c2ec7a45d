"""When a draft left unsent alerts, and terms of the school year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alongside.foundation.calendars import ENGLAND

QUIET = timedelta(hours=1)  # somebody who saved within it may still be writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """When a draft was last saved, and on which day its team was last alerted to it."""

    saved_at: datetime
    alerted_on: date | None


def alert_is_due(draft: Unsent, *, at: datetime, from_time: time, is_school_day: bool) -> bool:
    """Whether a school's team is told now that something lies unsent: once a school day, from a time on."""
    there = at.astimezone(ENGLAND)
    return (
        is_school_day
        and there.time() >= from_time
        and draft.saved_at <= at - QUIET
        and draft.alerted_on != there.date()
    )


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term of a school year, by the months that every school shares whatever its own dates."""

    year: int
    number: int  # 0 spring, 1 summer, 2 autumn: their order in a calendar year

    @property
    def label(self) -> str:
        return f"{('Spring', 'Summer', 'Autumn')[self.number]} {self.year}"


_SUMMER, _AUTUMN = 4, 9  # April and September


def term_of(day: date) -> Term:
    """The term a day counts to: spring January to March, summer April to August, autumn from September."""
    return Term(day.year, 2 if day.month >= _AUTUMN else 1 if day.month >= _SUMMER else 0)


def school_year_start(day: date) -> date:
    """The first of September on or before a day."""
    return date(day.year - (day.month < _AUTUMN), _AUTUMN, 1)
