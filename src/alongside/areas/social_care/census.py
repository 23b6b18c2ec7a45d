"""Read the children in need census that an authority sends the Department for Education, one child at a time.

The schemas of 2022, 2023 and 2024 are known; `rules/shape.py` holds their elements. What is wrong with
the whole file is a `TableRefused`, and what is wrong with one child comes with that child.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as File
from typing import Any

from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.reading.refusals import NoRows, TableRefused
from alongside.areas.loads.reading.xml import Found, read_elements, words_at
from alongside.areas.social_care.rules.checking import check, is_number
from alongside.areas.social_care.rules.elements import Checked, day_of
from alongside.areas.social_care.rules.reasons import ONCE_ONLY, UNKNOWN
from alongside.areas.social_care.rules.shape import SHAPE, Element, Path, Problem, Record
from alongside.areas.social_care.terms import YEARS
from alongside.foundation.identifiers import IdentifierError, parse_upn

HEADER, CHILD = "Header", "Children/Child"
COLLECTION = "CIN"
MOST_BYTES = 100_000  # of one child: some sixty episodes with all that they can hold
MOST_REASONS = 40  # given of one child


class WrongCollection(TableRefused):
    """It is another return than the children in need census, or says not which."""


class WrongYear(TableRefused):
    """Its year is not among those whose codes are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Which census a file holds: its year, the day nothing in it can be after, and whose it says it is."""

    year: int
    latest: date
    authority: str


@dataclass(slots=True, kw_only=True)
class ToldChild:
    """One child of the census as far as they can be taken; `record` is None where they cannot.

    `number` is the council's own of the child. `last` closes the file: whoever it left out by then was
    left out.
    """

    line: int
    number: str
    upn: str
    record: Record | None
    rejected: list[Rejected]
    unsure: set[Path] = field(default_factory=set)
    last: bool = False


@dataclass(slots=True, kw_only=True)
class Survey:
    """What a file holds in all: which census, how many children, their numbers, and which come twice.

    `nameless` says that somebody has no number, so that nobody can be said to be left out.
    """

    census: Census
    children: int
    numbers: frozenset[str]
    twice: frozenset[str]
    upns_twice: frozenset[str]
    nameless: bool


def survey(path: File, *, today: date, read: Callable[[int], None]) -> Survey:
    """Read the whole file for what one child cannot show. Raises a `TableRefused`."""
    census: Census | None = None
    numbers, upns = _Seen(), _Seen()
    children = 0
    for found in read_elements(path, root="Message", paths=(HEADER, CHILD), most_bytes=MOST_BYTES):
        if found.path == HEADER:
            census = _census(found, today)
            continue
        if census is None:
            raise WrongCollection(NO_HEADER, line=found.line)
        children += 1
        number = words_at(found.element, "ChildIdentifiers/LAchildID")
        numbers.see(number if is_number(number) else "")
        upns.see(_upn_of(words_at(found.element, "ChildIdentifiers/UPN")))
        read(children)
    if census is None:
        raise WrongCollection(NO_HEADER)
    if not children:
        raise NoRows("The file holds no child. Export it again.")
    return Survey(
        census=census,
        children=children,
        numbers=frozenset(numbers.once),
        twice=frozenset(numbers.twice),
        upns_twice=frozenset(upns.twice),
        nameless=numbers.blank,
    )


def _upn_of(written: str) -> str:
    """The UPN, however it is spelt; empty where it is none."""
    try:
        return parse_upn(written)
    except IdentifierError:
        return ""


class _Seen:
    """Which values come more than once."""

    def __init__(self) -> None:
        self.once: set[str] = set()
        self.twice: set[str] = set()
        self.blank = False

    def see(self, value: str) -> None:
        if not value:
            self.blank = True
        elif value in self.once:
            self.twice.add(value)
        else:
            self.once.add(value)


def read_children(path: File, whole: Survey, *, after: int = 0) -> Iterator[ToldChild]:
    """Every child after that many, in the order of the file, each checked."""
    numbers: set[str] = set()
    every = read_elements(path, root="Message", paths=(CHILD,), most_bytes=MOST_BYTES)
    for seen, found in enumerate(every, start=1):
        if seen > after:
            child = _child(found, whole, numbers)
            child.last = seen == whole.children
            yield child
        elif whole.twice:
            numbers.add(words_at(found.element, "ChildIdentifiers/LAchildID"))


def _census(found: Found, today: date) -> Census:
    header = found.element
    collection = words_at(header, "CollectionDetails/Collection")
    if collection != COLLECTION:
        raise WrongCollection(WRONG_COLLECTION.format(told=_shown(collection)), line=found.line)
    year = words_at(header, "CollectionDetails/Year")
    if year not in map(str, YEARS):
        known = f"{', '.join(map(str, YEARS[:-1]))} and {YEARS[-1]}"
        raise WrongYear(WRONG_YEAR.format(told=_shown(year), known=known), line=found.line)
    written = words_at(header, "CollectionDetails/ReferenceDate")
    told = day_of(written)
    if written and told is None:
        raise WrongYear(WRONG_DAY.format(told=_shown(written)), line=found.line)
    # Nothing in a census can be after the day it is of, nor after the day on which it is loaded.
    latest = min(told or date(int(year), 12, 31), today)
    if abs(latest.year - int(year)) > 1:
        raise WrongYear(OTHER_YEAR.format(day=latest.isoformat(), year=year), line=found.line)
    return Census(year=int(year), latest=latest, authority=words_at(header, "Source/LEA"))


def _shown(value: str) -> str:
    return f"'{value[:40]}'" if value else "nothing"


def _child(found: Found, whole: Survey, numbers: set[str]) -> ToldChild:
    problems: list[Problem] = []
    places: dict[int, Any] = {}
    record: Record = {}
    _read(found.element, SHAPE, record, problems, places)
    checked = check(record, year=whole.census.year, latest=whole.census.latest)
    if checked.number in whole.twice:
        _take_once(record, checked, numbers)
    if checked.upn in whole.upns_twice:
        checked.record = None
        problems.append(Problem(record, "UPN", UPN_TWICE, checked.upn))
    problems += checked.problems
    rejected = [_rejected(p, places, found, checked.number) for p in problems[:MOST_REASONS]]
    if len(problems) > MOST_REASONS:
        rejected.append(Rejected(found.line, "", MORE_LIKE_IT, unit=checked.number))
    return ToldChild(
        line=found.line,
        number=checked.number,
        upn=checked.upn,
        record=checked.record,
        rejected=rejected,
        unsure=checked.unsure,
    )


def _take_once(record: Record, checked: Checked, numbers: set[str]) -> None:
    """Of two children with one number, the first alone can be taken."""
    if checked.number in numbers:
        checked.record = None
        checked.problems = [Problem(record, "LAchildID", NUMBER_TWICE, checked.number)]
    numbers.add(checked.number)


def _read(
    element: Any,
    shape: Mapping[str, Element],
    record: Record,
    problems: list[Problem],
    places: dict[int, Any],
) -> None:
    """Put what stands in an element into the record; what the census does not know becomes a problem."""
    places[id(record)] = element
    for one in element:
        name = one.tag
        what = shape.get(name)
        if what is None:
            problems.append(Problem(record, str(name)[:60], UNKNOWN))
        elif what.inside is None:
            _read_text(one, what, record, problems)
        elif what.wrapper:
            _read(one, what.inside, record, problems, places)
            places[id(record)] = element
        else:
            inner: Record = {}
            _read(one, what.inside, inner, problems, places)
            record.setdefault(name, []).append(inner)


def _read_text(one: Any, what: Element, record: Record, problems: list[Problem]) -> None:
    text = (one.text or "").strip()
    if not text:
        return
    if what.many:
        record.setdefault(one.tag, []).append(text)
    elif one.tag in record:
        problems.append(Problem(record, one.tag, ONCE_ONLY, text, 1))
    else:
        record[one.tag] = text


def _rejected(problem: Problem, places: Mapping[int, Any], found: Found, number: str) -> Rejected:
    """The problem with the line it stands on, and where in the child that is."""
    holder = places.get(id(problem.record), found.element)
    ones = list(holder.iter(problem.element))
    one = ones[problem.place] if problem.place < len(ones) else holder
    names = [str(one.tag)] if one is not holder else [problem.element]
    for above in [holder, *holder.iterancestors()]:
        if above.tag in ("Child", None):
            break
        names.append(_numbered(above))
    line = max(one.sourceline or 0, found.line)
    return Rejected(line, "/".join(reversed(names)), problem.reason, problem.value, unit=number)


def _numbered(element: Any) -> str:
    """The element's name, with which of several it is."""
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return f"{element.tag}[{before + 1}]" if before else str(element.tag)


NO_HEADER = (
    "The file has no header before its children, so it does not say which census it is. "
    "Export it again, whole."
)
WRONG_COLLECTION = (
    "The file says that it is the collection {told} and not CIN, the children in need census. "
    "Choose the other file, or export it again."
)
WRONG_YEAR = "The file is of the year {told}. The censuses of {known} can be loaded."
WRONG_DAY = (
    "The file is of the day {told}, which is not a day. Correct ReferenceDate in its header."
)
OTHER_YEAR = (
    "The file is of the day {day} and of the year {year}. Correct one of the two in its header."
)
MORE_LIKE_IT = f"There is more wrong with this child than these {MOST_REASONS} things."
NUMBER_TWICE = (
    "A child before this one in the file has this number, so this one was not taken. "
    "Correct the number of one of them."
)
UPN_TWICE = (
    "Two children of this file have this UPN, so neither was taken. Correct the UPN of one of them."
)
