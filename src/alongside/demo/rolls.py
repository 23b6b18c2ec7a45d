"""The rolls a child was on before: the primary school, the school left in the middle of a year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from alongside.demo.school_days import first_day_of_school, school_year_of

if TYPE_CHECKING:
    from alongside.demo.families import SyntheticChild
    from alongside.demo.schools import SyntheticSchool

RECEPTION = "R"
REMEMBERED_FOR = timedelta(days=3 * 365 + 60)
LAST_DAY = (7, 21)  # of a school year, near enough


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierStay:
    """Time on the roll of another school; the year group is that in which it ended."""

    school_urn: str
    year: int
    admitted_on: date
    left_on: date


def year_name(year: int) -> str:
    """The year group as schools write it, Reception being 0."""
    return str(year) if year else RECEPTION


def stays_before(
    schools: tuple["SyntheticSchool", ...],
    *,
    now_at: "SyntheticSchool",
    year: int,
    admitted_on: date,
    on: date,
) -> tuple[EarlierStay, ...]:
    """The way through these schools, one for each year, until the child came to the present one.

    Only what ended in the years that are told; the oldest first.
    """
    this_year = school_year_of(on)
    last = min(year, len(schools) - 1, year - (this_year - school_year_of(admitted_on)))
    if began_that_year(admitted_on):
        last -= 1
    stays = _stays(schools[: last + 1], this_year - year, until=admitted_on)
    return tuple(
        stay
        for stay in stays
        if stay.left_on >= on - REMEMBERED_FOR
        and stay.admitted_on <= stay.left_on < admitted_on
        and stay.school_urn != now_at.urn
    )


def began_that_year(admitted_on: date) -> bool:
    """Whether a child came with the others in September, or before."""
    return admitted_on <= first_day_of_school(school_year_of(admitted_on))


def _stays(
    schools: tuple["SyntheticSchool", ...], first_year: int, *, until: date
) -> Iterator[EarlierStay]:
    """By school, from the year of its first to the summer of its last, or until the day given."""
    begins = 0
    for year, school in enumerate(schools):
        is_last = year + 1 == len(schools)
        if not is_last and schools[year + 1] is school:
            continue
        summer = date(first_year + year + 1, *LAST_DAY)
        yield EarlierStay(
            school_urn=school.urn,
            year=year,
            admitted_on=first_day_of_school(first_year + begins),
            left_on=min(summer, until - timedelta(days=1)) if is_last else summer,
        )
        begins = year + 1


def as_on(child: "SyntheticChild", day: date, *, today: date) -> "SyntheticChild | None":
    """The child as they were on that day, at the school and in the year of then; None if at none here."""
    years_ago = school_year_of(today) - school_year_of(day)
    if day >= child.admitted_on:
        if not years_ago:
            return child
        then = int(child.year_group) if child.year_group != RECEPTION else 0
        return replace(child, year_group=year_name(max(0, then - years_ago)), before=())
    for stay in child.before:
        if stay.admitted_on <= day <= stay.left_on:
            year = stay.year - (school_year_of(stay.left_on) - school_year_of(day))
            return replace(
                child,
                school_urn=stay.school_urn,
                year_group=year_name(max(0, year)),
                admitted_on=stay.admitted_on,
                before=(),
            )
    return None
