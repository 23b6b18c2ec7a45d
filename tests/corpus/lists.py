"""The national list of schools and a list of staff, broken."""

import csv
import io
import re
from collections.abc import Mapping

from tests.corpus.broken import ALL_ROWS_GO_BACK, Broken, Loader, cut_in_cells, write
from tests.factories.rolls import ALDER

SCHOOL = {
    "URN": "109876", "LA (code)": "201", "LA (name)": "Calderwick", "EstablishmentNumber": "3614",
    "EstablishmentName": "St Hild’s", "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open", "PhaseOfEducation (name)": "Primary", "OpenDate": "01-09-1999",
    "CloseDate": "", "Street": "Mill Lane", "Town": "Calder", "Postcode": "CW1 1AA",
}  # fmt: skip
PERSON = {
    "Email": "ivy.new@alder.example", "Full Name": "Ivy Nuñez", "Role": "Designated safeguarding lead",
    "Organisation": ALDER, "Team": "", "Start Date": "01/09/2026", "End Date": "",
}  # fmt: skip
Cells = Mapping[str, str]


def table(*rows: Cells, without: str = "") -> str:
    made = io.StringIO()
    headings = [heading for heading in rows[0] if heading != without]
    writer = csv.DictWriter(made, headings, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def wrong(name: str, words: str, row: Cells, **cells: str) -> Broken:
    named = {heading.replace("_", " "): cell for heading, cell in cells.items()}
    return Broken(name, write(table({**row, **named})), words, ALL_ROWS_GO_BACK)


def missing(heading: str, row: Cells) -> Broken:
    return Broken(
        f"without {heading}",
        write(table(row, without=heading)),
        f"'{re.escape(heading)}' is missing",
    )


def schools(n: int) -> list[Cells]:
    return [
        {**SCHOOL, "URN": str(109876 + one), "EstablishmentNumber": str(3614 + one)}
        for one in range(n)
    ]


def people(n: int) -> list[Cells]:
    return [{**PERSON, "Email": f"ivy{one}@alder.example"} for one in range(n)]


SCHOOLS = Loader(
    name="schools",
    command=("load", "schools"),
    file_name="edubasealldata.csv",
    good=table(*schools(5)).encode(),
    cuts=cut_in_cells,
    broken=(
        *(missing(h, SCHOOL) for h in ("URN", "LA (code)", "EstablishmentName")),
        Broken("headings alone", write(table(SCHOOL).split("\n", 1)[0]), "headings and no rows"),
        wrong("a URN of letters", "URN", SCHOOL, URN="ABCDEF"),
        wrong("no URN", "URN|empty", SCHOOL, URN=""),
        wrong("an authority of letters", "[A-Z]", SCHOOL, **{"LA_(code)": "ABC"}),
        wrong("a number of letters", "[A-Z]", SCHOOL, EstablishmentNumber="AB"),
        wrong("no name", "empty|name", SCHOOL, EstablishmentName=""),
        wrong("a day that is none", "day|date", SCHOOL, OpenDate="31-02-1999"),
        wrong("a status of its own", "[A-Z]", SCHOOL, **{"EstablishmentStatus_(name)": "Floating"}),
        wrong("a formula", "formula", SCHOOL, EstablishmentName="=1+1"),
    ),
)
STAFF = Loader(
    name="staff",
    command=("load", "staff"),
    file_name="staff.csv",
    good=table(*people(5)).encode(),
    cuts=cut_in_cells,
    broken=(
        *(missing(h, PERSON) for h in ("Email", "Full Name", "Role", "Organisation")),
        wrong("no address", "email", PERSON, Email="ivy"),
        wrong("no name", "empty|name", PERSON, Full_Name=""),
        wrong("a role of its own", "[A-Z]", PERSON, Role="Wizard"),
        wrong("a school nobody knows", "[A-Z]", PERSON, Organisation="123456"),
        wrong("ends before it starts", "before", PERSON, End_Date="01/09/2020"),
        wrong("a day that is none", "day", PERSON, Start_Date="31/02/2026"),
        wrong("a formula", "formula", PERSON, Full_Name="=1+1"),
        wrong("a bell", "hidden character", PERSON, Full_Name="I\x07vy"),
    ),
)
