"""What goes back to the office: its own rows under its own headings, with why, safe to open."""

import csv
import stat

import pytest

from alongside.access.context import connected_as
from alongside.areas.loads.reading.files import (
    FileInTheWay,
    place_for_rejected,
    refuse_what_is_in_the_way,
)
from tests.factories.rolls import row, write_rows


@pytest.fixture
def back(tmp_path):
    return tmp_path / "roll.rejected.csv"


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


OWN = ("DOB", "Unique Pupil Number", "surname", "First Name", "Notes")
BAD = {"DOB": "31/02/2015", "surname": "Nuñez", "First Name": "Zoë", "Notes": '=cmd|" /C calc"!A1'}


def reject(office, path, back):
    office.loads_file(path)
    with place_for_rejected(back) as write:
        write(office.file.rejected)


def test_a_rejected_row_has_line_column_reason_and_its_own_cells(council, alder, back):
    reject(alder, write_rows(alder.path, [BAD], headings=OWN), back)
    headings, cells = read(back)
    assert headings == ["Line", "Column", "Reason", *OWN]
    assert cells[:2] == ["2", "Date of Birth"]
    assert cells[3:7] == ["31/02/2015", "", "Nuñez", "Zoë"]
    assert cells[7] == "'" + BAD["Notes"]


def test_it_opens_with_accents_and_only_for_its_owner(council, alder, back):
    reject(alder, write_rows(alder.path, [BAD], headings=OWN), back)
    assert back.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(back.stat().st_mode) == 0o600


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(1)", "+A1", "-A1", "\t=1", " =1", "\r=1"])
def test_no_cell_of_it_can_run_as_a_formula(council, alder, back, cell):
    reject(alder, write_rows(alder.path, [BAD | {"Notes": cell}], headings=OWN), back)
    assert read(back)[1][7] == f"'{cell}"


@pytest.mark.parametrize("cell", ["+44 1632 960001", "-5", "01/02/2015", "O'Neill", "-"])
def test_plain_cells_stay_as_they_were(council, alder, back, cell):
    reject(alder, write_rows(alder.path, [BAD | {"Notes": cell}], headings=OWN), back)
    assert read(back)[1][7] == cell


def test_corrected_it_can_be_loaded_as_it_is(council, alder, back, tmp_path):
    reject(alder, write_rows(alder.path, [BAD], headings=OWN), back)
    back.write_text(back.read_text("utf-8-sig").replace("31/02/2015", "28/02/2015"), "utf-8")
    with connected_as("loader"):
        assert alder.loads_file(back).added == 1


def test_rejected_again_it_has_the_three_columns_once(council, alder, back, tmp_path):
    reject(alder, write_rows(alder.path, [BAD], headings=OWN), back)
    again = tmp_path / "again.csv"
    reject(alder, back, again)
    assert read(again)[0] == ["Line", "Column", "Reason", *OWN]
    assert read(again)[1][3:7] == read(back)[1][3:7]


def test_a_row_with_a_cell_too_many_goes_back_whole(council, alder, back):
    path = write_rows(alder.path, [row(1)])
    path.write_text(path.read_text() + "a,b,c,d,e,f,g,h,i,j,k,too many\n")
    reject(alder, path, back)
    assert read(back)[1][3:] == [*"abcdefghijk", "too many"]


def test_where_nothing_was_rejected_an_old_file_of_rejected_rows_does_not_stay(
    council, alder, back
):
    reject(alder, write_rows(alder.path, [BAD], headings=OWN), back)
    reject(alder, write_rows(alder.path, [row(1)]), back)
    assert not back.exists()


def test_it_is_never_written_over_another_file(tmp_path, back):
    back.write_text("Something else,entirely\n")
    with pytest.raises(FileInTheWay, match="does not hold rejected rows"):
        refuse_what_is_in_the_way(back, of=tmp_path / "roll.csv")
    back.write_text("Line,Column,Reason,UPN\n")
    refuse_what_is_in_the_way(back, of=tmp_path / "roll.csv")
    with pytest.raises(FileInTheWay):
        refuse_what_is_in_the_way(back, of=back)
