"""Pupils as schools' own systems list them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.loads.cells import CellRefused, day_of, text_of
from alongside.areas.loads.reading import Rejected, Row
from alongside.areas.schools.roll import COLUMNS, Pupil, check_roll, parse_pupil, read_roll

TODAY = date(2026, 11, 24)
CELLS = {
    "UPN": "Y330200012001",
    "Legal Surname": "O\u2019Brien",
    "Legal Forename": "Zo\u00eb",
    "Preferred Forename": "Zo",
    "Middle Names": "Ann",
    "Date of Birth": "07/03/2015",
    "Gender": "F",
    "Year Group": "Year 7",
    "Postcode": "cw1 1aa",
    "Address": "2 Mill Lane, Calderwick",
    "Date of Admission": "01/09/2026",
    "Date of Leaving": "",
}
ZOE = Pupil(
    line=5,
    upn="Y330200012001",
    surname="O\u2019Brien",
    forename="Zo\u00eb",
    preferred_forename="Zo",
    preferred_surname="",
    middle_names="Ann",
    date_of_birth=date(2015, 3, 7),
    gender="female",
    year_group="7",
    postcode="CW1 1AA",
    address="2 Mill Lane, Calderwick",
    admitted_on=date(2026, 9, 1),
    left_on=None,
)


def parse(column="UPN", cell=CELLS["UPN"]):
    return parse_pupil(Row(5, CELLS | {column: cell}), TODAY)


def test_a_pupil_is_read_as_the_school_wrote_them():
    assert parse() == ZOE


@pytest.mark.parametrize(
    "cell",
    [
        "01/09/2026", "1/9/2026", "1-9-2026", "01.09.26", "1 Sep 2026", "1 September 2026",
        "1st Sept 26", "01-SEP-2026", "2026-09-01", "2026-09-01 00:00:00", "01/09/2026 00:00",
        "2026-09-01T00:00:00.000", " 01/09/2026 ",
    ],
)  # fmt: skip
def test_a_date_may_be_written_day_first_in_any_usual_way(cell):
    assert parse("Date of Admission", cell).admitted_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("UPN", "A330200012001", "first letter of the UPN"),
        ("UPN", "Y33020001200", "13 characters and this has 12"),
        ("Legal Surname", '=HYPERLINK("http://x.example","Amin")', "as a formula does"),
        ("Legal Surname", "@SUM(A1)", "as a formula does"),
        ("Legal Surname", "+cmd|' /C calc'!A0", "as a formula does"),
        ("Legal Surname", "-2+3+cmd", "as a formula does"),
        ("Legal Surname", "\t=1+1", "hidden formula"),
        ("Address", "=1+1", "as a formula does"),
        ("Legal Surname", "Am\x07in", "hidden character in it (U+0007)"),
        ("Legal Surname", "Am\u202ein", "hidden character in it (U+202E)"),
        ("Legal Surname", "Am\ufffdn", "letter was lost"),
        ("Legal Surname", "Amin\nKhan", "line break"),
        ("Legal Surname", "12345", "at least one letter"),
        ("Legal Surname", "a" * 101, "at most 100"),
        ("Address", "a" * 301, "at most 300"),
        ("Date of Birth", "", "is empty"),
        ("Date of Birth", "25/11/2026", "in the future"),
        ("Date of Birth", "23/11/2006", "over 20 years ago"),
        ("Date of Birth", "01/09/94", "in the future"),
        ("Date of Birth", "31/02/2015", "no such day"),
        ("Date of Birth", "03/25/2015", "no such day"),
        ("Date of Birth", "29/02/2015", "no such day"),
        ("Date of Birth", "42070", "not a date"),
        ("Date of Birth", "7 Marz 2015", "month is not spelled"),
        ("Date of Birth", "07/03-2015", "not a date"),
        ("Date of Admission", "06/03/2015", "before the pupil was born"),
        ("Date of Admission", "25/11/2027", "more than a year ahead"),
        ("Date of Leaving", "31/08/2026", "before admission"),
        ("Date of Leaving", "01/09/2062", "more than 20 years ahead"),
        ("Postcode", "CW1", "not a full UK postcode"),
    ],
)
def test_a_row_that_cannot_be_right_is_rejected_with_its_reason(column, cell, words):
    rejected = parse(column, cell)
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.column, rejected.value) == (5, column, cell)
    assert words in rejected.reason


@pytest.mark.parametrize(
    ("column", "cell", "field", "kept"),
    [
        ("UPN", "", "upn", None),
        ("UPN", "j33020001200a", "upn", "J33020001200A"),
        ("Legal Surname", "Smith-Jones", "surname", "Smith-Jones"),
        ("Legal Surname", "  de   la Cruz ", "surname", "de la Cruz"),
        ("Legal Surname", "Nguye\u0302\u0303n", "surname", "Nguy\u1ec5n"),
        ("Legal Surname", "\u0645\u062d\u0645\u062f", "surname", "\u0645\u062d\u0645\u062f"),
        ("Legal Surname", "-", "surname", ""),
        ("Legal Forename", ".", "forename", ""),
        ("Legal Surname", "Null", "surname", "Null"),
        ("Legal Surname", "Na", "surname", "Na"),
        ("Gender", "male", "gender", "male"),
        ("Gender", "M", "gender", "male"),
        ("Gender", "Non-binary", "gender", "Non-binary"),
        ("Gender", "", "gender", ""),
        ("Year Group", "07", "year_group", "7"),
        ("Year Group", "Yr 11", "year_group", "11"),
        ("Year Group", "Reception", "year_group", "R"),
        ("Year Group", "0", "year_group", "R"),
        ("Year Group", "n2", "year_group", "N2"),
        ("Year Group", "Mixed", "year_group", "Mixed"),
        ("Postcode", "N/A", "postcode", ""),
        ("Address", "Flat 1\r\n2 Mill Lane,\nLeeds", "address", "Flat 1, 2 Mill Lane, Leeds"),
        ("Date of Birth", "24/11/2006", "date_of_birth", date(2006, 11, 24)),
        ("Date of Birth", "24/11/2026", "date_of_birth", None),
        ("Date of Leaving", "31/07/2031", "left_on", date(2031, 7, 31)),
        ("Date of Leaving", "01/09/2026", "left_on", date(2026, 9, 1)),
    ],
)
def test_what_can_be_right_is_kept(column, cell, field, kept):
    if kept is None and field == "date_of_birth":
        born_today = CELLS | {column: cell, "Date of Admission": ""}
        assert parse_pupil(Row(5, born_today), TODAY).date_of_birth == TODAY
    else:
        assert getattr(parse(column, cell), field) == kept


def test_a_telephone_number_is_no_formula():
    assert text_of("+44 1632 960001", longest=40) == "+44 1632 960001"
    assert text_of("-5", longest=40) == "-5"


def test_a_person_may_have_one_name_but_not_none():
    one_name = parse("Legal Surname", "")
    assert (one_name.surname, one_name.forename) == ("", "Zo\u00eb")
    nameless = parse_pupil(Row(5, CELLS | {"Legal Surname": "-", "Legal Forename": ""}), TODAY)
    assert "both empty" in nameless.reason


def test_a_pupil_aged_up_to_twenty_is_taken_on_a_leap_day_too():
    leap_day = date(2028, 2, 29)
    row = Row(5, CELLS | {"Date of Birth": "29/02/2008"})
    assert parse_pupil(row, leap_day).date_of_birth == date(2008, 2, 29)


def test_an_address_in_lines_is_joined(tmp_path):
    path = tmp_path / "roll.csv"
    path.write_text(
        "DOB,UPN,surname,FIRST NAME,Address Line 1,Address_2,Address 3,Sex,Year,Admission Date\n"
        "07/03/2015,,Amin,Omar,2 Mill Lane,,Calderwick,M,6,01/09/2020\n"
    )
    [pupil] = [parse_pupil(row, TODAY) for row in read_roll(path)]
    assert pupil.address == "2 Mill Lane, Calderwick"
    assert (pupil.surname, pupil.forename, pupil.gender) == ("Amin", "Omar", "male")
    assert (pupil.year_group, pupil.admitted_on) == ("6", date(2020, 9, 1))


def test_a_row_that_does_not_match_the_headings_is_rejected_with_its_fault():
    assert parse_pupil(Row(3, {}, "Short."), TODAY) == Rejected(3, "", "Short.")


def test_no_heading_is_a_word_for_two_columns():
    words = [word for others in COLUMNS.other_words.values() for word in others]
    assert len({*words, *COLUMNS.other_words}) == len(words) + len(COLUMNS.other_words)


def test_pupils_who_share_a_upn_are_all_rejected_each_naming_the_other_lines():
    others = [replace(ZOE, line=6, upn=None), replace(ZOE, line=7, upn=None)]
    good, rejected = check_roll([ZOE, *others, replace(ZOE, line=8)])
    assert good == others  # two pupils without a UPN do not share one
    assert [(r.line, r.column, r.value) for r in rejected] == [
        (5, "UPN", ZOE.upn), (8, "UPN", ZOE.upn),
    ]  # fmt: skip
    assert "is on line 8." in rejected[0].reason
    assert "is on line 5." in rejected[1].reason


def test_three_pupils_with_one_upn_name_both_other_lines():
    _, rejected = check_roll([replace(ZOE, line=line) for line in (2, 3, 4)])
    assert "is on lines 3 and 4." in rejected[0].reason


@given(cells=st.fixed_dictionaries(dict.fromkeys(CELLS, st.text(max_size=30))))
def test_any_cells_at_all_are_either_a_pupil_or_rejected_in_words(cells):
    read = parse_pupil(Row(9, cells), TODAY)
    assert isinstance(read, Pupil) or (read.column in cells and read.reason.endswith("."))


@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_is_read_the_same_however_it_is_written(day):
    assert day_of(f"{day.day}/{day.month}/{day:%Y}") == day
    assert day_of(day.isoformat()) == day


@given(cell=st.text(max_size=40))
def test_no_kept_text_can_run_as_a_formula(cell):
    try:
        text = text_of(cell, longest=100)
    except CellRefused:
        return
    assert not text.startswith(("=", "@"))
    assert not (text.startswith(("+", "-")) and any(map(str.isalpha, text)))
