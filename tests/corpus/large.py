"""Large broken files, of whatever size is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import census, lists, rolls, steps, transfer_files
from tests.corpus.broken import Loader
from tests.factories.transfer_files import pupil

PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class Large:
    """A broken file that can be of any size: how it begins, what is repeated, how it ends."""

    name: str
    loader: Loader
    start: str
    again: str | Callable[[int], str]
    end: str = ""
    words: str = "Error: "

    def make(self, path: Path, size: int) -> None:
        """Write the file at the path, a piece at a time."""
        with path.open("w", encoding="utf-8", newline="") as file:
            written, n = file.write(self.start), 0
            repeated = (
                self.again * (PIECE // len(self.again)) if isinstance(self.again, str) else ""
            )
            while written < size:
                n += 1
                written += file.write(repeated or self.again(n))
            file.write(self.end)


def _numbered(piece: str) -> Callable[[int], str]:
    return lambda first: "".join(piece.format(first + one) for one in range(PIECE // len(piece)))


_GOOD, _AGAIN = transfer_files.GOOD, "Error: From about line .* longer than any real one"
_BEFORE, _AFTER = _GOOD.split("Nuñez", 1)
_PUPILS = _GOOD.split("<CTFpupilData>")[0] + "<CTFpupilData>"
_BAD_PUPIL = pupil(1, DOB="2051-01-01")
_BAD_ROW = rolls.table([{**rolls.ROWS[0], "Date of Birth": ""}]).split("\n", 1)[1]
_LONG_LINE = "longer than 1,000,000 characters"


def _in_pupil(name: str, again: str | Callable[[int], str], words: str = _AGAIN) -> Large:
    return Large(name, transfer_files.LOADER, _BEFORE, again, _AFTER, words)


_BEFORE_CHILD, _AFTER_CHILD = census.GOOD.split("WBRI", 1)

LARGE = (
    Large("a roll of one line", rolls.LOADER, rolls.GOOD, "x", words=_LONG_LINE),
    Large("a roll with one cell", rolls.LOADER, rolls.GOOD + '"', "x\n", '"\n', "do not match|cut short"),
    Large("a roll with one heading", rolls.LOADER, "UPN", "N", words=_LONG_LINE),
    Large("a roll of headings", rolls.LOADER, rolls.FIRST, ",", "\n", f"{_LONG_LINE}|columns"),
    Large("a roll of blank lines", rolls.LOADER, rolls.FIRST, "\n", words="headings and no rows|empty rows"),
    Large("a roll of empty rows", rolls.LOADER, rolls.FIRST, ",,\n", words="headings and no rows|empty rows"),
    Large("a roll of wrong rows", rolls.LOADER, rolls.FIRST + "\n", _BAD_ROW, words="Over 20,000 rows"),
    Large("schools on one line", lists.SCHOOLS, "URN", ",", words=_LONG_LINE),
    Large("staff on one line", lists.STAFF, "Email", ",x", words=_LONG_LINE),
    Large("steps on one line", steps.CSV, "step", ",", words=_LONG_LINE),
    Large("a step without end", steps.JSON, '[{"step": "', "x", '"}]'),
    Large("steps that are numbers", steps.JSON, "[1", ",1", "]"),
    Large("steps that are empty", steps.JSON, "[{}", ",{}", "]"),
    Large("steps within steps", steps.JSON, "", '[{"a":'),
    _in_pupil("an element of one word", "x"),
    _in_pupil("an element of spaces", " "),
    _in_pupil("an element of comments", "<!-- no -->"),
    _in_pupil("an element of elements", "<a/>"),
    _in_pupil("an element of other names", _numbered("<a{0}/>")),
    _in_pupil("an element of attributes", _numbered("<a b{0}='1'/>")),
    _in_pupil("an element of CDATA", "<![CDATA[x]]>"),
    _in_pupil("an element of characters", "&#120;&amp;"),
    Large("one attribute", transfer_files.LOADER, _PUPILS + "<Pupil a='", "x", "'/></CTFpupilData></CTfile>",
          _AGAIN + "|nested deeper, or longer"),
    Large("attributes of one element", transfer_files.LOADER, _PUPILS + "<Pupil", _numbered(" a{0}=''"),
          "/></CTFpupilData></CTfile>", _AGAIN + "|nested deeper, or longer"),
    Large("a comment before the root", transfer_files.LOADER, "<!--", "x", "-->" + _GOOD, "does not come to"),
    Large("elements that are no pupils", transfer_files.LOADER, _PUPILS, "<Child>x</Child>", words=_AGAIN),
    Large("wrong pupils", transfer_files.LOADER, _PUPILS, _BAD_PUPIL, "</CTFpupilData></CTfile>",
          "Over 20,000 rows|rows go back"),
    Large("a census of one word", census.LOADER, _BEFORE_CHILD, "x", _AFTER_CHILD, _AGAIN),
    Large("a census of one child", census.LOADER, _BEFORE_CHILD + "</Ethnicity>", "<Disability>VIS</Disability>",
          "<Ethnicity>" + _AFTER_CHILD, _AGAIN),
)  # fmt: skip
