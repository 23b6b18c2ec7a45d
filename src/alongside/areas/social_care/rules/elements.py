"""One element of a record at a time: whether its day or code can be right, and what becomes of it."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from alongside.areas.social_care.rules.reasons import (
    MISSING,
    NO_CODE,
    NOT_A_DAY,
    TOO_EARLY,
    TOO_LATE,
    TOO_NEW,
)
from alongside.areas.social_care.rules.shape import Path, Problem, Record
from alongside.areas.social_care.terms import SINCE

FIRST_DAY = date(1990, 1, 1)  # the Children Act 1989 came into force in October 1991
_DAY, _ZONE = len("2022-03-31"), len("+01:00")


@dataclass(slots=True)
class Checked:
    """What can be taken of a record, the child's number and valid UPN, and what was wrong.

    `record` is None where nothing can be taken. `unsure` says of what something was told that could not
    be taken: what is held of it stays. A path ends in the name of the element, for one text.
    """

    record: Record | None
    number: str = ""
    upn: str = ""
    problems: list[Problem] = field(default_factory=list)
    unsure: set[Path] = field(default_factory=set)


@lru_cache(maxsize=50_000)
def day_of(text: str) -> date | None:
    """The day as the census writes it, 2022-03-31, with or without a time zone; None if it is not one."""
    day, zone = text[:_DAY], text[_DAY:]
    if zone not in ("", "Z") and not (len(zone) == _ZONE and zone[0] in "+-" and zone[3] == ":"):
        return None
    try:
        # Python also reads 20220331 and 2022-W13-4, which no census writes.
        return date.fromisoformat(day) if day[4:5] == "-" and day[7:8] == "-" else None
    except ValueError:
        return None


class Elements:
    """The elements of one record, in a census of this year, in which nothing is later than `latest`."""

    def __init__(self, record: Record, year: int, latest: date) -> None:
        self.record, self.year, self.latest = record, year, latest
        self.done = Checked(record)
        self.earliest = FIRST_DAY

    def day(
        self, path: Path, record: Record, element: str, first: date, *, leaves: bool = True
    ) -> date | None:
        """The day, made plain in the record; None where it cannot be right, and then it `leaves` the record."""
        text = record.get(element, "")
        day = day_of(text)
        if day is not None and first <= day <= self.latest:
            record[element] = day.isoformat()
            return day
        reason = MISSING if not text else NOT_A_DAY if day is None else ""
        reason = reason or (TOO_LATE if day and day > self.latest else TOO_EARLY)
        if leaves:
            self.wrong(path, record, element, reason)
        else:
            self.done.problems.append(Problem(record, element, reason, text))
            self.done.unsure.add(path)
        return None

    def after(self, record: Record, element: str, begun: date, reason: str) -> bool:
        """Whether a day that may be left out is not before what it ends."""
        if element not in record:
            return True
        day = day_of(record[element])
        if day is None:
            return self.refuse(record, element, NOT_A_DAY)
        if day < begun:
            return self.refuse(record, element, reason)
        if day > self.latest:
            return self.refuse(record, element, TOO_LATE)
        record[element] = day.isoformat()
        return True

    def any_day(self, path: Path, record: Record, element: str) -> None:
        """A day that may lie ahead, such as a target."""
        if element in record:
            day = day_of(record[element])
            if day is None:
                self.wrong(path, record, element, NOT_A_DAY)
            else:
                record[element] = day.isoformat()

    def codes(self, path: Path, record: Record, element: str, codes: Container[str]) -> None:
        code = record.get(element)
        if code is None or (code in codes and SINCE.get(code, 0) <= self.year):
            return
        known = code in codes
        self.wrong(path, record, element, TOO_NEW.format(year=SINCE[code]) if known else NO_CODE)

    def lists(self, path: Path, record: Record, element: str, codes: Container[str]) -> None:
        told = record.get(element)
        if told is None:
            return
        kept: dict[str, None] = {}
        for place, code in enumerate(told):
            if code in codes:
                kept[code] = None
            else:
                self.wrong(path, record, element, NO_CODE, code, place)
        record[element] = list(kept)

    def refuse(self, record: Record, element: str, reason: str) -> bool:
        self.done.problems.append(Problem(record, element, reason, record.get(element, "")))
        return False

    def wrong(
        self,
        path: Path,
        record: Record,
        element: str,
        reason: str,
        value: str | None = None,
        place: int = 0,
    ) -> None:
        """Leave one text out; what is held of it stays."""
        told = record.get(element)
        text = value if value is not None else told if isinstance(told, str) else ""
        self.done.problems.append(Problem(record, element, reason, text, place))
        self.done.unsure.add((*path, element))
        if isinstance(told, str):
            del record[element]
