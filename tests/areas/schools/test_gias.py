"""Establishments as Get Information About Schools lists them."""

from datetime import date
from pathlib import Path

import pytest

from alongside.areas.loads.reading import Rejected, Row
from alongside.areas.loads.reading.refusals import ColumnMissing
from alongside.areas.schools.gias import (
    COLUMNS,
    Establishment,
    Status,
    parse_establishment,
    read_establishments,
)

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "schools"
SAMPLE /= "gias_establishments.csv"

CELLS = {
    "URN": "109876",
    "LA (code)": "201",
    "LA (name)": "Calderwick",
    "EstablishmentNumber": "3614",
    "EstablishmentName": "St Hild\u2019s Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open, but proposed to close",
    "PhaseOfEducation (name)": "Primary",
    "OpenDate": "01-09-1999",
    "CloseDate": "31-08-2027",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "Street": "Mill Lane",
    "Locality": "",
    "Town": "Calderwick",
    "Postcode": "cw1 1aa",
    "SchoolWebsite": "www.sthilds.example.org",
    "TelephoneNum": "1632960001",
    "UPRN": "000005088037",
    "Easting": "533498",
    "Northing": "181201",
}


def parse(**cells):
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    return parse_establishment(Row(7, CELLS | named))


def test_an_establishment_is_read_with_its_numbers_written_our_way():
    assert parse() == Establishment(
        line=7,
        urn="109876",
        la_code="201",
        la_name="Calderwick",
        establishment_number="3614",
        dfe_number="201/3614",
        name="St Hild\u2019s Primary School",
        type="Community school",
        phase="Primary",
        status=Status.OPEN_BUT_PROPOSED_TO_CLOSE,
        opened_on=date(1999, 9, 1),
        closed_on=date(2027, 8, 31),
        lowest_age=3,
        highest_age=11,
        address_lines=("Mill Lane", "Calderwick"),
        postcode="CW1 1AA",
        telephone="01632960001",
        website="http://www.sthilds.example.org",
        uprn="5088037",
        easting=533498,
        northing=181201,
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Open", Status.OPEN),
        ("Closed", Status.CLOSED),
        ("Proposed to open", Status.PROPOSED_TO_OPEN),
        ("Open, but proposed to close", Status.OPEN_BUT_PROPOSED_TO_CLOSE),
    ],
)
def test_every_status_gias_uses_is_known(words, status):
    assert (
        parse_establishment(Row(2, CELLS | {"EstablishmentStatus (name)": words})).status is status
    )


def test_a_children_s_centre_has_no_number_of_its_own():
    centre = parse(EstablishmentNumber="")
    assert (centre.dfe_number, centre.establishment_number) == (None, "")


def test_an_establishment_outside_every_authority_has_no_dfe_number():
    elsewhere = parse_establishment(Row(2, CELLS | {"LA (code)": "0"}))
    assert (elsewhere.la_code, elsewhere.dfe_number) == ("000", None)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("URN", "", "is empty"),
        ("URN", "10987", "6 digits"),
        ("LA (code)", "E09", "3 digits"),
        ("EstablishmentNumber", "36145", "201/3614"),
        ("EstablishmentName", "", "is empty"),
        ("EstablishmentName", '=HYPERLINK("http://x.example")', "as a formula does"),
        ("EstablishmentStatus (name)", "Asleep", "none of the statuses"),
        ("OpenDate", "31-02-1999", "no such day"),
        ("CloseDate", "soon", "not a date"),
    ],
)
def test_what_names_a_school_must_be_right(column, cell, words):
    rejected = parse_establishment(Row(7, CELLS | {column: cell}))
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.column, rejected.value) == (7, column, cell)
    assert words in rejected.reason


@pytest.mark.parametrize(
    ("column", "cell", "field", "kept"),
    [
        ("Postcode", "BFPO 57", "postcode", ""),
        ("UPRN", "0", "uprn", None),
        ("TelephoneNum", "x", "telephone", ""),
        ("TelephoneNum", "+44 1632 960001", "telephone", "+44 1632 960001"),
        ("SchoolWebsite", "none", "website", ""),
        ("SchoolWebsite", "javascript:alert(1)", "website", ""),
        ("SchoolWebsite", "https://a.example/x", "website", "https://a.example/x"),
        ("Easting", "", "easting", None),
        ("StatutoryLowAge", "", "lowest_age", None),
        ("PhaseOfEducation (name)", "Not applicable", "phase", ""),
    ],
)
def test_a_detail_that_cannot_be_used_is_left_empty_and_the_school_is_kept(
    column, cell, field, kept
):
    assert getattr(parse_establishment(Row(7, CELLS | {column: cell})), field) == kept


def test_a_row_that_does_not_match_the_headings_is_rejected_with_its_fault():
    assert parse_establishment(Row(3, {}, "This row is short.")) == Rejected(
        3, "", "This row is short."
    )


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Name,Town\nA,B\n")
    with pytest.raises(ColumnMissing, match=f"'{COLUMNS.required[0]}' is missing"):
        list(read_establishments(path))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real GIAS file is not beside the project")
def test_the_real_file_is_read_whole():
    rows = list(read_establishments(SAMPLE))
    assert {len(row.cells) for row in rows} == {120}
    schools = [parse_establishment(row) for row in rows]
    assert all(isinstance(school, Establishment) for school in schools)
    assert [school.urn for school in schools] == [str(100000 + n) for n in range(9)]
    assert schools[0].dfe_number == "201/3614"
    closed = [school for school in schools if school.status is Status.CLOSED]
    assert [(school.name, school.closed_on) for school in closed] == [
        ("Sherborne Nursery School", date(1992, 8, 31))
    ]
