"""Unique pupil numbers and NHS numbers that check, yet belong to nobody."""

from collections import defaultdict

from alongside.foundation.identifiers import (
    UPN_CHECK_LETTERS,
    make_nhs_number,
    upn_check_letter,
)

# 999 000 0000 to 999 999 9999 are kept for tests: no patient ever has one.
TEST_RANGE = "999"
TEST_NUMBERS = 1_000_000
STRIDE = 618_033  # shares no factor with the range, so it comes to every number once


class PupilNumbers:
    """Hands out pupil numbers, no two alike."""

    def __init__(self, la_code: str) -> None:
        self.la_code = la_code
        self.permanent: defaultdict[str, int] = defaultdict(int)
        self.temporary: defaultdict[str, int] = defaultdict(int)

    def permanent_upn(self, establishment: str, year: int) -> str:
        """The next number a school gives in the year of a child's first admission."""
        stem = f"{self.la_code}{establishment}{year % 100:02}"
        self.permanent[stem] += 1
        body = f"{stem}{self.permanent[stem]:03}"
        return upn_check_letter(body) + body

    def temporary_upn(self, establishment: str, year: int) -> str:
        """A number that stands until the child's own is known: its last character is a letter."""
        stem = f"{self.la_code}{establishment}{year % 100:02}"
        serial, letter = divmod(self.temporary[stem], len(UPN_CHECK_LETTERS))
        self.temporary[stem] += 1
        body = f"{stem}{serial:02}{UPN_CHECK_LETTERS[letter]}"
        return upn_check_letter(body) + body


def nhs_number(serial: int) -> str | None:
    """The NHS number of the n-th child; None for the one in eleven without, and past a million."""
    if serial >= TEST_NUMBERS:
        return None
    return make_nhs_number(f"{TEST_RANGE}{serial * STRIDE % TEST_NUMBERS:06}")
