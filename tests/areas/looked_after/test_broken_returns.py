"""Broken folders: each is refused whole, in words that name the file and what to do, before anything is written.

And rows that cannot be right: each is said by file and line, and the rest of the return is taken.
"""

import os
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from alongside.areas.loads.reading.refusals import TableRefused
from alongside.areas.looked_after.folder import MAX_BYTES, read_return
from alongside.areas.looked_after.rules.course import course_of
from alongside.areas.looked_after.rules.episodes import Noting
from alongside.areas.looked_after.rules.joining import join
from alongside.areas.looked_after.rules.remarks import Remark, rejected_of
from alongside.areas.looked_after.terms import FileKind
from tests.factories.returns import child, episode, of, sent, write_return

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)
ROW = "100,01/06/2018,S,C2,N1,U6,PR1,,,,,,"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"


def put(name: str, content: bytes | str):
    """A usual return in which one file holds this."""

    def make(folder: Path) -> Path:
        write_return(folder)
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
        return folder

    return make


def without(*names: str):
    def make(folder: Path) -> Path:
        write_return(folder)
        for name in names:
            (folder / name).unlink()
        return folder

    return make


def nowhere(folder: Path) -> Path:
    return folder / "nowhere"


def empty(folder: Path) -> Path:
    return folder


def a_file(folder: Path) -> Path:
    return write_return(folder) / "header.csv"


def a_folder_inside(folder: Path) -> Path:
    (write_return(folder) / "old").mkdir()
    return folder


def a_pipe(folder: Path) -> Path:
    os.mkfifo(write_return(folder) / "reviews.csv")
    return folder


def a_dead_link(folder: Path) -> Path:
    (write_return(folder) / "reviews.csv").symlink_to(folder / "gone.csv")
    return folder


def many_files(folder: Path) -> Path:
    write_return(folder)
    for n in range(200):
        (folder / f"{n}.csv").write_text(f"{REVIEWS}\n")
    return folder


def sparse(folder: Path) -> Path:
    """A gigabyte and more that takes no room."""
    with (write_return(folder) / "reviews.csv").open("wb") as file:
        file.truncate(1_100_000_000)
    return folder


