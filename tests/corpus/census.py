"""A children in need census, broken."""

from typing import Any

from tests.corpus.broken import ALL_ROWS_GO_BACK, Broken, Loader, write
from tests.factories.census import assessment, census_xml, child, episode, protection_plan

EPISODE = episode("2021-05-04", Assessments=[assessment()])
GOOD = census_xml([child("C1", EPISODE, UPN="Y330200012001"), child("C2", EPISODE)])
START, REST = GOOD.split("\n", 1)
HEADER = GOOD[GOOD.index("<Header>") : GOOD.index("<Children>")]


def with_type(definitions: str, use: str = "C1") -> Broken:
    text = f"{START}\n<!DOCTYPE Message {definitions}>\n{REST.replace('C1', use, 1)}"
    return Broken(f"a document type: {definitions[:40]}", write(text), "document type")


def headed(name: str, words: str, **header: str) -> Broken:
    return Broken(name, write(census_xml([child()], **header)), words)


def swapped(name: str, this: str, that: str, words: str) -> Broken:
    assert this in GOOD
    return Broken(name, write(GOOD.replace(this, that)), words)


def every_child(name: str, words: str, *episodes: dict[str, Any], **told: Any) -> Broken:
    """Two children, with this wrong in both: none can be taken."""
    children = [child(f"N{n}", *episodes, **told) for n in (1, 2)]
    return Broken(name, write(census_xml(children)), words, ALL_ROWS_GO_BACK)


def every_episode(name: str, words: str, referred: str = "2021-05-04", **told: Any) -> Broken:
    return every_child(name, words, episode(referred, **told))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

LOADER = Loader(
    name="a census",
    command=("load", "cin-census"),
    options=("--authority", "999"),
    file_name="census.xml",
    good=GOOD.encode(),
    broken=(
        with_type(f'[<!ENTITY l0 "lol">{LAUGHS}]', "&l9;"),
        with_type(f'[<!ENTITY a "{"x" * 50_000}">]', "&a;" * 50_000),
        with_type('[<!ENTITY f SYSTEM "file:///etc/passwd">]', "&f;"),
        with_type('[<!ENTITY f SYSTEM "http://127.0.0.1:1/">]', "&f;"),
        with_type('SYSTEM "http://127.0.0.1:1/cin.dtd"'),
        swapped("an entity of no name", "WBRI", "&nbsp;", "short form"),
        swapped("a bare ampersand", "WBRI", "A & B", "write &lt; and &amp;"),
        swapped("a character XML does not have", "WBRI", "a\x07b", "a character"),
        swapped("ends in the wrong order", "</Ethnicity>", "</ethnicity>", "an element ends"),
        swapped("nested without end", "<Ethnicity>", "<a>" * 5000, "nested deeper"),
        swapped("a child of 200 KB", "WBRI", "x" * 200_000, "longer than any real one"),
        swapped("a child of many elements", "<Ethnicity>", "<a/>" * 50_000 + "<Ethnicity>", "longer than any"),
        swapped("declared in Windows' encoding", 'encoding="utf-8"', 'encoding="klingon"', "'klingon'"),
        Broken("two files in one", write(GOOD + REST), "cannot be read as XML"),
        Broken("words before the start", write("see below\n" + REST), "not XML|is missing"),
        swapped("another root", "Message", "Return", "holds 'Return'"),
        swapped("a root in small letters", "Message", "message", "holds 'message'"),
        swapped("a namespace", "<Message>", "<Message xmlns='urn:x'>", "no header"),
        swapped("a prefix", "Message", "x:Message", "x:Message"),
        swapped("no header", "Header>", "Head>", "no header"),
        Broken("the header last", write(GOOD.replace(HEADER, "").replace("</Message>", HEADER + "</Message>")),
               "no header"),
        Broken("no children", write(census_xml([])), "holds no child"),
        swapped("children somewhere else", "Children>", "Pupils>", "holds no child"),
        headed("another collection", "'SSDA903' and not CIN", collection="SSDA903"),
        headed("the school census", "'SC' and not CIN", collection="SC"),
        headed("the collection in small letters", "'cin' and not CIN", collection="cin"),
        headed("no collection", "the collection nothing", collection=""),
        headed("the year 2021", "of the year '2021'. The censuses of 2022", year="2021"),
        headed("a year to come", "of the year '2031'", year="2031"),
        headed("a year in two digits", "of the year '22'", year="22"),
        headed("no year", "of the year nothing", year=""),
        headed("a year in words", "of the year 'last'", year="last"),
        headed("a day that is none", "'2022-02-30', which is not a day", day="2022-02-30"),
        headed("the day of another year", "of the day 2019-03-31 and of the year 2022", day="2019-03-31"),
        headed("another council", "code 201 and not of 999", authority="201"),
        headed("no council", "code .* and not of 999", authority=""),
        every_child("no number", "number of your own system", LAchildID=""),
        every_child("a number of 41 letters", "number of your own system", LAchildID="x" * 41),
        every_child("a number with a line break", "number of your own system", LAchildID="a\nb"),
        every_child("born after the census", "can be born on this day", PersonBirthDate="2022-04-01"),
        every_child("born in 1960", "can be born on this day", PersonBirthDate="1960-04-01"),
        every_child("a birth day that is none", "This is not a day", PersonBirthDate="2015-02-30"),
        every_child("a birth day as schools write it", "This is not a day", PersonBirthDate="01/02/2015"),
        every_child("expected in years", "can be born on this day", ExpectedPersonBirthDate="2030-01-01"),
        every_child("one UPN for both", "Two children of this file have this UPN", UPN="Y330200012001"),
        every_episode("no referral date", "This is missing", ""),
        every_episode("a referral day that is none", "This is not a day", "2021-04-31"),
        every_episode("a referral day in words", "This is not a day", "yesterday"),
        every_episode("a day of a week", "This is not a day", "2021-W18-2"),
        every_episode("referred after the census", "after the day that the census is of", "2022-05-04"),
        every_episode("referred years before birth", "long before the child was born", "2009-05-04"),
        every_episode("closed before the referral", "closed before", CINclosureDate="2021-05-03"),
        every_episode("closed after the census", "after the day that the census", CINclosureDate="2022-05-03"),
        every_episode("a closure day that is none", "This is not a day", CINclosureDate="2021-13-01"),
        every_episode("a conference before the referral", "before the child was referred",
                      DateOfInitialCPC="2021-05-03"),
        every_episode("a conference in the year 20222", "This is not a day", DateOfInitialCPC="20222-05-03"),
        Broken("no episodes", write(census_xml([child() | {"CINdetails": []}])), "an episode of need",
               ALL_ROWS_GO_BACK),
        Broken("one number for all, and wrong", write(census_xml([child("C1", episode("")) for _ in "ab"])),
               "This is missing|has this number", ALL_ROWS_GO_BACK),
        Broken("children with nothing in them", write(GOOD[: GOOD.index("<Child>")]
               + "<Child/><Child></Child></Children></Message>"), "number of your own", ALL_ROWS_GO_BACK),
        Broken("a child that is text", write(GOOD[: GOOD.index("<Child>")]
               + "<Child>Amin</Child></Children></Message>"), "number of your own", ALL_ROWS_GO_BACK),
        Broken("every element in small letters", write(census_xml([child()]).replace("<LAchildID>", "<lachildid>")
               .replace("</LAchildID>", "</lachildid>")), "does not know an element|own system", ALL_ROWS_GO_BACK),
        every_child("a plan that is all there is", "This is missing", episode("", ChildProtectionPlans=[
            protection_plan("2021-06-25", "2021-06-01")])),
    ),
)  # fmt: skip
