"""What cannot be right in a return: where, why, and whether the rest of its row was taken all the same."""

from typing import NamedTuple

from alongside.areas.loads.reading import Rejected
from alongside.areas.looked_after.terms import FileKind


class Remark(NamedTuple):
    """One thing to send back. `taken` where the row counts without this cell; else none of the row does."""

    kind: FileKind
    line: int
    number: str
    column: str
    reason: str
    value: str = ""
    taken: bool = False


# What touches adoption, and where somebody lives, is kept nowhere but in the row itself.
_WITHHELD_FILES = frozenset(
    (FileKind.AD1, FileKind.PLACED_FOR_ADOPTION, FileKind.PREVIOUS_PERMANENCE)
)
# An episode may say by its codes that a child is to be adopted, or was.
_WITHHELD_COLUMNS = frozenset(("HOME_POST", "PL_POST", "UPN", "REC", "LS", "PLACE", "RNE"))


def rejected_of(remark: Remark, file_name: str) -> Rejected:
    """A remark as the row of a load keeps it and the file that goes back says it."""
    said = f"{file_name}, {remark.column}" if remark.column else file_name
    words = f"{remark.reason} The rest of the row is taken." if remark.taken else remark.reason
    return Rejected(
        line=remark.line,
        column=said,
        reason=words,
        value=remark.value,
        unit=remark.number,
        withheld=remark.kind in _WITHHELD_FILES or remark.column in _WITHHELD_COLUMNS,
    )
