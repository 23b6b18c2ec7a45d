"""XML that a stranger sent, read as a stream: the elements a reader asks for, one at a time.

Nothing in a file reaches beyond it: a document type (and with it every entity, bomb and outside
file) is refused before the parser sees it, the network is closed, and between two elements no more
than `most_bytes` of the file are held. What is wrong is a `TableRefused` in words, with its line;
it may come only at the end, so a caller that must change nothing for a broken file reads it all
first, or inside one transaction.

    for found in read_elements(path, root="Message", paths=("Header", "Children/Child")):
        if found.path == "Header":
            year = words_at(found.element, "CollectionDetails/Year")

Give a path for each kind of element that comes in any number: what is asked for is let go again
once the next is read, and what is not asked for waits until then. An element inside one that was
asked for comes with it, and not by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from alongside.areas.loads.reading.refusals import (
    DoctypeRefused,
    ElementTooLarge,
    NotXml,
    Truncated,
    WrongRoot,
)
from alongside.areas.loads.reading.xml_text import MAX_BYTES, XmlText, open_xml

MOST_BYTES_OF_AN_ELEMENT = 4_000_000
_SHORT_LINE_NUMBERS = 65_535  # up to here libxml2 keeps the line of an element itself

# By libxml2's number; its own words may repeat what stands in the file.
_ILL_FORMED = {
    9: "it has a character that XML does not allow",
    26: "it has a short form (&name;) that is not one of XML's own five",
    42: "one attribute is given twice",
    68: "a name is missing after < or &: write &lt; and &amp; where they are meant as characters",
    76: "an element ends that is not the one that was begun",
}
_TOO_DEEP = 114


@dataclass(frozen=True, slots=True)
class Found:
    """One element: which of the paths asked for it is at, the line it begins on, and itself.

    It is emptied once the next is asked for.
    """

    path: str
    line: int
    element: etree._Element


def is_xml(path: Path) -> bool:
    """Whether a file begins as XML does; False too for what is not there or no file."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(1000)
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")


def words_at(element: etree._Element, path: str) -> str:
    """The words of a child of the element, or of one deeper; "" where there is none."""
    return (element.findtext(path) or "").strip()


def read_elements(
    path: Path,
    *,
    root: str,
    paths: Sequence[str],
    most_bytes: int = MOST_BYTES_OF_AN_ELEMENT,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Found]:
    """The elements of an XML file at these paths under its root, in the order of the file."""
    with open_xml(path, max_bytes=max_bytes) as text:
        _refuse_doctype(text)
        if text.root != root:
            raise WrongRoot(
                f"The file holds '{text.root}' where it should begin with '{root}'. "
                "It is XML of another kind, or of a version that is not known here.",
                line=text.root_line,
            )
        yield from _Reading(text, paths, most_bytes).elements()


def _refuse_doctype(text: XmlText) -> None:
    if text.has_doctype:
        raise DoctypeRefused(
            "The file begins with a document type (<!DOCTYPE), which can make a computer read "
            "other files or run out of memory. No real file of this kind has one. "
            "Ask whoever sent it to export it again.",
            line=text.doctype_line,
        )


class _Reading:
    """One file being read: what has been fed, and since which line nothing was let go."""

    def __init__(self, text: XmlText, paths: Sequence[str], most_bytes: int) -> None:
        self._text, self._most_bytes = text, most_bytes
        self._paths = frozenset(paths)
        self._parser = etree.XMLPullParser(
            events=("end",),
            tag={path.rpartition("/")[2] for path in paths},
            encoding="utf-8",  # whatever the file declares: it is given as UTF-8
            resolve_entities="internal",
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            recover=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )

    def elements(self) -> Iterator[Found]:
        held, since = 0, 1
        for chunk, line in self._text.chunks():
            held += len(chunk)
            self._feed(chunk)
            for found in self._complete():
                held, since = 0, line
                yield found
                _let_go(found.element)
            if held > self._most_bytes:
                raise ElementTooLarge(
                    f"From about line {since:,} on, one part of the file is longer than any real "
                    "one. It may be damaged, or its ends are lost. Export it again.",
                    line=since,
                )
        self._close()
        yield from self._complete()

    def _complete(self) -> Iterator[Found]:
        for _, element in self._parser.read_events():
            assert isinstance(element, etree._Element)  # noqa: SLF001
            path = _path_of(element)
            if path in self._paths:
                yield Found(path, _line_of(element), element)

    def _feed(self, chunk: bytes) -> None:
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise self._refusal(error) from error

    def _close(self) -> None:
        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            if (error.lineno or 0) >= self._text.lines_read and error.code not in _ILL_FORMED:
                raise self._cut_short() from error
            raise self._refusal(error) from error

    def _cut_short(self) -> Truncated:
        line = self._text.lines_read
        return Truncated(
            f"The file is cut short: it ends on line {line:,}, inside an element. Export it again.",
            line=line,
        )

    def _refusal(self, error: etree.XMLSyntaxError) -> NotXml | ElementTooLarge:
        line = error.lineno or 1
        if error.code == _TOO_DEEP:
            return ElementTooLarge(
                f"Line {line:,} is nested deeper, or longer, than any real one. "
                "It may be damaged. Export the file again.",
                line=line,
            )
        reason = _ILL_FORMED.get(error.code or 0, "what stands there breaks the rules of XML")
        return NotXml(
            f"Line {line:,} cannot be read as XML: {reason}. "
            "Export the file again, without changing it by hand.",
            line=line,
        )


def _path_of(element: etree._Element) -> str:
    """The names from beneath the root down to this element."""
    names = [str(element.tag)]
    names += [str(one.tag) for one in element.iterancestors()]
    return "/".join(reversed(names[:-1]))


def _line_of(element: etree._Element) -> int:
    line = element.sourceline or 0
    if line < _SHORT_LINE_NUMBERS:
        return line
    # Beyond, libxml2 gives the line on which the text inside the element's start ends.
    return line - (element.text or "").count("\n")


def _let_go(element: etree._Element) -> None:
    """Empty the element, and take what stood before it out of the tree."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
