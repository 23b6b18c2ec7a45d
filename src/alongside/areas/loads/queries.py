"""What is known of earlier loads."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from alongside.areas.loads.cells import neutralised
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.loads.terms import LoadState


def last_loaded_at(kind: str, *, school_id: UUID | None) -> datetime | None:
    """When a file of this kind, of this school if of one, was last loaded."""
    loads = Load.objects.filter(kind=kind, school_id=school_id, state=LoadState.FINISHED).order_by(
        "-started_at"
    )
    return loads.values_list("started_at", flat=True).first()


# The first three as every file of rejected rows has them: by those it is known to be ours.
HEADINGS = ("Line", "Column", "Reason", "Belongs to", "Written")
WITHHELD = "Withheld: see the line"


def rows_to_send_back(load_id: UUID) -> Iterator[Sequence[str]]:
    """The table that goes back to whoever sent the file: its headings, then what was not taken."""
    yield HEADINGS
    rows = Rejection.objects.filter(load_id=load_id).order_by("line", "id")
    for row in rows.iterator():
        line = str(row.line) if row.line else ""
        cells = (row.column, row.reason, row.unit, WITHHELD if row.withheld else row.value)
        yield line, *map(neutralised, cells)
