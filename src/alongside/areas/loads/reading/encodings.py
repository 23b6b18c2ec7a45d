"""How the characters of a file are written, found out from the file itself."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from alongside.areas.loads.reading.refusals import (
    EmptyFile,
    FileTooLarge,
    MixedEncoding,
    NoSuchFile,
    NotAFile,
    NotText,
    Truncated,
    WrongEncoding,
)

_CHUNK = 1 << 16
_SAMPLE = 4096

# What other kinds of file begin with, and what to tell the person who chose one.
_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_AS_CSV = "not a CSV file. Open it in the program that made it, choose Save as, and save it as CSV."
# The bytes of an accented letter or a curly quote in UTF-8. As cp1252 they would read as
# "Ã©" or "â€™", which no name or address holds: such a file was put together from two.
UTF8_IN_CP1252 = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xa6]")
_LONGEST_MATCH = 3
_MOSTLY = 0.4


class _Undecodable(NamedTuple):
    line: int
    at_end: bool  # only the last character is cut off; all before it is good


def encoding_of(path: Path, *, max_bytes: int) -> str:
    """The name of the encoding to open the file with; raises a TableRefused if there is none.

    Byte order marks decide. Without one: UTF-16 where every other byte is zero, else UTF-8 if the
    whole file is, else cp1252, the encoding of older Windows programs.
    """
    refuse_what_is_not_a_file(path, max_bytes)
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        if not sample.strip():
            raise EmptyFile("The file is empty. Export it again.")
        refuse_other_kinds(sample)
        encoding = _from_mark(sample) or _from_zeros(sample)
        if encoding is None:
            return _eight_bit_encoding(file)
        bad = _undecodable(file, encoding)
        if bad is not None:
            raise _cut_short(bad) if bad.at_end else _not_readable(bad)
        return encoding


def refuse_what_is_not_a_file(path: Path, max_bytes: int) -> None:
    """Raise a TableRefused unless this is an ordinary file of at most so many bytes."""
    if not path.exists():
        raise NoSuchFile(f"There is no file called {path.name}. Check its name and folder.")
    if path.is_dir():
        raise NotAFile(f"{path.name or 'This'} is a folder, not a file. Choose the file in it.")
    if not path.is_file():
        raise NotAFile(f"{path.name} is not an ordinary file. Save it to a file first.")
    size = path.stat().st_size
    if size > max_bytes:
        raise FileTooLarge(
            f"The file has {size:,} bytes, and at most {max_bytes:,} are read. Send it in parts."
        )


def refuse_other_kinds(sample: bytes, *, wanted: str = _AS_CSV) -> None:
    """Raise `NotText` where a file begins as a workbook, a PDF or an archive does."""
    for signature, kind in _SIGNATURES:
        if sample.startswith(signature):
            raise NotText(f"This is {kind}, {wanted}")


def _from_mark(sample: bytes) -> str | None:
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _from_zeros(sample: bytes) -> str | None:
    if 0 not in sample:
        return None
    pairs = len(sample) / 2
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > _MOSTLY and even == 0:
        return "utf-16-le"
    if even > _MOSTLY and odd == 0:
        return "utf-16-be"
    raise NotText("The file holds data that is not text. Save it as CSV and send it again.")


def _eight_bit_encoding(file: BinaryIO) -> str:
    not_utf8 = _undecodable(file, "utf-8")
    if not_utf8 is None:
        return "utf-8"
    line = _first_line_with_utf8_letters(file)
    if line is not None:
        if not_utf8.at_end:
            raise _cut_short(not_utf8)
        raise MixedEncoding(
            f"Line {line} is written in UTF-8 and line {not_utf8.line} is not, so some accented "
            "letters would come out wrong. Export the whole file again, as CSV UTF-8.",
            line=line,
        )
    not_windows = _undecodable(file, "cp1252")
    if not_windows is not None:
        raise _not_readable(not_windows)
    return "cp1252"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _undecodable(file: BinaryIO, encoding: str) -> _Undecodable | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for chunk in _chunks(file):
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].count(b"\n")
            return _Undecodable(line + before, at_end=False)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Undecodable(line, at_end=True)
    return None


def _first_line_with_utf8_letters(file: BinaryIO) -> int | None:
    line, carried = 1, b""
    for chunk in _chunks(file):
        window = carried + chunk
        match = UTF8_IN_CP1252.search(window)
        if match is not None:
            return line + window[: match.start()].count(b"\n")
        keep = 1 - _LONGEST_MATCH  # so that a letter split between two chunks is still seen
        carried = window[keep:]
        line += window[:keep].count(b"\n")
    return None


def _cut_short(bad: _Undecodable) -> Truncated:
    return Truncated(
        f"The file is cut short: it ends in the middle of a letter on line {bad.line}. "
        "Export it again.",
        line=bad.line,
    )


def _not_readable(bad: _Undecodable) -> WrongEncoding:
    return WrongEncoding(
        f"Line {bad.line} has characters that cannot be made out. "
        "Export the file again as CSV UTF-8.",
        line=bad.line,
    )
