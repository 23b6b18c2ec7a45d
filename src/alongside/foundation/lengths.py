"""How long what people type may be, the same wherever they type it."""

LONGEST_TEXT = 200_000  # characters: a whole pasted file is kept as it was typed


def problem_with_words(words: str, *, missing: str = "", most: int = LONGEST_TEXT) -> str:
    """What is wrong with words as they were typed; empty when nothing is.

    `missing` is said where there are none; without it there may be none.
    """
    if missing and not words.strip():
        return missing
    if len(words) > most:
        return f"Shorten this to {most:,} characters or fewer: it has {len(words):,}"
    return ""
