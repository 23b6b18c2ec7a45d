"""Tables as files that a spreadsheet opens: what is on the page, and nothing that it would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from alongside.areas.loads.cells import neutralised


def cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula (OWASP, CSV injection); numbers stay numbers."""
    return neutralised(value) if isinstance(value, str) else value


def csv_response(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, filename: str
) -> HttpResponse:
    """A download of these rows under these headings, in UTF-8 that Excel recognises."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([cell(value) for value in row] for row in (headings, *rows))
    return HttpResponse(
        written.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
