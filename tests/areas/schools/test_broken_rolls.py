"""Files that cannot be a roll: each is refused in words, and changes nothing."""

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.models import Load
from alongside.areas.loads.reading.refusals import TableRefused
from alongside.register.models import Child, Relationship
from tests.factories.rolls import HEADINGS, row, write_rows

GOOD = [row(1), row(2, Legal_Surname="Nuñez")]


def cut(path):
    whole = write_rows(path, GOOD).read_bytes()
    path.write_bytes(whole[: len(whole) - 25])


def cut_in_a_letter(path):
    path.write_bytes(write_rows(path, GOOD).read_bytes().split("ñ".encode())[0] + b"\xc3")


def cut_in_quotes(path):
    text = write_rows(path, GOOD).read_text()
    path.write_text(text.rstrip()[:-12].replace("2 Mill Lane", '"2 Mill Lane', 1))


def two_encodings(path):
    windows = write_rows(path, [row(3, Legal_Surname="Nuñez")], encoding="cp1252").read_bytes()
    utf8 = write_rows(path, GOOD).read_bytes()
    path.write_bytes(utf8 + windows.split(b"\n", 1)[1])


def no_encoding(path):
    path.write_bytes(write_rows(path, GOOD).read_bytes().replace("ñ".encode(), b"\x81"))


def one_long_line(path):
    with path.open("wb") as file:
        file.write(",".join(HEADINGS).encode() + b"\n")
        file.seek(100_000_000)  # a hole: nothing of it is made in memory or on the disk
        file.write(b"x")


def long_words(path):
    with path.open("w") as file:
        file.write(",".join(HEADINGS) + "\n")
        for _ in range(21):
            file.write("x" * 50_000)


def a_folder(path):
    path.mkdir()


def without(column):
    return lambda path: write_rows(path, GOOD, headings=[h for h in HEADINGS if h != column])


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (cut, "cut short"),
        (cut_in_a_letter, "cut short"),
        (cut_in_quotes, "ends inside a quotation"),
        (two_encodings, "written in UTF-8 and line"),
        (no_encoding, "cannot be made out"),
        (one_long_line, "longer than 1,000,000 characters|not text"),
        (long_words, "longer than 1,000,000 characters"),
        (a_folder, "is a folder"),
        (lambda path: None, "There is no file called"),
        (lambda path: path.write_bytes(b""), "The file is empty"),
        (lambda path: path.write_text(",".join(HEADINGS) + "\n"), "headings and no rows"),
        (lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(200)), "This is a PDF"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(200)), "an Excel workbook"),
        (without("UPN"), "The column 'UPN' is missing"),
        (without("Date of Birth"), "The column 'Date of Birth' is missing"),
        (lambda path: write_rows(path, GOOD, headings=[*HEADINGS, "Surname"]) and path.write_text(
            path.read_text().replace("Preferred Forename", "UPN")), "there twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roll_changes_nothing_and_says_why(council, alder, broken, words):
    broken(alder.path)
    with connected_as("loader"):
        before = Child.objects.count(), Relationship.objects.count()
        with pytest.raises(TableRefused, match=words):
            alder.loads_file(alder.path)
        assert (Child.objects.count(), Relationship.objects.count()) == before
        assert (Load.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Date_of_Birth": "31/02/2015"}, "Date of Birth", "no such day"),
        ({"Date_of_Birth": ""}, "Date of Birth", "is empty"),
        ({"UPN": "A999200120001"}, "UPN", "first letter of the UPN"),
        ({"Legal_Surname": "=HYPERLINK(1)"}, "Legal Surname", "as a formula does"),
        ({"Address": "@SUM(1)"}, "Address", "as a formula does"),
        ({"Address": "'=1+1"}, "Address", "as a formula does"),
        ({"Date_of_Leaving": "31/08/2020"}, "Date of Leaving", "before admission"),
        ({"Postcode": "ZZ1"}, "Postcode", "not a full UK postcode"),
    ],
)
def test_one_bad_row_goes_back_and_the_good_ones_are_kept(council, alder, cells, column, words):
    with connected_as("loader"):
        before = Child.objects.count()
        done = alder.loads(row(1), row(2, **cells), row(3))
        assert Child.objects.count() == before + 2
    [(refused, _)] = alder.file.rejected
    assert (done.added, done.rejected, refused.line, refused.column) == (2, 1, 3, column)
    assert words in refused.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("order", [HEADINGS, tuple(reversed(HEADINGS))])
def test_a_roll_is_read_in_any_order_of_columns_and_any_encoding(council, alder, encoding, order):
    path = write_rows(
        alder.path, [row(1, Legal_Surname="Nuñez")], headings=order, encoding=encoding
    )
    with connected_as("loader"):
        assert alder.loads_file(path).added == 1
        assert alder.loads(row(1, Legal_Surname="Nuñez")).changed == 0
