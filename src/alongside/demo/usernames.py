"""Names written in the letters an email address may have."""

import unicodedata

# Letters that are not an English letter with a mark, so taking marks away does not reach them.
IN_ENGLISH = str.maketrans(
    {
        "ł": "l",
        "ß": "ss",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)


def plain_letters(name: str) -> str:
    """The name in the letters a to z: `O'Neill-Žukauskaitė` gives `oneillzukauskaite`."""
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(IN_ENGLISH))
    return "".join(letter for letter in decomposed if "a" <= letter <= "z")
