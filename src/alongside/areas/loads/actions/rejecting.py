"""Keep what was not taken, for the page of the load and for the file that goes back."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from alongside.areas.loads.models import Rejection
from alongside.areas.loads.reading import Rejected
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows

_COLUMNS = (
    *("id", "load_id", "line", "column", "reason", "value", "unit", "withheld", "by_reading"),
)
_MOST_LINE = 2_147_483_647


def keep_rejected(load_id: UUID, rejected: Iterable[Rejected], *, by_reading: bool = False) -> None:
    """Write a row for each thing that was not taken; a value that is withheld is not written."""
    insert_rows(Rejection, _COLUMNS, _rows(str(load_id), rejected, by_reading=by_reading))


def _rows(
    load_id: str, rejected: Iterable[Rejected], *, by_reading: bool
) -> Iterator[tuple[object, ...]]:
    for one in rejected:
        value = "" if one.withheld else one.value
        yield (
            *(new_id(), load_id, min(max(one.line, 0), _MOST_LINE)),
            *(
                sound(one.column, 100),
                sound(one.reason, 600),
                sound(value, 300),
                sound(one.unit, 60),
            ),
            *(one.withheld, by_reading),
        )


def sound(text: str, longest: int) -> str:
    """Text as PostgreSQL can keep it, cut to its column: what a broken file holds may be no text at all."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return text if len(text) <= longest else f"{text[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
