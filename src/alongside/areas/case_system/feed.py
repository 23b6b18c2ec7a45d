"""The feed as a case system exports it, CSV or JSON: what each row says. See docs/case-system-feed.md."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from alongside.areas.case_system.json_feed import read_json
from alongside.areas.case_system.moments import NotAMoment, moment_of
from alongside.areas.case_system.terms import AssessmentKind, Kind, PlanKind
from alongside.areas.loads.cells import CellRefused, day_of, text_of
from alongside.areas.loads.reading import Columns, Rejected, Row, read_table
from alongside.areas.loads.reading.files import OUR_HEADINGS, FileRead, RowsRead, read_whole
from alongside.areas.plans.terms import (
    Basis,
    ChildSeen,
    ContactKind,
    EndReason,
    MeetingKind,
    MeetingState,
)
from alongside.foundation.identifiers import IdentifierError, parse_nhs_number, parse_upn
from alongside.foundation.ids import ReferenceMistyped, ReferenceWrongShape, parse_reference

REQUIRED = ("step", "case", "kind", "happened_at", "changed_at")
KEYS = (
    *REQUIRED,
    *("person", "upn", "nhs_number", "forename", "surname", "date_of_birth"),
    *("team", "worker", "ended_at", "code", "state", "child_seen", "request_reference", "basis"),
    *("words", "withdrawn"),
)
COLUMNS = Columns(required=REQUIRED, other_words=dict.fromkeys(KEYS, ()))
LONGEST_KEY, LONGEST_CASE, LONGEST_PERSON = 60, 40, 40
LONGEST_WORDS = 400_000
_LONGEST = 200
_CODES: Mapping[str, tuple[str, ...]] = {
    Kind.VISIT: tuple(ContactKind.values),
    Kind.MEETING: tuple(MeetingKind.values),
    Kind.CLOSURE: tuple(EndReason.values),
    Kind.PLAN_STARTED: tuple(PlanKind.values),
    Kind.PLAN_ENDED: tuple(PlanKind.values),
    Kind.ASSESSMENT_STARTED: tuple(AssessmentKind.values),
    Kind.ASSESSMENT_COMPLETED: tuple(AssessmentKind.values),
}
# Read once: an enumeration makes the list of its values anew each time it is asked.
_KINDS, _BASES, _SEEN = tuple(Kind.values), tuple(Basis.values), tuple(ChildSeen.values)
_STATES = tuple(MeetingState.values)
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStep:
    """One row: a version of a step, and whom it is about as the row says."""

    line: int
    key: str
    case: str
    kind: str
    happened_at: datetime
    changed_at: datetime
    person: str
    upn: str
    nhs_number: str
    forename: str
    surname: str
    date_of_birth: date | None
    codes: Mapping[str, str]
    words: str
    withdrawn: bool


class _Refused(Exception):
    """A column of the row cannot be taken."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_steps_file(path: Path, *, at: datetime, read: RowsRead) -> FileRead[ToldStep]:
    """The whole feed; raises a TableRefused where none of it can be taken."""
    return read_whole(path, read_steps(path), lambda row: parse_step(row, at), read=read)


def read_steps(path: Path) -> Iterator[Row]:
    """The rows of a feed, for `parse_step`: JSON where the file is called so, else CSV."""
    if path.suffix.casefold() == ".json":
        return read_json(path, keys=KEYS)
    return read_table(path, columns=COLUMNS)


def parse_step(row: Row, at: datetime) -> ToldStep | Rejected:
    """The step of a row, as a load at that moment sees it, or why the row cannot be taken."""
    if row.fault:
        return Rejected(row.line, "", row.fault)
    try:
        return _step(row, at)
    except _Refused as refused:
        value = row.cells.get(refused.column, "")[:_LONGEST]
        return Rejected(row.line, refused.column, refused.reason, value)


def _step(row: Row, at: datetime) -> ToldStep:
    cells = row.cells
    kind = _code(cells, "kind", _KINDS, "")
    changed_at = _moment(cells, "changed_at")
    if changed_at > at:
        raise _Refused("changed_at", "This is in the future.")
    codes = _codes(cells, kind, at)
    happened_at = _happened(cells, codes, at)
    if "ended_at" in codes and datetime.fromisoformat(codes["ended_at"]) < happened_at:
        raise _Refused("ended_at", "This is before happened_at.")
    return ToldStep(
        line=row.line,
        key=_key(cells, "step", LONGEST_KEY),
        case=_key(cells, "case", LONGEST_CASE),
        kind=kind,
        happened_at=happened_at,
        changed_at=changed_at,
        person=_text(cells, "person", LONGEST_PERSON),
        upn=_number(cells, "upn", parse_upn),
        nhs_number=_number(cells, "nhs_number", parse_nhs_number),
        forename=_text(cells, "forename"),
        surname=_text(cells, "surname"),
        date_of_birth=_day(cells, "date_of_birth"),
        codes=codes,
        words=_words(row),
        withdrawn=_yes(cells, "withdrawn"),
    )


