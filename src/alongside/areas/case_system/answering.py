"""What is answered for each row of a feed, in words for whoever keeps the case system."""

from collections.abc import Iterator, Mapping, Sequence

from alongside.areas.case_system.actions import Answered
from alongside.areas.case_system.terms import Reason
from alongside.areas.loads.cells import neutralised
from alongside.areas.loads.reading import Rejected, Row

# As in a file of rejected rows, so that a later load may write over it.
HEADINGS = ("Line", "Column", "Reason", "Status", "Step")
REJECTED = "rejected"


def answered_rows(
    answers: Sequence[Answered], rejected: Sequence[tuple[Rejected, Row]]
) -> Iterator[tuple[str, ...]]:
    """A table with a line for each row of the feed: how it stands and why."""
    rows = [(a.line, "", Reason(a.reason).label, a.status, a.step) for a in answers]
    rows += [
        (r.line, r.column, r.reason, REJECTED, row.cells.get("step", "")) for r, row in rejected
    ]
    yield HEADINGS
    for line, column, reason, status, step in sorted(rows):
        yield str(line), column, str(reason), str(status), neutralised(step)


def reasons_in_words(reasons: Mapping[str, int]) -> Iterator[str]:
    """One line for each reason why rows that were kept have no effect, or less than they say."""
    for code, count in sorted(reasons.items()):
        yield f"{count:,} row{'' if count == 1 else 's'}: {Reason(code).label}"
