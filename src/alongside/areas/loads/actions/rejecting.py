"""Keep what was not taken, for the page of the load and for the file that goes back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from alongside.areas.loads.models import Rejection
from alongside.areas.loads.reading import Rejected
from alongside.areas.loads.rules import REJECTIONS_KEPT, says_who
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows

_COLUMNS = (
    *("id", "load_id", "line", "column", "reason", "value", "unit", "withheld", "by_reading"),
)
_MOST_LINE = 2_147_483_647


def keep_rejected(load_id: UUID, rejected: Iterable[Rejected], *, by_reading: bool = False) -> None:
    """Write a row for each thing that was not taken; a value that is withheld, or says who, is not written."""
    insert_rows(Rejection, _COLUMNS, _rows(str(load_id), rejected, by_reading=by_reading))


def _rows(
    load_id: str, rejected: Iterable[Rejected], *, by_reading: bool
) -> Iterator[tuple[object, ...]]:
    for one in rejected:
        withheld = one.withheld or bool(one.value and says_who(one.column))
        value = "" if withheld else one.value
        yield (
            *(new_id(), load_id, min(max(one.line, 0), _MOST_LINE)),
            *(
                sound(one.column, 100),
                sound(one.reason, 600),
                sound(value, 300),
                sound(one.unit, 60),
            ),
            *(withheld, by_reading),
        )


def written_of(rejected: Iterable[Rejected]) -> Mapping[tuple[int, str, str], str]:
    """By line, column and reason, the values that only the file beside the source is given."""
    return {
        (one.line, one.column, one.reason): one.value
        for one in rejected
        if one.value and not one.withheld and says_who(one.column)
    }


def forget_rejected(*, at: datetime) -> None:
    """Delete what was not taken of loads that began more than a year ago; that they came in stays known."""
    Rejection.objects.filter(load__started_at__lt=at - REJECTIONS_KEPT).delete()


def sound(text: str, longest: int) -> str:
    """Text as PostgreSQL can keep it, cut to its column: what a broken file holds may be no text at all."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return text if len(text) <= longest else f"{text[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