def _codes(cells: Mapping[str, str], kind: str, at: datetime) -> dict[str, str]:
    """What this kind of step has, and no more: a column that says nothing of it is left alone."""
    codes: dict[str, str] = {}
    if kind in _CODES:
        default = {Kind.VISIT: ContactKind.VISIT.value, Kind.MEETING: MeetingKind.OTHER.value}
        codes["code"] = _code(cells, "code", _CODES[kind], default.get(Kind(kind), ""))
    match kind:
        case Kind.OPENING:
            codes["team"] = _required(cells, "team")
            codes |= _given("basis", _code(cells, "basis", _BASES, "-"))
            codes |= _given("request_reference", _reference(cells))
        case Kind.ALLOCATION:
            codes |= _given("team", _text(cells, "team"))
            codes |= _given("worker", _text(cells, "worker").casefold())
            codes |= _given("ended_at", _ended(cells, at))
        case Kind.VISIT:
            codes["child_seen"] = _code(cells, "child_seen", _SEEN, "")
            codes |= _given("worker", _text(cells, "worker").casefold())
        case Kind.MEETING:
            codes["state"] = _code(cells, "state", _STATES, MeetingState.HELD)
    return codes


def _given(name: str, value: str) -> dict[str, str]:
    return {name: value} if value and value != "-" else {}


def _happened(cells: Mapping[str, str], codes: Mapping[str, str], at: datetime) -> datetime:
    happened_at = _moment(cells, "happened_at")
    if happened_at > at and codes.get("state", MeetingState.HELD) == MeetingState.HELD:
        raise _Refused("happened_at", "This is in the future.")
    return happened_at


def _ended(cells: Mapping[str, str], at: datetime) -> str:
    if not _text(cells, "ended_at"):
        return ""
    ended_at = _moment(cells, "ended_at")
    if ended_at > at:
        raise _Refused("ended_at", "This is in the future. Leave it empty until then.")
    return ended_at.isoformat()


def _read(cells: Mapping[str, str], column: str, reader: Callable[[str], str]) -> str:
    try:
        return reader(cells.get(column, ""))
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _text(cells: Mapping[str, str], column: str, longest: int = _LONGEST) -> str:
    return _read(cells, column, lambda cell: text_of(cell, longest=longest))


def _required(cells: Mapping[str, str], column: str, longest: int = _LONGEST) -> str:
    text = _text(cells, column, longest)
    if not text:
        raise _Refused(column, "This is empty. Fill it in.")
    return text


def _key(cells: Mapping[str, str], column: str, longest: int) -> str:
    return _required(cells, column, longest)


def _code(cells: Mapping[str, str], column: str, known: tuple[str, ...], default: str) -> str:
    code = "_".join(_text(cells, column).casefold().split()) or default
    if code not in known and code != "-":
        listed = ", ".join(known)
        raise _Refused(column, f"This is not one of: {listed}.")
    return code


def _moment(cells: Mapping[str, str], column: str) -> datetime:
    text = _required(cells, column)
    try:
        return moment_of(text)
    except NotAMoment as refused:
        raise _Refused(column, str(refused)) from refused


def _day(cells: Mapping[str, str], column: str) -> date | None:
    try:
        return day_of(cells.get(column, ""))
    except CellRefused as refused:
        raise _Refused(column, str(refused)) from refused


def _number(cells: Mapping[str, str], column: str, parse: Callable[[str], str]) -> str:
    text = _text(cells, column)
    try:
        return parse(text) if text else ""
    except IdentifierError as refused:
        raise _Refused(column, str(refused)) from refused


def _reference(cells: Mapping[str, str]) -> str:
    text = _text(cells, "request_reference")
    try:
        return parse_reference(text) if text else ""
    except (ReferenceWrongShape, ReferenceMistyped) as refused:
        raise _Refused("request_reference", str(refused)) from refused


def _yes(cells: Mapping[str, str], column: str) -> bool:
    word = _text(cells, column).casefold()
    if word not in _YES | _NO:
        raise _Refused(column, "Write yes or no.")
    return word in _YES


def _words(row: Row) -> str:
    """Words as they were typed, whatever they look like; what a database cannot hold is refused."""
    words = row.cells.get("words", "")
    if len(words) > LONGEST_WORDS:
        raise _Refused("words", f"At most {LONGEST_WORDS:,} characters can be kept.")
    if "\0" in words or any(unicodedata.category(letter) == "Cs" for letter in set(words)):
        raise _Refused("words", "This has a character in it that is not text.")
    came_back = tuple(row.headings[: len(OUR_HEADINGS)]) == OUR_HEADINGS
    if came_back and words.startswith(("'=", "'+", "'-", "'@", "'\t", "'\r")):
        return words[1:]
    return words
