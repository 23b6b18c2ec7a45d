"""The characters of an XML file, made out before any parser sees them, and given on as UTF-8."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from alongside.areas.loads.reading.encodings import (
    UTF8_IN_CP1252,
    refuse_other_kinds,
    refuse_what_is_not_a_file,
)
from alongside.areas.loads.reading.refusals import (
    ElementTooLarge,
    EmptyFile,
    NotText,
    NotXml,
    Truncated,
    WrongEncoding,
)

MAX_BYTES = 4_000_000_000
_CHUNK = 1 << 16
_PROLOG = 1 << 16  # bytes: far more than a declaration and a comment before the first element

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Programs that write Windows-1252 often call it ISO-8859-1, whose extra codes no file uses.
_KNOWN = {
    "": "utf-8",
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "latin-1"), "cp1252"),
    "iso-8859-15": "iso-8859-15",
    # Said by programs that make the text first and then write it as UTF-8: read so, strictly.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-8"),
}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BEFORE_THE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([^\W\d][\w:.-]{0,99})")
_WANTED = "not an XML file. Send the file itself, as the program that made it exports it."


@contextmanager
def open_xml(path: Path, *, max_bytes: int) -> Iterator["XmlText"]:
    """An XML file that begins as one; raises a TableRefused for anything else."""
    refuse_what_is_not_a_file(path, max_bytes)
    with path.open("rb") as file:
        yield XmlText(file)


class XmlText:
    """An open XML file: how it begins, and its characters as UTF-8, a piece at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        start = file.read(_PROLOG)
        if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
            raise EmptyFile("The file is empty. Export it again.")
        refuse_other_kinds(start, wanted=_WANTED)
        self._mark, self._encoding = _encoding(start)
        self.lines_read = 1
        self.has_doctype, self.doctype_line = False, 1
        self.root, self.root_line = "", 1
        self._look_at(start[self._mark :])

    def chunks(self) -> Iterator[tuple[bytes, int]]:
        """Pieces of the file in UTF-8, each with the line it ends on; refuses what is no text."""
        decoder = codecs.getincrementaldecoder(self._encoding)()
        self._file.seek(self._mark)
        carried = b""
        while piece := self._file.read(_CHUNK):
            if self._encoding == "cp1252":
                self._refuse_utf8(carried + piece)
                carried = piece[-2:]
            text = self._decoded(decoder, piece)
            if "\0" in text:
                line = self.lines_read + text[: text.index("\0")].count("\n")
                raise NotText(f"Line {line:,} holds data that is not text.", line=line)
            self.lines_read += text.count("\n")
            yield text.encode(), self.lines_read
        self._end(decoder)

    def _decoded(self, decoder: codecs.IncrementalDecoder, piece: bytes) -> str:
        try:
            return decoder.decode(piece)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "replace")
            line = self.lines_read + before.count("\n")
            raise WrongEncoding(
                f"Line {line:,} has characters that are not in the encoding of the file "
                f"({self._encoding}). Export it again, as UTF-8.",
                line=line,
            ) from error

    def _end(self, decoder: codecs.IncrementalDecoder) -> None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise Truncated(
                f"The file is cut short: it ends in the middle of a letter on line "
                f"{self.lines_read:,}. Export it again.",
                line=self.lines_read,
            ) from error

    def _refuse_utf8(self, window: bytes) -> None:
        match = UTF8_IN_CP1252.search(window)
        if match is not None:
            line = self.lines_read + window[: match.start()].count(b"\n")
            raise WrongEncoding(
                f"The file says that it is written in Windows-1252, and line {line:,} is written "
                "in UTF-8, so accented letters would come out wrong. Export it again, as UTF-8.",
                line=line,
            )

    def _look_at(self, start: bytes) -> None:
        """Find the document type or the first element, whichever comes first."""
        text = codecs.getincrementaldecoder(self._encoding)("replace").decode(start)
        at = 0
        while (match := _BEFORE_THE_ROOT.match(text, at)) is not None:
            at = match.end()
        line = 1 + text.count("\n", 0, at)
        if text[at : at + 9].upper() == "<!DOCTYPE":
            self.has_doctype, self.doctype_line = True, line
            return
        root = _ROOT.match(text, at)
        if root is not None:
            self.root, self.root_line = root[1], line
        elif text.startswith(("<!--", "<?"), at) and len(start) >= _PROLOG - 4:
            raise ElementTooLarge(
                "The file does not come to its first element. It may be damaged. Export it again.",
                line=line,
            )
        elif text.startswith("<", at):
            raise Truncated(
                "The file is cut short: it ends before its first element. Export it again.",
                line=line,
            )
        else:
            raise NotXml(f"Line {line:,} is not XML. Export the file again as XML.", line=line)


def _encoding(start: bytes) -> tuple[int, str]:
    """How long the byte order mark is, and the encoding: by the mark, by zeros, or as declared."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return len(mark), name
    if start.startswith((b"<\0", b"\0<")):
        return 0, "utf-16-le" if start.startswith(b"<") else "utf-16-be"
    declared = _DECLARED.match(start)
    name = declared[1].decode("ascii").lower().replace("_", "-") if declared else ""
    if name not in _KNOWN:
        raise WrongEncoding(
            f"The file says that it is written in '{name[:40]}', which is not read here. "
            "Export it again, as UTF-8.",
            line=1,
        )
    return 0, _KNOWN[name]
