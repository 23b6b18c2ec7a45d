"""Identifiers as they arrive, as we write them, and what the school office is told if wrong."""

import pytest

from alongside.foundation.identifiers import (
    Placeholder,
    WrongCheckCharacter,
    WrongShape,
    make_nhs_number,
    make_upn,
    parse_dfe_number,
    parse_nhs_number,
    parse_ods_code,
    parse_postcode,
    parse_uln,
    parse_upn,
    parse_uprn,
    parse_urn,
)


@pytest.mark.parametrize(
    ("parse", "text", "written"),
    [
        (parse_upn, "Y330200012001", "Y330200012001"),
        (parse_upn, " y3302 0001 2001 ", "Y330200012001"),
        (parse_upn, "J33020001200A", "J33020001200A"),  # a temporary one
        (parse_nhs_number, "9434765919", "9434765919"),
        (parse_nhs_number, "943 476 5919", "9434765919"),
        (parse_nhs_number, "943-476-5919", "9434765919"),
        (parse_uln, "1000000426", "1000000426"),
        (parse_urn, " 100000", "100000"),
        (parse_dfe_number, "201/3614", "201/3614"),
        (parse_dfe_number, "2013614", "201/3614"),
        (parse_dfe_number, "201 3614", "201/3614"),
        (parse_postcode, "sw1a1aa", "SW1A 1AA"),
        (parse_postcode, "SW1A\u00a01AA", "SW1A 1AA"),
        (parse_postcode, " m1  1ae", "M1 1AE"),
        (parse_postcode, "ZZ99 3VZ", "ZZ99 3VZ"),  # no fixed abode
        (parse_uprn, "100022936607", "100022936607"),
        (parse_uprn, "000005088037", "5088037"),
        (parse_ods_code, "a81001", "A81001"),
        (parse_ods_code, "RRV", "RRV"),
    ],
)
def test_an_identifier_is_written_one_way_however_it_arrives(parse, text, written):
    assert parse(text) == written


@pytest.mark.parametrize(
    ("parse", "text", "error", "words"),
    [
        (parse_upn, "Y33020001200", WrongShape, "13 characters and this has 12"),
        (parse_upn, "", WrongShape, "this has 0"),
        (parse_upn, "Y33O200012001", WrongShape, "a letter and 12 digits"),
        (parse_upn, "J33020001200I", WrongShape, "never I, O or S"),
        (parse_upn, "A330200012001", WrongCheckCharacter, "first letter of the UPN"),
        (parse_upn, "J33020001200B", WrongCheckCharacter, "first letter of the UPN"),
        (parse_nhs_number, "943476591", WrongShape, "has 9 digits, and must have 10"),
        (parse_nhs_number, "943476591X", WrongShape, "10 digits and nothing else"),
        (parse_nhs_number, "9434765918", WrongCheckCharacter, "last digit of the NHS number"),
        (parse_nhs_number, "0000000000", Placeholder, "one digit repeated"),
        (parse_nhs_number, "1111111111", Placeholder, "one digit repeated"),
        (parse_nhs_number, "\u0669434765919", WrongShape, "10 digits"),  # an Arabic-Indic nine
        (parse_uln, "1000000427", WrongCheckCharacter, "last digit of the ULN"),
        (parse_uln, "100000042", WrongShape, "has 9 digits"),
        (parse_uln, "0000000000", Placeholder, "one digit repeated"),
        (parse_urn, "012345", WrongShape, "the first not 0"),
        (parse_urn, "1000001", WrongShape, "6 digits"),
        (parse_dfe_number, "201/361", WrongShape, "201/3614"),
        (parse_dfe_number, "201//3614", WrongShape, "201/3614"),
        (parse_postcode, "SW1A", WrongShape, "full UK postcode"),
        (parse_postcode, "SW1A IAA", WrongShape, "I instead of 1"),
        (parse_postcode, "12345", WrongShape, "full UK postcode"),
        (parse_uprn, "1234567890123", WrongShape, "at most 12 digits"),
        (parse_uprn, "0", WrongShape, "at most 12 digits"),
        (parse_ods_code, "RR", WrongShape, "3 to 6"),
        (parse_ods_code, "RR-1", WrongShape, "3 to 6"),
    ],
)
def test_what_is_wrong_is_said_and_the_value_is_never_repeated(parse, text, error, words):
    with pytest.raises(error, match=words) as refused:
        parse(text)
    if len(text) > len("SW1A 1AA"):
        assert text not in str(refused.value)


def test_a_uln_whose_weighted_sum_leaves_nothing_has_no_check_digit():
    nine_digits = "100000006"  # 1 x 10 + 6 x 2 = 22
    for check in "0123456789":
        with pytest.raises(WrongCheckCharacter):
            parse_uln(nine_digits + check)


@pytest.mark.parametrize("digits", ["943476591", "400000000", "999000001"])
def test_an_nhs_number_made_from_nine_digits_is_valid_and_begins_with_them(digits):
    made = make_nhs_number(digits)
    assert made is not None
    assert parse_nhs_number(made) == made
    assert made.startswith(digits)


def test_some_nine_digits_begin_no_nhs_number():
    none = [n for n in range(400_000_000, 400_000_110) if make_nhs_number(str(n)) is None]
    assert len(none) == 10
    with pytest.raises(WrongShape):
        make_nhs_number("12345678")


def test_a_upn_made_for_a_pupil_holds_authority_school_year_and_serial():
    assert make_upn(la="330", establishment="2000", year=2012, serial=1) == "Y330200012001"
    assert make_upn(la="201", establishment="27", year=2009, serial=7)[1:] == "201002709007"
    with pytest.raises(WrongShape):
        make_upn(la="330", establishment="2000", year=2012, serial=1000)
