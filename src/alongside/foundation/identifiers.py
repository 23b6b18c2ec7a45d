"""The numbers that name children, schools and places in England: checked, and written one way.

Each `parse_` function returns the identifier in the one form we store, or raises one of the three
errors below. Their words never repeat the value, so they may be logged; show the value beside them.
"""

import re
from operator import mul
from typing import Final

UPN_CHECK_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_VALUE = {str(digit): digit for digit in range(10)} | {
    letter: value for value, letter in enumerate(UPN_CHECK_LETTERS)
}
_UPN_PLACES = range(2, 14)

_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_URN = re.compile(r"[1-9][0-9]{5}")
_DFE_NUMBER = re.compile(r"([0-9]{3})[/-]?([0-9]{4})")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_UPRN = re.compile(r"0*([1-9][0-9]{0,11})")
_UPRN_DIGITS = 12
_ODS_CODE = re.compile(r"[A-Z0-9]{3,6}")

_ELEVEN = 11
_WEIGHTS = range(10, 1, -1)  # of the first nine digits of an NHS number and of a ULN


class IdentifierError(ValueError):
    """An identifier cannot be right; catch this to show its words to whoever typed it."""


class WrongShape(IdentifierError):
    """It is too short, too long, or has a character where there cannot be one."""


class WrongCheckCharacter(IdentifierError):
    """The check letter or digit disagrees with the rest: one character is mistyped."""


class Placeholder(IdentifierError):
    """It is a number typed to fill the box, such as 0000000000."""


def parse_upn(text: str) -> str:
    """A Unique Pupil Number, permanent or temporary, as 13 characters: `Y330200012001`.

    Source: DfE, Unique pupil numbers: guide for schools and local authorities.
    """
    upn = _closed_up(text).upper()
    if not _UPN.fullmatch(upn) or not (upn[-1].isdigit() or upn[-1] in UPN_CHECK_LETTERS):
        raise WrongShape(_upn_shape(upn))
    if upn_check_letter(upn[1:]) != upn[0]:
        raise WrongCheckCharacter(
            "The first letter of the UPN does not match the rest, so one of its characters is "
            "wrong. Copy it again from the pupil's record."
        )
    return upn


def is_temporary_upn(upn: str) -> bool:
    """Whether a UPN, as `parse_upn` gives it, stands in until the pupil's permanent one is known."""
    return upn[-1].isalpha()


def upn_check_letter(last_twelve: str) -> str:
    """The letter that begins the UPN with these twelve characters."""
    total = sum(map(mul, _UPN_PLACES, map(_UPN_VALUE.__getitem__, last_twelve)))
    return UPN_CHECK_LETTERS[total % len(UPN_CHECK_LETTERS)]


def make_upn(*, la: str, establishment: str, year: int, serial: int) -> str:
    """The permanent UPN of a pupil: `make_upn(la="302", establishment="0001", year=20, serial=1)`.

    The year is that of allocation, its last two digits used; the serial is 0 to 999.
    """
    body = f"{la:0>3}{establishment:0>4}{year % 100:02}{serial:03}"
    return parse_upn(upn_check_letter(body) + body)


def parse_nhs_number(text: str) -> str:
    """An NHS number as ten digits, from `943 476 5919`, `943-476-5919` or the digits alone.

    Source: NHS Data Dictionary, NHS number (modulus 11).
    """
    digits = _closed_up(text).replace("-", "")
    if not _TEN_DIGITS.fullmatch(digits):
        raise WrongShape(_digits_shape("NHS number", digits, wanted=10))
    if len(set(digits)) == 1:
        raise Placeholder(
            "The NHS number is one digit repeated. Leave it empty if it is not known."
        )
    if make_nhs_number(digits[:9]) != digits:
        raise WrongCheckCharacter(_check_digit_words("NHS number"))
    return digits


