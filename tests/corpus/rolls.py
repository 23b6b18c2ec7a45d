"""A school's roll as CSV, broken."""

import csv
import io
from collections.abc import Iterable

from tests.corpus.broken import ALL_ROWS_GO_BACK, Broken, Loader, cut_in_cells, write
from tests.factories.rolls import ALDER, HEADINGS, row, upn

ROWS = [row(n, Legal_Surname="Nuñez") for n in range(11, 17)]


def table(rows: Iterable[dict[str, str]], headings: Iterable[str] = HEADINGS) -> str:
    """Rows as a CSV file has them."""
    made = io.StringIO()
    writer = csv.DictWriter(made, list(headings), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def without(heading: str) -> Broken:
    left = [one for one in HEADINGS if one != heading]
    return Broken(f"without {heading}", write(table(ROWS, left)), f"column '{heading}' is missing")


def every_row(name: str, words: str, **cells: str) -> Broken:
    """Rows that are each wrong in the same way."""
    rows = [row(n, **cells) for n in range(21, 24)]
    return Broken(name, write(table(rows)), words, ALL_ROWS_GO_BACK)


GOOD = table(ROWS)
FIRST, REST = GOOD.split("\n", 1)
LOADER = Loader(
    name="a roll",
    command=("load", "roll"),
    options=("--school", ALDER),
    file_name="roll.csv",
    good=GOOD.encode(),
    cuts=cut_in_cells,
    broken=(
        *map(without, ("UPN", "Legal Surname", "Legal Forename", "Date of Birth")),
        Broken("headings alone", write(FIRST + "\n"), "headings and no rows"),
        Broken("rows alone", write(REST), "is missing"),
        Broken("one heading twice", write(GOOD.replace("Gender", "UPN", 1)), "twice"),
        Broken("two headings that mean one", write(GOOD.replace("Gender", "DOB,", 1)), "DOB|cells"),
        Broken("10,000 other columns", write(",".join(f"c{n}" for n in range(10_000)) + "\n1"), "columns"),
        Broken("10,000 columns more", write(FIRST + "," * 10_000 + "\n" + REST), "columns"),
        Broken("a line of 2 MB", write(GOOD + "x" * 2_000_000 + "\n"), "longer than 1,000,000"),
        Broken("a cell of 2 MB", write(GOOD + '"' + "x\n" * 1_000_000 + '"\n'), "Error: "),
        Broken("quotes that never end", write(GOOD.replace("2 Mill", '"2 Mill', 1)), "inside a quotation"),
        Broken("quotes inside", write(GOOD.replace("2 Mill Lane", '"2" Mill', 1)), "do not match up"),
        Broken("two encodings", write(GOOD.encode() + ROWS[0]["Legal Surname"].encode("cp1252") + b",1\n"),
               "written in UTF-8 and line"),
        every_row("no day of birth", "is empty", Date_of_Birth=""),
        every_row("a day that is none", "no such day", Date_of_Birth="31/02/2015"),
        every_row("months first", "no such day", Date_of_Birth="02/28/2015"),
        every_row("born tomorrow", "in the future", Date_of_Birth="01/01/2050"),
        every_row("born last century", "years ago", Date_of_Birth="01/01/1950"),
        every_row("a year of five digits", "not a date", Date_of_Birth="01/01/20150"),
        every_row("admitted before birth", "before the pupil was born", Date_of_Admission="01/01/2001"),
        every_row("left before admission", "before admission", Date_of_Leaving="31/08/2019"),
        every_row("leaves in a century", "years ahead", Date_of_Leaving="31/08/2126"),
        every_row("one number for all", "The same UPN is on line", UPN=upn(1)),
        every_row("a wrong check letter", "first letter of the UPN", UPN="A999200120001"),
        every_row("a number of another kind", "UPN", UPN="9434765919"),
        every_row("no name", "both empty", Legal_Surname="", Legal_Forename=""),
        every_row("a formula", "as a formula does", Legal_Surname="=cmd|' /C calc'!A0"),
        every_row("a hidden formula", "hidden formula|formula", Address="\t=1+1"),
        every_row("a name of marks", "at least one letter", Legal_Surname="***"),
        every_row("a name of 5,000 letters", "characters long", Legal_Surname="x" * 5_000),
        every_row("a bell", "hidden character", Legal_Forename="Am\x07y"),
        every_row("a name turned round", "hidden character", Legal_Forename="Am\u202ey"),
        every_row("a lost letter", "A letter was lost", Legal_Forename="Zo\ufffd"),
        every_row("no postcode", "not a full UK postcode", Postcode="ZZ1"),
        Broken("a cell too many in each", write(FIRST + "\n" + REST.replace(",F,", ",F,more,more,")),
               "cells and there are", ALL_ROWS_GO_BACK),
    ),
)  # fmt: skip
