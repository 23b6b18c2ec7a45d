"""What the check characters promise, tried against many identifiers."""

from string import ascii_uppercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.foundation.identifiers import (
    UPN_CHECK_LETTERS,
    IdentifierError,
    WrongCheckCharacter,
    make_nhs_number,
    make_upn,
    parse_nhs_number,
    parse_uln,
    parse_upn,
    upn_check_letter,
)

nine_digits = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True)
upns = st.builds(
    make_upn,
    la=st.from_regex(r"[0-9]{3}", fullmatch=True),
    establishment=st.from_regex(r"[0-9]{4}", fullmatch=True),
    year=st.integers(1990, 2040),
    serial=st.integers(0, 999),
)


@st.composite
def temporary_upns(draw):
    body = draw(st.from_regex(r"[0-9]{11}", fullmatch=True))
    body += draw(st.sampled_from(UPN_CHECK_LETTERS))
    return upn_check_letter(body) + body


@st.composite
def nhs_numbers(draw):
    number = make_nhs_number(draw(nine_digits))
    assume(number is not None and len(set(number)) > 1)
    return number


@st.composite
def ulns(draw):
    """Built by trying each digit, so that the scheme's own arithmetic is not used to check it."""
    start = draw(nine_digits)
    found = [start + digit for digit in "0123456789" if is_taken(parse_uln, start + digit)]
    assume(found)
    assert len(found) == 1
    return found[0]


def is_taken(parse, text):
    try:
        parse(text)
    except IdentifierError:
        return False
    return True


def changed(text, place, alphabet):
    """Every text that differs from this one in that place alone."""
    others = (letter for letter in alphabet if letter != text[place])
    return [text[:place] + letter + text[place + 1 :] for letter in others]


def swapped(text, place):
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


SCHEMES = [(parse_upn, upns), (parse_nhs_number, nhs_numbers()), (parse_uln, ulns())]
NAMES = ["UPN", "NHS number", "ULN"]


@pytest.mark.parametrize(("parse", "identifiers"), SCHEMES, ids=NAMES)
@given(data=st.data())
def test_every_single_wrong_digit_is_caught(parse, identifiers, data):
    valid = data.draw(identifiers)
    assert parse(valid) == valid
    for place, character in enumerate(valid):
        if character.isdigit():
            for wrong in changed(valid, place, "0123456789"):
                assert not is_taken(parse, wrong), wrong


@pytest.mark.parametrize(("parse", "identifiers"), SCHEMES, ids=NAMES)
@given(data=st.data())
def test_every_swap_of_two_neighbouring_digits_is_caught(parse, identifiers, data):
    valid = data.draw(identifiers)
    for place in range(len(valid) - 1):
        pair = valid[place : place + 2]
        if pair.isdigit() and pair[0] != pair[1]:
            assert not is_taken(parse, swapped(valid, place)), (valid, place)


@given(upn=st.one_of(upns, temporary_upns()))
def test_every_wrong_check_letter_of_a_upn_is_caught(upn):
    assert parse_upn(upn) == upn
    for wrong in changed(upn, 0, ascii_uppercase):
        with pytest.raises(WrongCheckCharacter):
            parse_upn(wrong)


@given(upn=temporary_upns())
def test_every_wrong_last_letter_of_a_temporary_upn_is_caught(upn):
    for wrong in changed(upn, -1 % len(upn), ascii_uppercase):
        assert not is_taken(parse_upn, wrong)


@given(text=st.text(max_size=20))
def test_whatever_is_taken_is_taken_again_as_it_was_written(text):
    for parse in (parse_upn, parse_nhs_number, parse_uln):
        if is_taken(parse, text):
            assert parse(parse(text)) == parse(text)
