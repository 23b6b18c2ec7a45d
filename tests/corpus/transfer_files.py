"""A Common Transfer File, broken."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.corpus.broken import ALL_ROWS_GO_BACK, Broken, Loader, write
from tests.factories.rolls import ALDER, upn
from tests.factories.transfer_files import pupil, write_transfer_file


def transfer_file(*pupils: str, **options: str) -> str:
    """A file of these pupils, as text."""
    with TemporaryDirectory() as folder:
        path = write_transfer_file(Path(folder) / "made.xml", pupils, **options)
        return path.read_text(encoding="utf-8")


def every_pupil(name: str, words: str, **told: str) -> Broken:
    pupils = [pupil(n, **told) for n in (21, 22)]
    return Broken(name, write(transfer_file(*pupils)), words, ALL_ROWS_GO_BACK)


GOOD = transfer_file(*(pupil(n, Surname="Nuñez") for n in range(11, 15)))
START, REST = GOOD.split("\n", 1)


def with_type(definitions: str, use: str = "Nuñez") -> Broken:
    made = f"{START}\n<!DOCTYPE CTfile {definitions}>\n{REST.replace('Nuñez', use)}"
    return Broken(f"a document type: {definitions[:60]}", write(made), "document type")


BILLION_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
QUADRATIC = f'[<!ENTITY a "{"x" * 50_000}">]'

LOADER = Loader(
    name="a transfer file",
    command=("load", "roll"),
    options=("--school", ALDER),
    file_name="9992002_CTF_9992001_001.xml",
    good=GOOD.encode(),
    broken=(
        with_type(f'[<!ENTITY l0 "lol">{BILLION_LAUGHS}]', "&l9;"),
        with_type(QUADRATIC, "&a;" * 50_000),
        with_type('[<!ENTITY f SYSTEM "file:///etc/passwd">]', "&f;"),
        with_type('[<!ENTITY f SYSTEM "http://127.0.0.1:1/">]', "&f;"),
        with_type('[<!ENTITY f PUBLIC "-//X" "file:///dev/zero">]', "&f;"),
        with_type('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'),
        with_type('[<!ENTITY % a "<!ENTITY b SYSTEM \'file:///etc/passwd\'>"> %a;]', "&b;"),
        with_type('SYSTEM "http://127.0.0.1:1/ctf.dtd"'),
        with_type('[<!ATTLIST Pupil a CDATA "x">]'),
        with_type(""),
        Broken("a bomb in UTF-16", write(f"<!DOCTYPE CTfile {QUADRATIC}>{REST}".encode("utf-16")),
               "document type"),
        Broken("a type after a comment", write(f"<!-- a --><!DOCTYPE CTfile>{REST}"), "document type"),
        Broken("a type after 100 KB of comments", write("<!-- a -->" * 10_000 + "<!DOCTYPE CTfile>" + REST)),
        Broken("an unknown entity", write(GOOD.replace("Nuñez", "&nbsp;", 1)), "short form"),
        Broken("a bare ampersand", write(GOOD.replace("Nuñez", "A & B", 1)), "write &lt; and &amp;"),
        Broken("a character XML does not have", write(GOOD.replace("Nuñez", "a\x07b", 1)), "a character"),
        Broken("a number of no character", write(GOOD.replace("Nuñez", "&#0;", 1)), "a character"),
        Broken("half a character", write(GOOD.replace("Nuñez", "&#xD800;", 1)), "a character"),
        Broken("ends in the wrong order", write(GOOD.replace("</DOB>", "</Dob>", 1)), "an element ends"),
        Broken("an attribute twice", write(GOOD.replace("<Pupil>", "<Pupil a='1' a='2'>", 1)), "given twice"),
        Broken("two files in one", write(GOOD + REST), "cannot be read as XML"),
        Broken("words after the end", write(GOOD + "and more"), "cannot be read as XML"),
        Broken("words before the start", write("see below\n" + REST), "not XML|is missing"),
        Broken("a second declaration", write(GOOD.replace("<CTFpupilData>", START)), "cannot be read"),
        Broken("nested without end", write(GOOD.replace("<Surname>", "<a>" * 5000, 1)), "nested deeper"),
        Broken("another root", write(GOOD.replace("CTfile", "Message")), "holds 'Message'"),
        Broken("admissions", write(GOOD.replace("CTfile", "ATfile")), "holds 'ATfile'"),
        Broken("a root in capitals", write(GOOD.replace("CTfile", "CTFILE")), "holds 'CTFILE'"),
        Broken("a namespace", write(GOOD.replace("<CTfile>", "<CTfile xmlns='urn:x'>")), "no Header"),
        Broken("a prefix", write(GOOD.replace("CTfile", "x:CTfile")), "x:CTfile"),
        Broken("no header", write(GOOD.replace("Header>", "Head>")), "no Header"),
        Broken("the header last", write(REST[: REST.index("<Header>")] + REST[REST.index("<CTFpupil"):]
               .replace("</CTfile>", "") + GOOD[GOOD.index("<Header>"): GOOD.index("<CTFpupil")] + "</CTfile>"),
               "no Header"),
        Broken("no pupils", write(transfer_file()), "no pupils"),
        Broken("pupils somewhere else", write(GOOD.replace("CTFpupilData", "Pupils")), "no pupils"),
        Broken("for another school", write(transfer_file(pupil(1), to="999/2002")), "for the school 999/2002"),
        Broken("for another authority", write(transfer_file(pupil(1), to="201/2001")), "201/2001"),
        Broken("for nobody", write(transfer_file(pupil(1), to="XXX/XXXX")), "XXX/XXXX"),
        Broken("for a school that is not said", write(GOOD.replace("DestSchool", "Dest")), "for the school"),
        Broken("of an old year", write(transfer_file(pupil(1), version="9.0")), "of version '9.0'"),
        Broken("of a year to come", write(transfer_file(pupil(1), version="99.0")), "of version '99.0'"),
        Broken("of no year", write(transfer_file(pupil(1), version="next")), "of version 'next'"),
        Broken("another encoding than declared", write(GOOD.encode("cp1252")), "not in the encoding"),
        Broken("declared as Windows, in UTF-8", write(GOOD.replace("UTF-8", "windows-1252")), "in UTF-8"),
        Broken("in UTF-7", write(GOOD.replace("UTF-8", "UTF-7")), "'utf-7'"),
        Broken("in an encoding of no name", write(GOOD.replace("UTF-8", "klingon")), "'klingon'"),
        every_pupil("no day of birth", "is empty", DOB=""),
        every_pupil("a day that is none", "no such day", DOB="2015-02-31"),
        every_pupil("born tomorrow", "in the future", DOB="2050-01-01"),
        every_pupil("one number for both", "The same UPN is on line", UPN=upn(1)),
        every_pupil("a wrong check letter", "first letter of the UPN", UPN="A999200120001"),
        every_pupil("a former number that is none", "UPN", FormerUPN="A999200120001"),
        every_pupil("no name", "both empty", Surname="", Forename=""),
        every_pupil("a formula", "as a formula does", Surname="=1+1"),
        every_pupil("a name of 5,000 letters", "characters long", Surname="x" * 5_000),
        every_pupil("entered before birth", "before the pupil was born", more=(
            "<SchoolHistory><School><LEA>999</LEA><Estab>2001</Estab><EntryDate>2001-01-01</EntryDate>"
            "</School></SchoolHistory>")),
        Broken("two surnames", write(GOOD.replace("<Surname>", "<Surname>x</Surname><Surname>")),
               "has Surname twice", ALL_ROWS_GO_BACK),
        Broken("pupils with nothing in them", write(transfer_file("<Pupil/>", "<Pupil></Pupil>")),
               "empty", ALL_ROWS_GO_BACK),
    ),
)  # fmt: skip