def make_nhs_number(nine_digits: str) -> str | None:
    """The NHS number beginning with these nine digits, or None where the scheme has none."""
    if not _NINE_DIGITS.fullmatch(nine_digits):
        raise WrongShape(_digits_shape("start of an NHS number", nine_digits, wanted=9))
    check = -_weighted_sum(nine_digits) % _ELEVEN
    return None if check == _ELEVEN - 1 else f"{nine_digits}{check}"


def parse_uln(text: str) -> str:
    """A Unique Learner Number as ten digits.

    Source: Learning Records Service, ULN validation (modulus 11).
    """
    digits = _closed_up(text)
    if not _TEN_DIGITS.fullmatch(digits):
        raise WrongShape(_digits_shape("ULN", digits, wanted=10))
    if len(set(digits)) == 1:
        raise Placeholder("The ULN is one digit repeated. Leave it empty if it is not known.")
    remainder = _weighted_sum(digits[:9]) % _ELEVEN
    if remainder == 0 or int(digits[9]) != 10 - remainder:
        raise WrongCheckCharacter(_check_digit_words("ULN"))
    return digits


def parse_urn(text: str) -> str:
    """A school's Unique Reference Number as six digits: `100000`. It has no check digit."""
    urn = _closed_up(text)
    if not _URN.fullmatch(urn):
        raise WrongShape(
            "A school's URN is 6 digits, the first not 0, such as 100000. "
            "Find it at get-information-schools.service.gov.uk."
        )
    return urn


def parse_dfe_number(text: str) -> str:
    """A school's DfE number as `201/3614`, from `201/3614`, `201-3614`, `201 3614`, `2013614`."""
    match = _DFE_NUMBER.fullmatch(_closed_up(text))
    if match is None:
        raise WrongShape(
            "A school's DfE number is the 3 digits of its local authority and 4 of its own, "
            "such as 201/3614."
        )
    return f"{match[1]}/{match[2]}"


def parse_postcode(text: str) -> str:
    """A postcode in capitals with its one space: `SW1A 1AA`."""
    match = _POSTCODE.fullmatch(_closed_up(text).upper())
    if match is None:
        raise WrongShape(
            "This is not a full UK postcode, such as SW1A 1AA. "
            "Check it, also for O instead of 0 and I instead of 1."
        )
    return f"{match[1]} {match[2]}"


def parse_uprn(text: str) -> str:
    """A Unique Property Reference Number as its digits, without the zeros some files pad it with.

    Source: GeoPlace; at most twelve digits.
    """
    digits = _closed_up(text)
    match = _UPRN.fullmatch(digits)
    if match is None or len(digits) > _UPRN_DIGITS:
        raise WrongShape("A UPRN is a number of at most 12 digits, such as 100022936607.")
    return match[1]


def parse_ods_code(text: str) -> str:
    """An NHS organisation's ODS code in capitals: `RRV`, `A81001`."""
    code = _closed_up(text).upper()
    if not _ODS_CODE.fullmatch(code):
        raise WrongShape("An ODS code is 3 to 6 letters and digits, such as RRV or A81001.")
    return code


def _closed_up(text: str) -> str:
    return "".join(text.split())


def _weighted_sum(nine_digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine_digits, strict=True))


def _upn_shape(upn: str) -> str:
    if len(upn) != len("Y330200012001"):
        return (
            f"A UPN has 13 characters and this has {len(upn)}. "
            "Copy it again from the pupil's record."
        )
    return (
        "A UPN is a letter and 12 digits, such as Y330200012001 (a temporary one ends in a letter, "
        "never I, O or S). Copy it again from the pupil's record."
    )


def _digits_shape(name: str, digits: str, *, wanted: int) -> str:
    if digits.isdigit() and digits.isascii():
        return f"The {name} has {len(digits)} digits, and must have {wanted}. Check it again."
    return f"The {name} must be {wanted} digits and nothing else. Check it again."


def _check_digit_words(name: str) -> str:
    return f"The last digit of the {name} does not match the rest, so one is wrong. Check it again."
