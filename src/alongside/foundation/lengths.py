"""How long what people type may be, the same wherever they type it."""

LONGEST_TEXT = 200_000  # characters: a whole pasted file is kept as it was typed
