"""Long lists, fifty rows a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")
ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfRows:
    """Which page of a list is asked for, and whether another follows."""

    number: int
    more: bool = False

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS

    @property
    def most_and_one(self) -> int:
        """One row more than is shown tells that another page follows."""
        return ROWS + 1

    def shown(self, rows: Sequence[Row]) -> Sequence[Row]:
        return rows[:ROWS]

    def with_more(self, rows: Sequence[object]) -> "PageOfRows":
        return replace(self, more=len(rows) > ROWS)


def page_of(request: HttpRequest) -> PageOfRows:
    """The page in `?page=`; the first where that is no number of one."""
    asked = request.GET.get("page", "")
    return PageOfRows(number=max(1, int(asked)) if asked.isdecimal() and len(asked) < 5 else 1)  # noqa: PLR2004
