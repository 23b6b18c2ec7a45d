"""A child's time in care, as far as the viewer may read it; and the returns as they were sent, for a load."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.gate import acts_on
from alongside.access.viewer import Viewer
from alongside.areas.looked_after import codes
from alongside.areas.looked_after.models import (
    CareEpisode,
    PeriodOfCare,
    ReturnedChild,
    ReturnFile,
    ReturnRow,
)
from alongside.areas.looked_after.terms import FileKind

MOST = 50
NOT_SHOWN = "Not shown here"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInCare:
    """One period of care. `started_on` is None where care was under way when our record begins."""

    child_id: UUID
    started_on: date | None
    known_from: date
    ended_on: date | None


@discloses("looked_after")
def times_in_care(viewer: Viewer, child_id: UUID) -> list[TimeInCare]:
    """When the child has been in the council's care, newest first."""
    rows = PeriodOfCare.objects.filter(child_id=child_id).order_by("-known_from", "-id")
    return [
        TimeInCare(
            child_id=child_id,
            started_on=row.started_on,
            known_from=row.known_from,
            ended_on=row.ended_on,
        )
        for row in rows[:MOST]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One episode of care in words: the kind of home and the legal side of it. Never where it is."""

    child_id: UUID
    began_on: date
    ended_on: date | None
    placement: str
    legal_status: str


@discloses("placement")
def placements_of(viewer: Viewer, child_id: UUID, *, at: datetime) -> list[Placement]:
    """The kinds of home a child has had in care, newest first. Postcodes are not read: nobody is shown them.

    What says that the child is to be adopted is not shown to whoever may not read of adoption.
    """
    columns = ("began_on", "ended_on", "placement", "legal_status")
    rows = CareEpisode.objects.filter(child_id=child_id).order_by("-began_on", "-id")
    found = list(rows.values_list(*columns)[:MOST])
    hidden: frozenset[str] = frozenset()
    if any(codes.OF_ADOPTION & {placement, status} for _, _, placement, status in found) and (
        ("read", "adoption") not in acts_on(viewer, child_id, at=at)
    ):
        hidden = codes.OF_ADOPTION
    return [
        Placement(
            child_id=child_id,
            began_on=began_on,
            ended_on=ended_on,
            placement=NOT_SHOWN
            if placement in hidden
            else codes.words_of(codes.PLACEMENT, placement),
            legal_status=NOT_SHOWN
            if status in hidden
            else codes.words_of(codes.LEGAL_STATUS, status),
        )
        for began_on, ended_on, placement, status in found
    ]


# For loads alone, which run as a role that sees every child: nobody is shown what these return. ---


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAsSent:
    """One file of a return: its name and headings, and its rows in order, cell by cell as they came."""

    name: str
    headings: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def rows_as_sent(load_id: UUID, kind: FileKind) -> FileAsSent | None:
    """One file of one load, whole; None where that load had none of this kind."""
    file = ReturnFile.objects.filter(load_id=load_id, kind=kind).first()
    if file is None:
        return None
    return FileAsSent(name=file.name, headings=tuple(file.headings), rows=_rows(file))


def _rows(file: ReturnFile) -> Iterator[tuple[str, ...]]:
    rows = ReturnRow.objects.filter(file=file).order_by("line", "id")
    for cells in rows.values_list("cells", flat=True).iterator(chunk_size=2000):
        yield tuple(cells)


def loads_that_count(authority_id: UUID, year: int) -> list[tuple[UUID, frozenset[str]]]:
    """The loads that make up a year's return, newest first, each with the numbers of the children it counts for.

    One that corrects some children leaves the others to the load before it.
    """
    found: dict[UUID, set[str]] = {}
    rows = ReturnedChild.objects.filter(authority_id=authority_id, year=year)
    for load_id, number in rows.order_by("-load__started_at").values_list("load_id", "number"):
        found.setdefault(load_id, set()).add(number)
    return [(load_id, frozenset(numbers)) for load_id, numbers in found.items()]
