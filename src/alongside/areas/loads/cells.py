"""What one cell of a table says: words, names and days, or why it cannot be taken."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

_FORMULA_STARTS = ("=", "@", "+", "-")
# As we give a formula back to the office: left uncorrected, it is refused again.
_MADE_WORDS = tuple(f"'{start}" for start in _FORMULA_STARTS)
_NUMBER_OR_TELEPHONE = re.compile(r"[+-]?[0-9 ().-]*")
_NO_NAME = frozenset({"-", "--", ".", "n/a", "n/k", "not known", "unknown"})
# Not among those that stand for no name: Na, None and Null are people's names.
_NOTHING_KNOWN = _NO_NAME | {"na", "none", "null", "not applicable"}
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LOST_LETTER = "\ufffd"
# Marks that turn the direction of writing, and so can make one name look like another.
_TURNING_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = frozenset(
    {"january", "february", "march", "april", "june", "july", "august", "sept"}
    | {"september", "october", "november", "december", *_MONTHS}
)
_NO_TIME = r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_NO_TIME}", re.ASCII)
_ISO = re.compile(rf"(\d{{4}})([/-])(\d{{2}})\2(\d{{2}}){_NO_TIME}", re.ASCII)
_WORDED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]([A-Za-z]{{3,9}})[ ,-]+(\d{{4}}|\d{{2}}){_NO_TIME}", re.ASCII
)
_SHORT_YEAR = 2


class CellRefused(ValueError):
    """A cell cannot be taken; catch this to show its words beside the cell."""


class FormulaInCell(CellRefused):
    """It would run as a formula when the rejected rows, or any later list, open in a workbook."""


class CharactersWrong(CellRefused):
    """It holds control characters, or letters lost before it came to us."""


class TooLong(CellRefused):
    """It is longer than any real value."""


class NotADate(CellRefused):
    """It is not a day that exists, or not written day first."""


def text_of(cell: str, *, longest: int) -> str:
    """The words of a cell, closed up to single spaces; "" where it only says that nothing is known.

    A line break inside the cell, as in an address, becomes a comma.
    """
    text = _closed_up(cell, longest)
    return "" if text.casefold() in _NOTHING_KNOWN else text


def neutralised(cell: str) -> str:
    """The cell as it may be written into a workbook: what would run as a formula is made words."""
    if cell.startswith(("\t", "\r")) or (
        cell.lstrip().startswith(_FORMULA_STARTS) and not _NUMBER_OR_TELEPHONE.fullmatch(cell)
    ):
        return f"'{cell}"
    return cell


def name_of(cell: str, *, longest: int) -> str:
    """A person's name as written, in any alphabet; "" where a mark stands for none."""
    name = _closed_up(cell, longest)
    if not name or name.casefold() in _NO_NAME:
        return ""
    if not (name[0].isalpha() or any(map(str.isalpha, name))):
        raise CharactersWrong("A name has at least one letter in it.")
    if "\n" in cell.strip():
        raise CharactersWrong("This name has a line break in it. Type it on one line.")
    return name


@lru_cache(maxsize=50_000)
def day_of(cell: str) -> date | None:
    """The day a cell names, day first or ISO; None where it is blank.

    A year of two digits is of this century: nobody on a school roll was born in the last one.
    """
    text = text_of(cell, longest=40)
    if not text:
        return None
    for pattern, order in ((_DAY_FIRST, (4, 3, 1)), (_ISO, (1, 3, 4)), (_WORDED, (3, 2, 1))):
        match = pattern.fullmatch(text)
        if match is not None:
            year, month, day = (match[group] for group in order)
            return _day(year, month, day)
    raise NotADate("This is not a date. Write it day first, such as 01/09/2026.")


def _day(year: str, month: str, day: str) -> date:
    full_year = int(year) + (2000 if len(year) == _SHORT_YEAR else 0)
    number = _month(month)
    try:
        return date(full_year, number, int(day))
    except ValueError as error:
        raise NotADate(
            "There is no such day. Write dates day first, such as 25/09/2026."
        ) from error


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text.lower() not in _MONTH_NAMES:
        raise NotADate("The month is not spelled as one. Write it as a number or in English.")
    return _MONTHS.index(text[:3].lower()) + 1


def _closed_up(cell: str, longest: int) -> str:
    if not cell:
        return ""
    if not cell.isprintable() or _LOST_LETTER in cell:
        cell = _without_hidden_characters(cell)
    text = " ".join(cell.split())
    if text.startswith(_FORMULA_STARTS) or text.startswith(_MADE_WORDS):
        _refuse_formula(text.removeprefix("'"))
    if len(text) > longest:
        raise TooLong(f"This is {len(text)} characters long, and at most {longest} can be kept.")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _refuse_formula(text: str) -> None:
    if _NUMBER_OR_TELEPHONE.fullmatch(text):
        return
    raise FormulaInCell(
        f"This starts with {text[0]} as a formula does. Type the plain words in its place."
    )


def _without_hidden_characters(cell: str) -> str:
    if _LOST_LETTER in cell:
        raise CharactersWrong(
            "A letter was lost here before the file came to us. "
            "Correct it, or export again as CSV UTF-8."
        )
    if cell.startswith(("\t", "\r")):
        raise FormulaInCell("This starts with a tab, as a hidden formula does. Type it again.")
    parts = (part.strip(" ,") for part in _LINE_BREAK.split(cell))
    cell = ", ".join(part for part in parts if part)
    for character in cell:
        if unicodedata.category(character) == "Cc" or character in _TURNING_MARKS:
            raise CharactersWrong(
                f"This has a hidden character in it (U+{ord(character):04X}). Type it again."
            )
    return cell
