"""The year that a return is of: from 1 April to 31 March, named by the year in which it begins."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from alongside.areas.loads.reading.refusals import TableRefused

_MARCH = 3
_TYPED = re.compile(r"(20\d\d)(?:\s*[/-]\s*(?:20)?(\d\d))?")


class YearNotClear(TableRefused):
    """It cannot be told which year a return is of, or what was typed is no such year."""


def year_of(day: date) -> int:
    """The collection year in which a day lies: 2018 for 1 April 2018 to 31 March 2019."""
    return day.year if day.month > _MARCH else day.year - 1


def words_of_year(year: int) -> str:
    """`2018/19`."""
    return f"{year}/{(year + 1) % 100:02}"


def typed_year(text: str) -> int:
    """`2018/19`, `2018-19` or `2018`, as somebody types it. Raises `YearNotClear`."""
    match = _TYPED.fullmatch(text.strip())
    if match is None or (match[2] and int(match[2]) != (int(match[1]) + 1) % 100):
        raise YearNotClear(f"'{text}' is no year of the return. Write it like this: 2018/19.")
    return int(match[1])


def year_told(ends: Iterable[date], begins: Iterable[date]) -> int:
    """The year of a return by its own days: that in which most episodes ended, else most began.

    A return has no episode that ended before its year; one day that is mistyped outvotes nobody.
    """
    for days in (ends, begins):
        years = Counter(year_of(day) for day in days)
        if years:
            most = max(years.values())
            return max(year for year, count in years.items() if count == most)
    raise YearNotClear(
        "No episode has a day that can be right, so it is not clear which year the return is of. "
        "Say it with --year, for example --year 2018/19."
    )
