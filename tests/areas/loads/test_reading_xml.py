"""XML that a stranger sent: what is read of it, and in which words the rest is refused."""

import resource
import sys
from pathlib import Path

import pytest

from alongside.areas.loads.reading.refusals import (
    DoctypeRefused,
    ElementTooLarge,
    EmptyFile,
    NotAFile,
    NotText,
    NotXml,
    TableRefused,
    Truncated,
    WrongEncoding,
    WrongRoot,
)
from alongside.areas.loads.reading.xml import is_xml, read_elements, words_at

GOOD = (
    "<All>\n<Head><Year>2022</Year></Head>\n<Some>\n"
    "<One><N>Zoë</N></One>\n<One><N>2</N></One>\n</Some>\n</All>\n"
)
BOMB = "<!DOCTYPE All [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>\n"


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "some.xml"


def read(path: Path, **limits: int) -> list[tuple[str, int, str]]:
    found = read_elements(path, root="All", paths=("Head", "Some/One"), **limits)
    return [(one.path, one.line, words_at(one.element, "N")) for one in found]


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "latin-1"),
        ("iso-8859-15", "iso-8859-15"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("utf-16", "utf-8"),  # as .NET writes it
    ],
)
def test_every_usual_encoding_is_read(file, declared, written):
    first = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    file.write_bytes((first + GOOD).encode(written))
    assert read(file) == [("Head", 2, ""), ("Some/One", 4, "Zoë"), ("Some/One", 5, "2")]


def test_comments_and_short_forms_of_xml_s_own_are_read(file):
    file.write_text(
        "<!-- by hand -->\n<All><Some><One><N>A<!-- no -->&amp;B&#233;</N></One></Some></All>"
    )
    assert read(file) == [("Some/One", 2, "A&Bé")]


def test_an_element_of_the_same_name_somewhere_else_is_not_meant(file):
    file.write_text("<All><Other><One><N>1</N></One></Other><Some><One><N>2</N></One></Some></All>")
    assert read(file) == [("Some/One", 1, "2")]


@pytest.mark.parametrize(
    ("content", "refused", "words"),
    [
        (BOMB + GOOD, DoctypeRefused, "document type"),
        ("\n<!-- first -->" + BOMB + GOOD, DoctypeRefused, "document type"),
        ('<!DOCTYPE All SYSTEM "file:///etc/passwd">' + GOOD, DoctypeRefused, "document type"),
        ("<!DOCTYPE All [<!ENTITY % p SYSTEM 'http://x.example/'> %p;]>", DoctypeRefused, "document"),
        (GOOD.replace("Zoë", "&zoe;"), NotXml, "Line 4 cannot be read as XML: it has a short form"),
        (GOOD.replace("Zoë", "A & B"), NotXml, "Line 4 cannot be read as XML: a name is missing"),
        (GOOD.replace("Zoë", "\x01"), NotXml, "Line 4 cannot be read as XML: it has a character"),
        (GOOD.replace("Zoë", "\0"), NotText, "Line 4 holds data"),
        (GOOD.replace("</One>", "</Two>", 1), NotXml, "Line 4 cannot be read as XML: an element ends"),
        (GOOD + "<All/>", NotXml, "Line 8 cannot be read"),
        (GOOD.replace("All", "Message"), WrongRoot, "holds 'Message' where it should begin with 'All'"),
        (GOOD.replace("<All>", "<All><Deep>" + "<a>" * 300), ElementTooLarge, "nested deeper"),
        ("<?xml version='1.0' encoding='EBCDIC-GB'?>" + GOOD, WrongEncoding, "'ebcdic-gb'"),
        ("UPN,Surname\n", NotXml, "Line 1 is not XML"),
        ("", EmptyFile, "is empty"),
        (" \n ", EmptyFile, "is empty"),
        ("<!-- only this -->", NotXml, "not XML"),
        ("<!-- only thi", Truncated, "cut short"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(file, content, refused, words):
    file.write_text(content, encoding="utf-8")
    with pytest.raises(refused) as said:
        read(file)
    assert words in str(said.value)


@pytest.mark.parametrize(
    ("content", "refused", "words"),
    [
        (GOOD.encode("cp1252"), WrongEncoding, "Line 4 has characters"),
        (b"<?xml version='1.0' encoding='windows-1252'?>" + GOOD.encode(), WrongEncoding, "line 4"),
        ("<All>".encode("utf-16") + b"\0\xd8" * 3, WrongEncoding, "Line 1"),
        (GOOD.encode()[:-40] + b"\xc3", Truncated, "cut short"),
        (b"PK\x03\x04" + b"\0" * 50, NotText, "zip file"),
        (b"\x1f\x8b\x08" + b"\0" * 50, NotText, "compressed file"),
        (b"%PDF-1.7", NotText, "a PDF"),
        (b"\0" * 3000, EmptyFile, "empty"),
    ],
)
def test_bytes_that_cannot_be_made_out_are_said_to_be(file, content, refused, words):
    file.write_bytes(content)
    with pytest.raises(refused) as said:
        read(file)
    assert words in str(said.value)


def test_wherever_a_file_is_cut_it_is_refused(file):
    whole = GOOD.encode().rstrip()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(TableRefused):
            read(file)
    file.write_bytes(whole)
    assert len(read(file)) == 3


def test_a_folder_and_a_device_are_refused(file):
    file.mkdir()
    for path, words in ((file, "is a folder"), (Path("/dev/zero"), "not an ordinary file")):
        with pytest.raises(NotAFile, match=words):
            read(path)
    assert not is_xml(file)


def test_one_element_longer_than_any_real_one_is_refused_before_it_is_read(file):
    for part in ("x" * 3_000_000, "<a/>" * 600_000, "<!-- no -->" * 200_000, " " * 3_000_000):
        file.write_text(f"<All>\n<Some>\n<One><N>{part}</N></One></Some></All>")
        with pytest.raises(ElementTooLarge, match="From about line 1 on"):
            read(file, most_bytes=1_000_000)
    file.write_text(f"<All><Some><One a='{'x' * 3_000_000}'/></Some></All>")
    with pytest.raises(ElementTooLarge):
        read(file, most_bytes=1_000_000)


def test_lines_stay_right_and_memory_flat_in_a_long_file(file):
    with file.open("w") as out:
        out.write("<All>\n<Some>\n")
        out.writelines(
            f"<One>\n<N>{n}</N>\n{'<More>of it</More>' * 20}\n</One>\n" for n in range(60_000)
        )
        out.write("</Some>\n</All>\n")
    before = peak()
    for n, found in enumerate(read_elements(file, root="All", paths=("Some/One",))):
        assert (found.line, words_at(found.element, "N")) == (3 + 4 * n, str(n))
    assert peak() - before < 20_000_000


def peak() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"<A/>", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", True),
        ("<A/>".encode("utf-16"), True),
        (b"\0<\0A", True),
        (b"UPN,Surname", False),
        (b'"<A/>"', False),
        (b"", False),
    ],
)
def test_xml_is_told_by_how_it_begins(file, content, meant):
    file.write_bytes(content)
    assert is_xml(file) is meant
