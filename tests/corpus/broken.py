"""What a broken file is, and the broken files that every loader is tried with."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

REFUSED, ALL_ROWS_GO_BACK, EITHER = (1,), (3,), (1, 3)
ANY_WORDS = r"[A-Z][a-z]+ "
Make = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that may not be taken: what it is, how it is made at a path, and what is said of it."""

    name: str
    make: Make
    words: str = ANY_WORDS
    codes: tuple[int, ...] = REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """A command that loads, a file of its kind that is good, and files that are broken in its own way.

    `cuts` are the lengths to cut the good file to, where not any length will do.
    """

    name: str
    command: tuple[str, ...]
    file_name: str
    good: bytes
    broken: tuple[Broken, ...]
    options: tuple[str, ...] = ()
    cuts: Callable[[bytes], Sequence[int]] | None = None

    def words_of(self, path: Path) -> list[str]:
        """The command with a file, as it is typed."""
        return [*self.command, str(path), *self.options]


def write(content: bytes | str) -> Make:
    """Makes a file of just this."""
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data)


def cut_in_cells(data: bytes, *, separator: bytes = b",", pieces: int = 12) -> list[int]:
    """Lengths at which a table is cut inside a row, before its last cell: else nothing shows it."""
    found = []
    for n in range(1, pieces + 1):
        start = data.rfind(b"\n", 0, len(data) * n // (pieces + 1)) + 1
        line_end = data.find(b"\n", start)
        last_cell = data.rfind(separator, start, line_end if line_end > 0 else len(data))
        room = max(last_cell - start, 1)
        found.append(start + 1 + n * 7 % room)
    return sorted(set(found))


def cut_anywhere(data: bytes, *, pieces: int = 12) -> list[int]:
    """Lengths at which a file that has an end of its own is cut."""
    whole = len(data.rstrip())
    return sorted({whole * n // (pieces + 1) for n in range(1, pieces + 1)} | {1, whole - 1})


def any_file(loader: Loader, others: Sequence[Loader]) -> Iterator[Broken]:
    """What every loader is tried with, made from its good file."""
    yield from _no_files()
    yield from _other_kinds()
    yield from _encodings(loader.good)
    for length in (loader.cuts or cut_anywhere)(loader.good):
        yield Broken(f"cut to {length} bytes", write(loader.good[:length]))
    for other in others:
        if other.command[:2] != loader.command[:2]:
            yield Broken(f"a file for {other.name}", write(other.good), codes=EITHER)


def _no_files() -> Iterator[Broken]:
    yield Broken("not there", lambda path: None, "There is no file called")
    yield Broken("a folder", lambda path: path.mkdir(), "is a folder")
    yield Broken("a pipe", os.mkfifo, "not an ordinary file")
    yield Broken("a device", lambda path: path.symlink_to("/dev/zero"), "not an ordinary file")
    yield Broken("a link to nothing", lambda path: path.symlink_to("nowhere"), "There is no file")
    yield Broken("a link to itself", lambda path: path.symlink_to(path), "There is no file")
    yield Broken("empty", write(b""), "is empty")
    yield Broken("blank lines", write(b"\r\n \n\t\n"), "is empty")
    yield Broken("only a mark", write(b"\xef\xbb\xbf"), "is empty|not a list|not XML|cut short")


def _other_kinds() -> Iterator[Broken]:
    yield Broken("a PDF", write(b"%PDF-1.7\n" + bytes(99)), "This is a PDF")
    yield Broken("a workbook", write(b"PK\x03\x04" + bytes(99)), "an Excel workbook or a zip file")
    yield Broken("an empty archive", write(b"PK\x05\x06" + bytes(18)), "an empty zip file")
    yield Broken("an old workbook", write(b"\xd0\xcf\x11\xe0" + bytes(99)), "an old Excel workbook")
    yield Broken("compressed by gzip", write(b"\x1f\x8b\x08" + bytes(99)), "a compressed file")
    yield Broken("compressed by xz", write(b"\xfd7zXZ\0" + bytes(99)), "a compressed file")
    yield Broken("compressed by zstd", write(b"\x28\xb5\x2f\xfd" + bytes(99)), "a compressed file")
    yield Broken("a picture", write(b"\x89PNG\r\n\x1a\n" + bytes(99)), "a picture")
    yield Broken("noise", write(b"x" + Random(1).randbytes(5000)))
    yield Broken("zeros", write(bytes(5000)))
    yield Broken("a page of a portal", write("<!DOCTYPE html><html><p>Sign in</p></html>"))
    yield Broken("a page without a type", write("<html><body>\n<p>Sign in</p></body></html>"))
    yield Broken("one word", write("null"))
    yield Broken("a letter", write("Dear colleague,\n\nhere is the file.\n\nYours"))


def _encodings(good: bytes) -> Iterator[Broken]:
    text, middle = good.decode(), len(good) // 2
    yield Broken("in UTF-32", write(text.encode("utf-32")))
    yield Broken("in EBCDIC", write(text.encode("cp500", "replace")))
    yield Broken("cut inside UTF-16", write(text.encode("utf-16")[:-3]))
    yield Broken("a lone surrogate in UTF-16", write(b"\xff\xfe" + good[:1] + b"\0\0\xd8\0\xd8x\0"))
    yield Broken("a zero inside", write(good[:middle] + b"\0" + good[middle:]))
    yield Broken("a byte of no encoding", write(good[:middle] + b"\x81\xc3" + good[middle:]))
