"""A council that loads its return of looked-after children."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from alongside.access.context import connected_as
from alongside.areas.loads.actions.running import LoadTotals, run_load
from alongside.areas.looked_after.actions import ReturnSource
from alongside.foundation.calendars import local_day
from tests.factories.council import Council, make_council
from tests.factories.returns import write_return

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


class Sender:
    """Whoever sends the council's returns; each is read and applied as the loader."""

    def __init__(self, council: Council, folder: Path) -> None:
        self.council, self.folder, self.sent = council, folder, 0

    def sends(self, *, at: datetime = NOW, **files) -> LoadTotals:
        """Export these files into a folder of their own and load it."""
        options = {name: files.pop(name) for name in ("year", "complete", "batch") if name in files}
        self.sent += 1
        return self.loads(
            write_return(self.folder / f"return-{self.sent}", **files), at=at, **options
        )

    def loads(
        self, folder: Path, *, at: datetime = NOW, year=None, complete=False, batch=1000
    ) -> LoadTotals:
        source = ReturnSource(
            folder,
            authority=self.council.authority,
            today=local_day(at),
            year=year,
            complete=complete,
        )
        with connected_as("loader"):
            return run_load(source, at=at, operator="op", batch=batch)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def sender(council: Council, tmp_path: Path) -> Sender:
    return Sender(council, tmp_path)
