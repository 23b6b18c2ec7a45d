"""Files as they really arrive: what is read, and what is refused in words."""

import tracemalloc

import pytest

from alongside.areas.loads.reading import Columns, Row, fold, read_table
from alongside.areas.loads.reading.refusals import (
    ColumnMissing,
    ColumnTwice,
    EmptyFile,
    FileTooLarge,
    LineTooLong,
    MixedEncoding,
    NoRows,
    NoSuchFile,
    NotAFile,
    NotText,
    QuotesBroken,
    TableRefused,
    Truncated,
    WrongEncoding,
)

TEXT = "UPN,Surname\r\n1,O\u2019Brien\r\n2,M\u00fcller\r\n"
CELLS = [
    Row(2, {"UPN": "1", "Surname": "O\u2019Brien"}),
    Row(3, {"UPN": "2", "Surname": "M\u00fcller"}),
]
PUPILS = Columns(required=("UPN", "Surname"), other_words={"Surname": ("Last Name", "Name")})


@pytest.fixture
def saved(tmp_path):
    def save(content):
        path = tmp_path / "roll.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


def read(path, **options):
    return list(read_table(path, **options))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf8", "utf8-bom", "utf16", "le-bom", "be-bom", "le", "be", "cp1252"],
)
def test_names_come_out_right_in_every_encoding_schools_send(saved, content):
    assert read(saved(content)) == CELLS


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_the_heading_s_and_any_line_end_will_do(saved, delimiter, line_end):
    text = TEXT.replace(",", delimiter).replace("\r\n", line_end)
    assert read(saved(text)) == CELLS


def test_a_comma_inside_a_quoted_heading_is_not_the_delimiter(saved):
    rows = read(saved('"Name, legal, full, given";UPN\nAmin;1\n'))
    assert rows == [Row(2, {"Name, legal, full, given": "Amin", "UPN": "1"})]


@pytest.mark.parametrize("heading", ["upn,LAST NAME", "Last_Name,UPN", " lastname , Upn "])
def test_headings_match_in_any_order_and_spelling(saved, heading):
    cells = "1,Amin" if heading.startswith("upn") else "Amin,1"
    [row] = read(saved(f"{heading}\n{cells}\n"), columns=PUPILS)
    assert row.cells == {"UPN": "1", "Surname": "Amin"}


def test_the_heading_itself_goes_before_another_word_for_it(saved):
    [row] = read(saved("UPN,Last Name,Surname\n1,Old,New\n"), columns=PUPILS)
    assert row.cells["Surname"] == "New"
    assert row.cells["Last Name"] == "Old"


def test_the_fold_of_a_heading_leaves_out_case_spaces_and_underscores():
    assert fold(" Legal_Sur name ") == fold("LEGALSURNAME")


def test_empty_rows_and_columns_without_a_heading_are_left_out(saved):
    rows = read(saved("\n\nUPN,Surname,,\n1,Amin,,\n\n,,,\n2,Khan,x,\n\n"))
    assert rows == [
        Row(4, {"UPN": "1", "Surname": "Amin"}),
        Row(7, {"UPN": "2", "Surname": "Khan"}),
    ]


def test_a_line_break_inside_quotes_stays_in_its_cell_and_lines_are_still_counted(saved):
    rows = read(saved('UPN,Address\n1,"2 Mill Lane\nLeeds"\n2,x\n'))
    assert [(row.line, row.cells["Address"]) for row in rows] == [
        (2, "2 Mill Lane\nLeeds"),
        (4, "x"),
    ]


