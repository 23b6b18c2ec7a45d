"""Rolls as a school's office exports them, and schools that they are of."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from alongside.access.context import connected_as
from alongside.areas.loads.reading.files import FileRead
from alongside.areas.schools.actions import RollTotals, load_roll
from alongside.areas.schools.models import Establishment
from alongside.areas.schools.roll import Pupil, read_roll_file
from alongside.foundation.calendars import local_day
from alongside.foundation.identifiers import make_upn
from alongside.register.models import Team

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
HEADINGS = (
    "UPN", "Legal Surname", "Legal Forename", "Preferred Forename", "Date of Birth", "Gender",
    "Year Group", "Postcode", "Address", "Date of Admission", "Date of Leaving",
)  # fmt: skip
ALDER, BIRCH = "900101", "900102"

Row = Mapping[str, str]


def make_establishment(school: Team, urn: str, *, dfe_number: str = "") -> None:
    """The school as the national list has it."""
    Establishment.objects.create(
        organisation_id=school.organisation_id, urn=urn, dfe_number=dfe_number, local_authority_code="999",
        kind="Community school", status="open",
    )  # fmt: skip


def upn(serial: int) -> str:
    """The UPN of the n-th pupil."""
    return make_upn(la="999", establishment="2001", year=20, serial=serial)


def row(serial: int = 1, **cells: str) -> dict[str, str]:
    """One pupil; give a column by its heading with underscores."""
    made = {
        "UPN": upn(serial),
        "Legal Surname": "Amin",
        "Legal Forename": f"Pupil {'abcdefghijklmnopqrstuvwxyz'[serial % 26]}",
        "Preferred Forename": "",
        "Date of Birth": "07/03/2015",
        "Gender": "F",
        "Year Group": "6",
        "Postcode": "ZZ1 1AA",
        "Address": "2 Mill Lane",
        "Date of Admission": "01/09/2020",
        "Date of Leaving": "",
    }
    return made | {name.replace("_", " "): cell for name, cell in cells.items()}


def write_rows(
    path: Path, rows: Iterable[Row], *, headings: Iterable[str] = HEADINGS, encoding: str = "utf-8"
) -> Path:
    """A CSV file of these columns, in this order."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(headings), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


class Office:
    """A school's office, which exports its roll and has it loaded."""

    def __init__(self, folder: Path, urn: str = ALDER) -> None:
        self.path, self.urn = folder / f"roll-{urn}.csv", urn
        self.file: FileRead[Pupil] = FileRead(name="")

    def loads(self, *rows: Row, at: datetime = NOW, **options: bool) -> RollTotals:
        """Export these rows, read them and apply them as the loader."""
        return self.loads_file(write_rows(self.path, rows), at=at, **options)

    def loads_file(self, path: Path, *, at: datetime = NOW, **options: bool) -> RollTotals:
        """Read and apply a file there is already."""
        self.file = read_roll_file(path, on=local_day(at), read=lambda _: None)
        with connected_as("loader"):
            return load_roll(self.file, urn=self.urn, at=at, **options)

    @property
    def reasons(self) -> list[str]:
        """Why rows of the last file were rejected."""
        return [refused.reason for refused, _ in self.file.rejected]