def one_long_row(folder: Path) -> Path:
    """One cell of nearly all that is read of a file, in blocks."""
    with (write_return(folder) / "reviews.csv").open("wb") as file:
        file.write(f'{REVIEWS}\n100,"'.encode())
        for _ in range(MAX_BYTES // 4_000_000 - 1):
            file.write(b"9" * 4_000_000)
    return folder


def much_together(folder: Path) -> Path:
    """No file is too large, and all of them are."""
    write_return(folder)
    for kind in ("reviews", "missing"):
        with (folder / f"{kind}.csv").open("wb") as file:
            file.truncate(MAX_BYTES // 2 + 1)
    return folder


def one_long_heading(folder: Path) -> Path:
    (write_return(folder) / "reviews.csv").write_bytes(b"REVIEW" * 400_000)
    return folder


BROKEN = {
    "no folder": (nowhere, "no folder called nowhere"),
    "an empty folder": (empty, "The folder is empty"),
    "a file for a folder": (a_file, "is a file, not a folder"),
    "a folder in the folder": (a_folder_inside, "old is a folder"),
    "a pipe": (a_pipe, "not an ordinary file"),
    "a link to nothing": (a_dead_link, "no file called reviews.csv"),
    "hundreds of files": (many_files, "202 files"),
    "a gigabyte of nothing": (sparse, "reviews.csv: The file has 1,100,000,000 bytes"),
    "one row of hundreds of megabytes": (one_long_row, "is longer than"),
    "files that are too much together": (much_together, "more than 40 megabytes together"),
    "one heading of megabytes": (one_long_heading, "is longer than"),
    "no header": (without("header.csv"), "no file 'Header'"),
    "no episodes": (without("episodes.csv"), "no file 'Episodes'"),
    "two headers": (put("header_2.csv", f"{HEADER}\n1,1,,,,,"), "both the file 'Header'"),
    "two of one file": (put("episodes (1).csv", f"{EPISODES}\n{ROW}"), "both the file 'Episodes'"),
    "an empty file": (put("reviews.csv", ""), "reviews.csv: The file is empty"),
    "a file of blank lines": (put("reviews.csv", "\n\n \n"), "reviews.csv: The file is empty"),
    "a PDF by its name": (put("reviews.pdf", b"%PDF-1.7"), "reviews.pdf is not a CSV file"),
    "a PDF that is called CSV": (put("reviews.csv", b"%PDF-1.7 x"), "This is a PDF"),
    "a workbook": (put("reviews.xlsx", b"PK\x03\x04"), "reviews.xlsx is not a CSV file"),
    "a workbook that is called CSV": (put("reviews.csv", b"PK\x03\x04xx"), "an Excel workbook"),
    "an old workbook": (put("reviews.csv", b"\xd0\xcf\x11\xe0\xa1"), "an old Excel workbook"),
    "a compressed file": (put("reviews.csv", b"\x1f\x8b\x08xx"), "a compressed file"),
    "a picture": (put("reviews.csv", b"\x89PNG\r\n\x1a\n"), "a picture"),
    "a photograph": (put("reviews.csv", b"\xff\xd8\xff\xe0xx"), "a picture"),
    "a document": (put("notes.docx", b"PK\x03\x04"), "notes.docx is not a CSV file"),
    "XML": (put("return.xml", "<Message/>"), "return.xml is not a CSV file"),
    "XML that is called CSV": (put("r.csv", "<Message/>"), "r.csv is no file of the return"),
    "JSON that is called CSV": (put("r.csv", '{"a": 1}'), "r.csv"),
    "NUL bytes": (put("reviews.csv", f"{REVIEWS}\n100,\0,,"), "not text"),
    "nothing but NUL bytes": (put("reviews.csv", b"\0" * 5000), "not text"),
    "random bytes": (put("reviews.csv", bytes(range(256)) * 9), "reviews.csv"),
    "UTF-8 and not, in one file": (
        put("reviews.csv", f"{REVIEWS}\n100,Zoë\n".encode() + "101,Zoë\n".encode("cp1252")),
        "written in UTF-8 and line 3 is not",
    ),
    "characters of no encoding": (
        put("reviews.csv", f"{REVIEWS}\n".encode() + b"100,\x81\x8d,,\n"), "cannot be made out",
    ),
    "cut short within a letter": (
        put("reviews.csv", f"{REVIEWS}\n100,é\n101,é".encode()[:-1]), "cut short",
    ),
    "cut short within UTF-16": (
        put("reviews.csv", f"{REVIEWS}\n100,x".encode("utf-16")[:-1]), "cut short",
    ),
    "cut short within a row": (put("reviews.csv", f"{REVIEWS}\n100,04/05/2010,01"), "cut short"),
    "cut short within quotation marks": (
        put("reviews.csv", f'{REVIEWS}\n100,"04/05/2010,01/01/2018,PN1\n'), "cut short",
    ),
    "quotation marks that do not match": (
        put("reviews.csv", f'{REVIEWS}\n100,"04"/05/2010,01/01/2018,PN1\n'), "quotation marks",
    ),
    "no headings": (put("r.csv", "100,04/05/2010,01/01/2018,PN1\n"), "is no file of the return"),
    "headings of something else": (put("r.csv", "UPN,Forename\n1,2\n"), "It has: UPN, Forename"),
    "no column for the child": (put("r.csv", "DOB,REVIEW\n1,2\n"), "column CHILD is missing"),
    "a column twice": (put("r.csv", "CHILD,REVIEW,review\n1,2,3\n"), "is there twice"),
    "one column twice by a space": (put("r.csv", "CHILD,REVIEW,RE VIEW\n1,2,3\n"), "there twice"),
    "the child twice": (put("r.csv", "CHILD,Child,REVIEW\n1,2,3\n"), "is there twice"),
    "our own rejected rows": (put("x.csv", "Line,Column,Reason\n1,2,3\n"), "no file of the return"),
    "headings without a name": (put("r.csv", ",,,\n1,2,3,4\n"), "no headings"),
    **{
        f"episodes without {name}": (
            put("episodes.csv", f"{EPISODES}\n".replace(f",{name},", ",") + f"{ROW[:-1]}\n"),
            f"its column {name} is missing",
        )
        for name in ("RNE", "LS", "PLACE", "DEC", "REC")
    },
    "episodes by their other columns alone": (
        put("episodes.csv", "CHILD,RNE,LS\n100,S,C2\n"), "no file of the return",
    ),
    "a header without birth dates": (
        put("header.csv", "CHILD,SEX,ETHNIC\n100,1,WBRI\n"), "its column DOB is missing",
    ),
    "missing episodes without their end": (
        put("m.csv", "CHILD,DOB,MISSING,MIS_START\n1,,M,\n"), "its column MIS_END is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_folder_is_refused_in_words(tmp_path, make, words):
    folder = make(tmp_path)
    tracemalloc.start()
    try:
        with pytest.raises(TableRefused, match=r"\.$") as refused:
            read_return(folder, read=lambda _: None)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert words in str(refused.value)
    assert most < 40_000_000


def test_a_folder_of_more_rows_than_any_return_is_refused_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("alongside.areas.looked_after.folder.MOST_ROWS", 2500)
    write_return(tmp_path)
    (tmp_path / "reviews.csv").write_text(f"{REVIEWS}\n" + "1,,,\n" * 3000)
    said = []
    with pytest.raises(TableRefused, match="more than 2,500 rows together"):
        read_return(tmp_path, read=said.append)
    assert said[-2:] == [1000, 2000]  # a load that says nothing for long is taken for dead


def test_what_stands_where_headings_are_lost_is_not_kept(tmp_path):
    folder = put("r.csv", "100,Zoë Example,04/05/2010\n")(tmp_path)
    with pytest.raises(TableRefused) as refused:
        read_return(folder, read=lambda _: None)
    assert "Zoë" in str(refused.value)
    assert "Zoë" not in refused.value.kept


@pytest.mark.parametrize("column", ["REC", "LS", "PLACE", "RNE", "PL_POST", "UPN"])
def test_a_cell_that_may_say_adoption_or_where_a_child_lives_is_withheld(column):
    remark = Remark(FileKind.EPISODES, 2, "100", column, "Why.", "E11")
    assert rejected_of(remark, "episodes.csv").withheld
    assert not rejected_of(remark._replace(column="DECOM"), "episodes.csv").withheld


WRONG = {
    # An episode, or another row, that cannot be right: its column, and a piece of the words.
    "a day that does not exist": ({"episodes": [episode(DECOM="31/02/2018")]}, "DECOM", "no such day"),
    "a month that does not exist": ({"episodes": [episode(DECOM="01/13/2018")]}, "DECOM", "no such day"),
    "a day that is no day": ({"episodes": [episode(DECOM="soon")]}, "DECOM", "not a date"),
    "a day to come": ({"episodes": [episode(DECOM="01/06/2031")]}, "DECOM", "still to come"),
    "a day before birth": ({"episodes": [episode(DECOM="01/06/2009")]}, "DECOM", "before the child was born"),
    "a day long ago": (
        {"header": [child(DOB="")], "episodes": [episode(DECOM="01/06/1066")]}, "DECOM", "too long ago",
    ),
    "no day": ({"episodes": [episode(DECOM="")]}, "DECOM", "empty"),
    "an unknown reason": ({"episodes": [episode(RNE="Q")]}, "RNE", "No year of the return"),
    "an unknown legal status": ({"episodes": [episode(LS="C9")]}, "LS", "No year of the return"),
    "an unknown placement": ({"episodes": [episode(PLACE="XX")]}, "PLACE", "No year of the return"),
    "an unknown need": ({"episodes": [episode(CIN="N99")]}, "CIN", "No year of the return"),
    "an unknown end": ({"episodes": [episode(DEC="01/07/2018", REC="E99")]}, "REC", "No year of the return"),
    "an end before the start": ({"episodes": [episode(DEC="01/05/2018", REC="E8")]}, "DEC", "before it begins"),
    "a cell longer than any code": ({"episodes": [episode(URN="9" * 5000)]}, "URN", "5000 characters"),
    "a formula": ({"episodes": [episode(HOME_POST="=1+1")]}, "HOME_POST", "as a formula does"),
    "a hidden character": ({"episodes": [episode(HOME_POST="ZZ1\u202e 1AA")]}, "HOME_POST", "hidden character"),
    "a lost letter": ({"episodes": [episode(HOME_POST="ZZ\ufffd")]}, "HOME_POST", "letter was lost"),
    "a child in no header": ({"episodes": [episode("999")]}, "CHILD", "No row of the header"),
    "no child": ({"episodes": [episode("")]}, "CHILD", "does not say which child"),
    "a number longer than any": ({"episodes": [episode("9" * 30)]}, "CHILD", "does not say which child"),
    "one child twice, unlike": ({"header": [child(), child(SEX="1")]}, "CHILD", "twice, in unlike rows"),
    "one child twice, alike": ({"header": [child(), child()]}, "", "the first counts"),
    "an episode twice": ({"episodes": [episode(), episode()]}, "", "the first counts"),
    "two that overlap": (
        {"episodes": [episode(), episode(PLACE="K2")]}, "DECOM", "cannot both be right",
    ),
    "another child's birth date": (
        {"reviews": [of(DOB="04/05/2011", REVIEW="01/08/2018", REVIEW_CODE="PN1")]}, "DOB", "another child's",
    ),
    "a review before care": (
        {"reviews": [of(REVIEW="01/05/2018", REVIEW_CODE="PN1")]}, "REVIEW", "not looked after",
    ),
    "a review to come": ({"reviews": [of(REVIEW="01/05/2031")]}, "REVIEW", "still to come"),
    "missing before care": (
        {"missing": [of(MISSING="M", MIS_START="01/05/2018", MIS_END="")]}, "MIS_START", "not looked after",
    ),
    "back before missing": (
        {"missing": [of(MISSING="M", MIS_START="01/08/2018", MIS_END="01/07/2018")]}, "MIS_END", "ends before",
    ),
    "missing of no kind": (
        {"missing": [of(MISSING="Z", MIS_START="01/08/2018", MIS_END="")]}, "MISSING", "No year of the return",
    ),
    "placed for adoption backwards": (
        {"placed_for_adoption": [of(DATE_PLACED="01/08/2018", DATE_PLACED_CEASED="01/07/2018")]},
        "DATE_PLACED_CEASED", "ends before",
    ),
    "matched before it was decided": (
        {"ad1": [of(DATE_INT="01/08/2018", DATE_MATCH="01/07/2018")]}, "DATE_MATCH", "before the decision",
    ),
    "outcomes twice": ({"oc2": [of(CONVICTED="0"), of(CONVICTED="1")]}, "CHILD", "neither is taken"),
    "outcomes of no kind": ({"oc2": [of(CONVICTED="perhaps")]}, "CONVICTED", "No year of the return"),
    "a birth to come": ({"header": [child(DOB="04/05/2031")]}, "DOB", "still to come"),
    "a sex of no kind": ({"header": [child(SEX="9")]}, "SEX", "No year of the return"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "column", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_right_is_said_by_line_and_column(tmp_path, files, column, words):
    remarks = []
    children = join(sent(tmp_path, **files), on=date(2020, 1, 1), remarks=remarks)
    for number, rows in children.items():
        course_of([(2018, rows)], Noting(number, remarks), on=date(2020, 1, 1))
    assert [(one.column, one.line > 1) for one in remarks if words in one.reason][:1] == [
        (column, True)
    ]


def test_a_row_with_too_many_cells_is_not_taken(tmp_path):
    folder = put("reviews.csv", f"{REVIEWS}\n100,04/05/2010,01/08/2018,PN1,more\n")(tmp_path)
    remarks = []
    children = join(read_return(folder, read=lambda _: None), on=date(2020, 1, 1), remarks=remarks)
    assert children["100"].of(FileKind.REVIEWS) == []
    assert "5 cells and there are 4 headings" in remarks[0].reason
