"""Whom a sender means: found by number, new, or unclear until somebody has looked. No database."""

from datetime import date
from uuid import UUID

import pytest

from alongside.areas.loads.matching import Claim, Held, recognise
from alongside.areas.people.rules import Known

ADA, BEN = UUID(int=1), UUID(int=2)
BORN, OTHER_DAY = date(2015, 5, 4), date(2016, 5, 4)
UPN, OTHER_UPN = "A999200120001", "H999200120002"
NHS, OTHER_NHS = "9434765919", "9434765870"


def known(child_id, forename="Ada", surname="Amin", born=BORN):
    return Known(
        child_id=child_id, date_of_birth=born, sex="female", legal_name=(forename, "", surname),
        used_name=None, address="", postcode="", upns=frozenset(),
    )  # fmt: skip


def held(numbers, *children, **more):
    """What is known where these numbers are held by these children."""
    by_child = {}
    for number, child_id in numbers.items():
        by_child.setdefault(child_id, set()).add(number)
    return Held(holders=numbers, known={c.child_id: c for c in children}, numbers=by_child, **more)


def claim(**given):
    return Claim(**{"key": "1", "case_number": "999/1", "date_of_birth": BORN} | given)


NOBODY = held({})
ADA_BY_UPN = held({("upn", UPN): ADA}, known(ADA))
ADA_OF_COUNCIL = held({("upn", UPN): ADA, ("case_number", "999/1"): ADA}, known(ADA))
ADA_FOR_NOW = held({("upn", "A99920012000A"): ADA, ("case_number", "999/1"): ADA}, known(ADA))
ADA_BY_ANOTHER = held({("upn", UPN): ADA, ("case_number", "999/7"): ADA}, known(ADA))
ADA_ELSEWHERE = held({("upn", UPN): ADA, ("case_number", "996/7"): ADA}, known(ADA))
ADA_WITH_NHS = held({("upn", UPN): ADA, ("nhs_number", NHS): ADA}, known(ADA))
ADA_AND_BEN = held({("upn", UPN): ADA, ("nhs_number", NHS): BEN}, known(ADA), known(BEN))
NAMESAKE = held({}, known(ADA), namesakes={(("ada", "amin"), BORN): [ADA]})
NUMBERED_NAMESAKE = Held(
    holders={}, known={ADA: known(ADA)}, numbers={ADA: {("upn", OTHER_UPN)}},
    namesakes={(("ada", "amin"), BORN): [ADA]},
)  # fmt: skip
NAMED = {"forename": "Ada", "surname": "AMIN"}


@pytest.mark.parametrize(
    ("told", "here", "child", "code"),
    [
        pytest.param(claim(upn=UPN), NOBODY, None, "", id="nobody holds the number: somebody new"),
        pytest.param(claim(upn=UPN), ADA_BY_UPN, ADA, "", id="the holder of the UPN"),
        pytest.param(claim(), ADA_OF_COUNCIL, ADA, "", id="the council's own number alone"),
        pytest.param(
            claim(upn=UPN, date_of_birth=None), ADA_BY_UPN, ADA, "", id="a birth date not told"
        ),
        pytest.param(
            claim(upn=UPN, date_of_birth=OTHER_DAY), ADA_BY_UPN, None, "other_birth",
            id="the holder was born on another day",
        ),
        pytest.param(
            claim(upn=UPN, date_of_birth=OTHER_DAY), ADA_OF_COUNCIL, ADA, "",
            id="a council corrects the birth date of its own child",
        ),
        pytest.param(
            claim(upn=OTHER_UPN, date_of_birth=OTHER_DAY), ADA_OF_COUNCIL, None, "reused_number",
            id="an old number with another birth date and another UPN is a new child's",
        ),
        pytest.param(
            claim(upn=OTHER_UPN), ADA_OF_COUNCIL, ADA, "", id="a new UPN alone is their own"
        ),
        pytest.param(
            claim(upn=OTHER_UPN, date_of_birth=OTHER_DAY), ADA_FOR_NOW, ADA, "",
            id="a UPN that stood in until there was another says nothing",
        ),
        pytest.param(
            claim(upn=UPN), ADA_BY_ANOTHER, None, "other_number", id="known by another own number"
        ),
        pytest.param(
            claim(upn=UPN), ADA_ELSEWHERE, ADA, "", id="another council has a number of its own"
        ),
        pytest.param(
            claim(upn=UPN, nhs_number=OTHER_NHS), ADA_WITH_NHS, None, "other_nhs_number",
            id="an NHS number is for life",
        ),
        pytest.param(
            claim(upn=UPN, nhs_number=NHS), ADA_AND_BEN, None, "two_children", id="two children's numbers"
        ),
        pytest.param(
            claim(upn=UPN, forename="Zed", surname="Zane", date_of_birth=BORN), ADA_BY_UPN, None,
            "other_name", id="another name",
        ),
        pytest.param(
            claim(upn=UPN, date_of_birth=OTHER_DAY, **NAMED), ADA_BY_UPN, ADA, "",
            id="both names are theirs, so a birth date is corrected",
        ),
        pytest.param(claim(**NAMED), NAMESAKE, None, "namesake", id="the same name and birth date"),
        pytest.param(claim(), NAMESAKE, None, "", id="a birth date alone is a stranger's"),
        pytest.param(
            claim(upn=UPN, **NAMED), NUMBERED_NAMESAKE, None, "", id="two UPNs are two children"
        ),
        pytest.param(
            claim(key="", case_number=""), NOBODY, None, "no_numbers", id="nothing to know them by"
        ),
    ],
)  # fmt: skip
def test_whom_a_claim_is_about(told, here, child, code):
    [found] = recognise([told], here)
    assert (found.child_id, found.code) == (child, code)
    assert bool(found.reason) is bool(code)
    assert found.is_new is (child is None and not code)


def test_two_children_of_one_file_do_not_share_a_number():
    found = recognise([claim(upn=UPN), claim(key="2", case_number="999/2", upn=UPN)], NOBODY)
    assert [one.code for one in found] == ["twice", "twice"]


def test_the_new_numbers_of_a_known_child_are_told():
    [found] = recognise([claim(upn=UPN, nhs_number=NHS)], ADA_BY_UPN)
    assert found.new_numbers == (("nhs_number", NHS), ("case_number", "999/1"))


@pytest.mark.parametrize(
    ("judged", "child", "code"), [("same", ADA, ""), ("other", None, "not_theirs")]
)
def test_what_somebody_decided_holds_while_the_sender_tells_the_same(judged, child, code):
    told = claim(upn=UPN, date_of_birth=OTHER_DAY)
    decided = {judged: {(told.digest, ADA)}}
    here = held({("upn", UPN): ADA}, known(ADA), **decided)
    [found] = recognise([told], here)
    assert (found.child_id, found.code) == (child, code)
    [changed] = recognise([claim(upn=UPN, date_of_birth=date(2017, 1, 1))], here)
    assert changed.code == "other_birth"


@pytest.mark.parametrize(("judged", "child"), [("same", ADA), ("other", None)])
def test_a_namesake_is_the_child_or_somebody_new_once_somebody_said_so(judged, child):
    told = claim(**NAMED)
    namesakes = {(("ada", "amin"), BORN): [ADA]}
    here = held({}, known(ADA), namesakes=namesakes, **{judged: {(told.digest, ADA)}})
    [found] = recognise([told], here)
    assert (found.child_id, found.reason) == (child, "")