def test_a_row_that_does_not_match_the_headings_is_given_back_with_its_fault(saved):
    short, long, good = read(saved("UPN,Surname\n1\n2,Khan,Leeds\n3,Amin\n"))
    assert (short.line, short.cells) == (2, {})
    assert "1 cells and there are 2 headings" in short.fault
    assert (long.line, long.cells) == (3, {})
    assert "Perhaps a comma" in long.fault
    assert good == Row(4, {"UPN": "3", "Surname": "Amin"})


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", EmptyFile, "is empty"),
        (b" \r\n\r\n", EmptyFile, "is empty"),
        (b"\n" * 10_000, EmptyFile, "is empty"),
        (b"\xef\xbb\xbf", EmptyFile, "is empty"),
        (b"\xff\xfe", EmptyFile, "is empty"),
        (b"UPN,Surname\r\n", NoRows, "headings and no rows"),
        (b"UPN,Surname\n,\n\n", NoRows, "headings and no rows"),
        (b"%PDF-1.7\n1 0 obj", NotText, "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", NotText, "Excel workbook or a zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotText, "old Excel workbook"),
        (b"UPN,Surname\n1,\x00\x01\x02\n", NotText, "not text"),
        (b"UPN,Surname\n" + b"1,Amin\n" * 1_000 + b"2,Kh\x00n\n", NotText, "Line 1002"),
        (b"UPN,Surname\n1,Amin\n2", Truncated, "line 3"),
        (b'UPN,Surname\n1,Amin\n2,"Kha', Truncated, "opens in the row on line 3"),
        (b'UPN,Surname\n1,"Amin\n2,Khan\n3,Cole\n', Truncated, "opens in the row on line 2"),
        (b'UPN,Surname\n1,"Bo" Amin\n2,Khan\n', QuotesBroken, "line 2"),
        (b"UPN,Surname\n1,M\xc3\xbcller\n2,Zo\xc3", Truncated, "middle of a letter on line 3"),
        (TEXT.encode("utf-16")[:-1], Truncated, "middle of a letter"),
        (b"\xef\xbb\xbfUPN,Surname\n1,M\xfcller\n", WrongEncoding, "Line 2"),
        (b"UPN,Surname\n1,Zo\x81\n", WrongEncoding, "Line 2"),
        (b"\xff\xfeU\x00\x00\xd8U\x00", WrongEncoding, "Line 1"),
        (b"UPN,Surname\n1,M\xc3\xbcller\n2,M\xfcller\n", MixedEncoding, "Line 2 .* line 3"),
        (b"UPN,Surname\n1,M\xfcller\n2,O\xe2\x80\x99Dea\n", MixedEncoding, "Line 3 .* line 2"),
        (b"UPN,Forename\n1,Amir\n", ColumnMissing, "'Surname' is missing. .* UPN, Forename"),
        (b"UPN,Surname,upn\n1,Amin,1\n", ColumnTwice, "'UPN' is there twice"),
        (b"UPN,Last Name,Name\n1,A,B\n", ColumnTwice, "'Last Name' and 'Name' both mean"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason_and_the_line(saved, content, error, words):
    with pytest.raises(error, match=words) as refused:
        read(saved(content), columns=PUPILS)
    assert type(refused.value) is error


def test_a_letter_split_between_two_chunks_of_the_file_is_still_seen(saved):
    for padding in range(65_520, 65_540):
        content = b"UPN,Surname\n1," + b"a" * padding + b"\xc3\xbc\n2,M\xfcller\n"
        with pytest.raises(MixedEncoding, match="Line 2 "):
            read(saved(content))


def test_accents_next_to_curly_quotes_in_windows_text_are_not_taken_for_utf_8(saved):
    names = ["REN\u00c9\u2019S", "Fran\u00e7ois \u2018Zo\u00eb\u2019", "\u0160\u00edma"]
    rows = read(saved(b"Name\n" + "\n".join(names).encode("cp1252", "replace") + b"\n"))
    assert [row.cells["Name"] for row in rows[:2]] == names[:2]


def test_a_line_without_end_is_refused_without_being_read_whole(saved):
    path = saved(b"UPN,Surname\n1,Amin\n")
    with path.open("ab") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(LineTooLong, match="Line 3 is longer than 1,000,000"):
        read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_the_limit_of_a_line_can_be_set(saved):
    path = saved("UPN,Surname\n1," + "x" * 98 + "\n")
    assert len(read(path, max_line_bytes=101)) == 1
    with pytest.raises(LineTooLong, match="Line 2"):
        read(path, max_line_bytes=100)


def test_a_file_over_the_limit_is_refused(saved):
    with pytest.raises(FileTooLarge, match="at most 10 are read"):
        read(saved(TEXT), max_bytes=10)


def test_a_folder_or_nothing_at_all_is_refused_in_words(tmp_path):
    with pytest.raises(NotAFile, match="is a folder"):
        read(tmp_path)
    with pytest.raises(NoSuchFile, match=r"no file called none\.csv"):
        read(tmp_path / "none.csv")


def test_every_refusal_says_where_it_is_where_it_is_somewhere(saved):
    with pytest.raises(TableRefused) as refused:
        read(saved('UPN,Surname\n1,"Bo" Amin\n'))
    assert refused.value.line == 2


def test_rows_come_as_they_are_read_and_not_all_at_once(saved):
    path = saved("UPN,Surname\n" + "1,Amin\n" * 200_000)
    tracemalloc.start()
    assert sum(1 for _ in read_table(path)) == 200_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
