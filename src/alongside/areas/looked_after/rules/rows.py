"""One row of each file: what its cells say, or why the row, or one cell of it, cannot be taken."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from alongside.areas.loads.cells import CellRefused, day_of, text_of
from alongside.areas.looked_after.folder import SentFile, SentRow
from alongside.areas.looked_after.rules.remarks import Remark
from alongside.areas.looked_after.rules.shapes import CELLS, Cell, Told
from alongside.areas.looked_after.terms import CHILD, FileKind

_LONGEST = 60  # of any code, number or postcode: what is longer stands in the kept row alone
_LONGEST_NUMBER = 16
EARLIEST = date(1985, 1, 1)  # nobody in a return of these years was born before


class Reader:
    """Reads the rows of one file; what cannot be right joins `remarks`."""

    def __init__(self, file: SentFile, *, on: date, remarks: list[Remark]) -> None:
        self.file, self.on, self.remarks = file, on, remarks
        self.number_at = file.places[CHILD]
        self.born_at = file.places.get("DOB")
        made, cells = CELLS[file.kind]
        self.made: Any = made
        self.cells = tuple((cell, file.places.get(cell.column)) for cell in cells)

    def number_of(self, row: SentRow) -> str | None:
        """The council's number of the child; None where the row has none that can be one."""
        number = number_in(row, self.number_at)
        if row.fault:
            self._note(row, number, "", row.fault)
            return None
        if not number:
            self._note(row, "", CHILD, "The row does not say which child it is about.")
            return None
        return number

    def told(self, row: SentRow, number: str, born: date | None) -> Told | None:
        """What a row tells; None where it tells nothing that can be right."""
        if self._of_another(row, number, born):
            return None
        values: list[object] = [row.line]
        for cell, place in self.cells:
            sent = row.cells[place].strip() if place is not None else ""
            if not sent:
                if cell.needed:
                    self._note(row, number, cell.column, "This is empty.")
                    return None
                values.append(None if cell.says in ("day", "any_day") else "")
                continue
            value, wrong = self._value(cell, sent, born)
            if wrong:
                self._note(row, number, cell.column, wrong, sent, taken=not cell.needed)
                if cell.needed:
                    return None
            values.append(value)
        made: Told = self.made._make(values)
        return made

    def _of_another(self, row: SentRow, number: str, born: date | None) -> bool:
        """Whether the birth date is not that of the header's child: then the number may be mistyped."""
        if self.file.kind is FileKind.HEADER or born is None or self.born_at is None:
            return False
        sent = row.cells[self.born_at]
        try:
            same = day_of(sent) in (born, None)
        except CellRefused:
            same = False
        if not same:
            words = "This is not the birth date in the header, so the row may be another child's."
            self._note(row, number, "DOB", words, sent)
        return not same

    def _value(self, cell: Cell, sent: str, born: date | None) -> tuple[object, str]:
        """A cell's value and "", or what stands for nothing and why."""
        if cell.says in ("day", "any_day"):
            return self._day(cell, sent, born)
        if cell.codes is not None:
            code = sent.upper()
            if code in cell.codes:
                return code, ""
            return "", "No year of the return has this code here."
        try:
            return text_of(sent, longest=_LONGEST), ""
        except CellRefused as refused:
            return "", str(refused)

    def _day(self, cell: Cell, sent: str, born: date | None) -> tuple[date | None, str]:
        try:
            day = day_of(sent)
        except CellRefused as refused:
            return None, str(refused)
        if day is None:
            return None, "This is empty." if cell.needed else ""
        if day > self.on and cell.says == "day":
            return None, "This day is still to come."
        if day < (born or EARLIEST):
            words = "before the child was born" if born else "too long ago for this return"
            return None, f"This day is {words}."
        return day, ""

    def _note(
        self, row: SentRow, number: str, column: str, reason: str, value: str = "", *, taken: bool = False
    ) -> None:  # fmt: skip
        self.remarks.append(Remark(self.file.kind, row.line, number, column, reason, value, taken))


def number_in(row: SentRow, place: int) -> str:
    """The council's number of the row's child, closed up; "" where there is none that can be one."""
    number = "".join(row.cells[place].split()) if place < len(row.cells) else ""
    if not number or len(number) > _LONGEST_NUMBER or not number.isprintable():
        return ""
    return number


def by_number(file: SentFile, reader: Reader) -> Iterator[tuple[str, SentRow]]:
    """Each row with the number of its child, without those that have none."""
    for row in file.rows:
        number = reader.number_of(row)
        if number is not None:
            yield number, row


def plain(rows: Sequence[Any]) -> list[tuple[object, ...]]:
    """Rows without their lines, which another file may have elsewhere."""
    return [tuple(row[1:]) for row in rows]
