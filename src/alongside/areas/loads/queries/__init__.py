"""What is known of earlier loads, and what goes back of one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from alongside.areas.loads.cells import neutralised
from alongside.areas.loads.models import Load
from alongside.areas.loads.queries.seeing import (
    HEADINGS,
    cells_to_send_back,
    rejections_for_sender,
)
from alongside.areas.loads.terms import LoadState


def last_loaded_at(kind: str, *, school_id: UUID | None) -> datetime | None:
    """When a file of this kind, of this school if of one, was last loaded."""
    loads = Load.objects.filter(kind=kind, school_id=school_id, state=LoadState.FINISHED).order_by(
        "-started_at"
    )
    return loads.values_list("started_at", flat=True).first()


def rows_to_send_back(
    load_id: UUID, written: Mapping[tuple[int, str, str], str]
) -> Iterator[Sequence[str]]:
    """The table that a command writes for whoever sent the file: its headings, then what was not taken.

    `written` is what stood there, by line, column and reason, where it is not kept here.
    """
    yield HEADINGS
    for cells in cells_to_send_back(rejections_for_sender(load_id, written)):
        yield tuple(map(neutralised, cells))
