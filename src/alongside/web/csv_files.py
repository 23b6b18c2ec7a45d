"""Tables as files for a spreadsheet: what is on the page and no more, and nothing that a spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

RUN = ("=", "+", "-", "@", "\t", "\r", "\n")  # a cell that begins so may be taken for a formula


def _safe(cell: object) -> object:
    """Words that a spreadsheet would run stand behind an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN) else cell


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download of this name, with a mark by which spreadsheets know that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (headings, *rows):
        writer.writerow([_safe(cell) for cell in row])
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
