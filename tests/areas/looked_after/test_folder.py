"""The folder of a return: files are known by their columns, and every row is kept as it was sent."""

import csv
from pathlib import Path

import pytest

from alongside.areas.looked_after.folder import read_return
from alongside.areas.looked_after.terms import FileKind
from tests.factories.returns import child, episode, headings_of, of, sent, write_file, write_return

SAMPLE = Path(__file__).parents[4] / "shared" / "data" / "ssda903"


def read(folder):
    return read_return(folder, read=lambda _: None)


@pytest.mark.parametrize(
    "names",
    [
        ("header.csv", "episodes.csv"),
        ("Header.csv", "episodes_2023.csv"),
        ("SSDA903 - Header.csv", "SSDA903 - Episodes.CSV"),
        ("a.txt", "b.txt"),
        ("episodes.csv", "header.csv"),  # each with the other's name
    ],
)
def test_a_file_is_known_by_its_columns_whatever_it_is_called(tmp_path, names):
    write_file(tmp_path, FileKind.HEADER, [child()], name=names[0])
    write_file(tmp_path, FileKind.EPISODES, [episode(), episode()], name=names[1])
    found = read(tmp_path)
    assert {kind: len(file.rows) for kind, file in found.files.items()} == {
        "header": 1,
        "episodes": 2,
    }


@pytest.mark.parametrize("kind", FileKind, ids=lambda kind: kind.value)
def test_each_file_of_the_return_is_known(tmp_path, kind):
    write_return(tmp_path)
    write_file(tmp_path, kind, [dict.fromkeys(headings_of(kind), "1")])
    assert kind in read(tmp_path).files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_is_read(tmp_path, encoding, ending):
    write_return(tmp_path)
    lines = ["CHILD,DOB,REVIEW,REVIEW_CODE,NOTE", '100,04/05/2010,01/08/2018,PN1,"Zoë, née"']
    (tmp_path / "reviews.csv").write_bytes(ending.join([*lines, ""]).encode(encoding))
    rows = read(tmp_path).files[FileKind.REVIEWS].rows
    assert [row.cells for row in rows] == [("100", "04/05/2010", "01/08/2018", "PN1", "Zoë, née")]


def test_cells_are_kept_as_they_came_with_columns_nobody_knows(tmp_path):
    write_return(tmp_path)
    (tmp_path / "r.csv").write_text(
        "Child,dob,Review,REVIEW_CODE,,Extra\n 100 ,04/05/2010,1-8-2018,pn1,x,  as sent  \n"
    )
    file = read(tmp_path).files[FileKind.REVIEWS]
    assert file.headings == ("Child", "dob", "Review", "REVIEW_CODE", "", "Extra")
    assert file.rows[0].cells == (" 100 ", "04/05/2010", "1-8-2018", "pn1", "x", "  as sent  ")
    assert file.rows[0].line == 2


def test_a_file_with_headings_alone_says_that_there_is_nothing_of_its_kind(tmp_path):
    assert sent(tmp_path, ad1=[]).files[FileKind.AD1].rows == []


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$header.csv", "desktop.ini"])
def test_what_a_system_leaves_in_a_folder_is_nobody_s(tmp_path, name):
    write_return(tmp_path)
    (tmp_path / name).write_bytes(b"\x00\x01")
    assert len(read(tmp_path).files) == 2


@pytest.mark.skipif(not SAMPLE.exists(), reason="../shared/data/ssda903 is not here")
def test_every_cell_of_the_sample_is_kept_in_order():
    found = read(SAMPLE)
    assert len(found.files) == 10
    for file in found.files.values():
        with (SAMPLE / file.name).open(newline="") as opened:
            headings, *rows = csv.reader(opened)
        assert [list(file.headings), *(list(row.cells) for row in file.rows)] == [headings, *rows]


def test_rows_of_a_child_in_every_file_are_joined(tmp_path):
    from datetime import date

    from alongside.areas.looked_after.rules.joining import join

    found = sent(
        tmp_path,
        header=[child("7"), child("8")],
        episodes=[episode("8"), episode("7"), episode("8", DECOM="01/09/2018", RNE="P")],
        reviews=[of("7", REVIEW="01/08/2018", REVIEW_CODE="PN1")],
    )
    remarks = []
    children = join(found, on=date(2020, 1, 1), remarks=remarks)
    assert {n: {k.value: len(r) for k, r in c.rows.items()} for n, c in children.items()} == {
        "7": {"episodes": 1, "reviews": 1}, "8": {"episodes": 2},
    }  # fmt: skip
    assert remarks == []
