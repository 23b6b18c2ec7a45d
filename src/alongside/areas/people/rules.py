"""How a name is folded for searching, shown, and aged."""

import re
import unicodedata
from datetime import date

_NOT_LETTERS = re.compile(r"[^\w]+|_")
# Letters that carry no accent to strip but that people type without.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}  # noqa: RUF001  the Turkish letter itself
)


def fold(text: str) -> str:
    """Text as it is searched: lower case, without accents, punctuation as one space.

    >>> fold("Zoë O’Neill-Łukasz")
    'zoe oneill lukasz'
    """
    joined = re.sub(r"['’‘`]", "", text.casefold().translate(_PLAIN))
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c)
    )
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


def search_words(text: str, *, most: int = 6) -> list[str]:
    """The folded words of a search; every one must be part of a name."""
    return fold(text).split()[:most]


def full_name(forename: str, surname: str) -> str:
    """A name as people say it; one-name people have only one."""
    return " ".join(part for part in (forename, surname) if part)


def age(date_of_birth: date, *, on: date) -> int:
    """Whole years; somebody born on 29 February has a birthday on 1 March in other years."""
    had_birthday = (on.month, on.day) >= (date_of_birth.month, date_of_birth.day)
    return on.year - date_of_birth.year - (0 if had_birthday else 1)
