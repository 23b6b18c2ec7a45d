"""Whom a row is about: never two children for one UPN, and namesakes and twins never made one."""

from datetime import timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.people.models import Identifier, Identity, Name
from alongside.foundation.identifiers import upn_check_letter
from alongside.register.models import Child, Relationship
from tests.factories.rolls import NOW, row, upn

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def as_loader(council):
    with connected_as("loader"):
        yield


@pytest.fixture
def new_children(council):
    """How many children there are beside those the council began with."""
    before = Child.objects.count()
    return lambda: Child.objects.count() - before


def holder(number: str):
    return Identifier.objects.get(scheme="upn", value=number).child_id


def test_a_upn_of_another_surname_and_another_birth_date_goes_back_unmerged(alder, birch):
    alder.loads(row(1))
    done = birch.loads(row(1, Legal_Surname="Khan", Date_of_Birth="01/01/2014"))
    assert (done.rejected, done.added, done.taken) == (1, 0, 0)
    assert "This UPN is held by another child" in birch.reasons[0]
    assert Identity.objects.get(child_id=holder(upn(1))).date_of_birth.year == 2015
    assert not Name.objects.filter(surname="Khan").exists()


@pytest.mark.parametrize(
    "cells",
    [
        {"Legal_Surname": "Khan"},
        {"Date_of_Birth": "01/01/2014"},
        {"Legal_Surname": "AMIN", "Date_of_Birth": "01/01/2014"},
    ],
)
def test_a_upn_with_the_forename_and_one_of_both_the_same_is_the_same_child_corrected(
    alder, new_children, cells
):
    alder.loads(row(1))
    done = alder.loads(row(1, **cells), at=LATER)
    assert (done.changed, done.rejected, new_children()) == (1, 0, 1)


def test_the_surname_a_child_uses_is_theirs_too(alder, new_children):
    alder.loads(row(1, Preferred_Forename="Zed") | {"Preferred Forename": "Zed"})
    Name.objects.filter(kind="preferred").update(surname="Khan")
    alder.loads(row(1, Legal_Surname="Khan", Date_of_Birth="01/01/2014"), at=LATER)
    assert new_children() == 1


def test_two_rows_with_one_upn_both_go_back(alder, new_children):
    done = alder.loads(row(1), row(1, Legal_Forename="Twin"), row(2))
    assert (done.rejected, done.added, new_children()) == (2, 1, 1)
    assert not Identifier.objects.filter(value=upn(1)).exists()


def test_a_pupil_without_a_upn_is_the_same_pupil_next_time(alder, new_children):
    alder.loads(row(1, UPN=""))
    assert alder.loads(row(1, UPN=""), at=LATER).added == 0
    assert new_children() == 1


def test_a_pupil_who_had_no_upn_is_given_the_one_that_comes(alder, new_children):
    alder.loads(row(1, UPN=""))
    done = alder.loads(row(1, Legal_Surname="amin"), at=LATER)
    assert (done.added, done.changed, new_children()) == (0, 1, 1)
    assert alder.loads(row(1, Legal_Surname="amin"), at=LATER).changed == 0


def test_a_pupil_without_a_upn_who_left_and_comes_back_is_the_same(alder, new_children):
    alder.loads(row(1, UPN=""))
    alder.loads(row(1, UPN="", Date_of_Leaving="20/11/2026"))
    assert alder.loads(row(1, UPN=""), at=LATER).rejoined == 1
    assert new_children() == 1


def test_at_another_school_the_same_name_and_birth_date_is_another_child(
    alder, birch, new_children
):
    alder.loads(row(1, UPN=""))
    assert birch.loads(row(1, UPN="")).added == 1
    assert new_children() == 2


def test_a_namesake_born_the_same_day_with_a_upn_of_their_own_is_another_child(alder, new_children):
    same = {"Legal_Forename": "Zoe", "Legal_Surname": "O'Neill"}
    alder.loads(row(1, **same), row(2, **same))
    assert alder.loads(row(1, **same), row(2, **same), at=LATER).changed == 0
    assert new_children() == 2


def test_a_namesake_without_a_upn_beside_one_who_has_one_is_another_child(alder, new_children):
    same = {"Legal_Forename": "Zoe"}
    alder.loads(row(1, **same))
    rows = row(1, **same), row(2, UPN="", **same)
    assert alder.loads(*rows, at=LATER).added == 1
    assert alder.loads(*rows, at=LATER).added == 0
    assert new_children() == 2


def temporary_upn(serial: int) -> str:
    body = f"999200120{serial:02}A"
    return upn_check_letter(body) + body


def test_a_temporary_upn_gives_way_to_the_permanent_one(alder, new_children):
    alder.loads(row(1, UPN=temporary_upn(1)))
    done = alder.loads(row(1), at=LATER)
    assert (done.added, done.changed, new_children()) == (0, 1, 1)
    assert holder(temporary_upn(1)) == holder(upn(1))


def test_a_pupil_on_roll_with_a_upn_is_not_doubled_by_a_row_without_one(alder, new_children):
    alder.loads(row(1))
    done = alder.loads(row(1, UPN=""), at=LATER)
    assert (done.rejected, done.added, new_children()) == (1, 0, 1)
    assert "is on roll here with a UPN" in alder.reasons[0]


def test_a_namesake_of_one_with_a_temporary_upn_in_the_same_file_is_another_child(
    alder, new_children
):
    same = {"Legal_Forename": "Zoe"}
    alder.loads(row(1, UPN=temporary_upn(1), **same))
    alder.loads(row(1, UPN=temporary_upn(1), **same), row(2, **same), at=LATER)
    assert new_children() == 2


def test_two_namesakes_without_a_upn_both_go_back_and_the_rest_stay(alder, new_children):
    done = alder.loads(
        row(1, UPN="", Legal_Forename="Zoe"), row(2, UPN="", Legal_Forename="Zoë"), row(3)
    )
    assert (done.rejected, done.added, new_children()) == (2, 1, 1)
    assert all("give each a UPN" in reason for reason in alder.reasons)


def test_a_row_is_not_one_of_two_namesakes_on_roll_who_have_no_upn(alder, new_children):
    alder.loads(row(1, Legal_Forename="Zoe"), row(2, Legal_Forename="Zoe"))
    Identifier.objects.all().delete()
    done = alder.loads(row(3, UPN="", Legal_Forename="Zoe"), at=LATER)
    assert (done.rejected, new_children()) == (1, 2)
    assert "Two pupils of this school have this name" in alder.reasons[0]
    assert alder.loads(row(3, Legal_Forename="Zoe"), at=LATER).added == 1


def test_twins_are_two_children(alder, new_children):
    alder.loads(row(1, Legal_Forename="Ann"), row(2, Legal_Forename="Ben"))
    alder.loads(row(3, Legal_Forename="Cas", UPN=""), row(4, Legal_Forename="Des", UPN=""))
    alder.loads(
        row(3, Legal_Forename="Cas", UPN=""), row(4, Legal_Forename="Des", UPN=""), at=LATER
    )
    assert new_children() == 4


def test_two_rows_for_a_child_who_has_had_two_upns_both_go_back(alder, new_children):
    alder.loads(row(1))
    Identifier.objects.create(child_id=holder(upn(1)), scheme="upn", value=upn(2))
    done = alder.loads(row(1), row(2, Legal_Forename="Pupil b"), at=LATER)
    assert (done.rejected, done.changed, new_children()) == (2, 0, 1)
    assert "Lines 2 and 3 are about one child" in alder.reasons[0]


ANNA = {"Legal_Forename": "Anna", "Legal_Surname": "Smith", "Date_of_Birth": "02/02/2015"}
EVE = {"Legal_Forename": "Eve", "Legal_Surname": "Smith", "Date_of_Birth": "03/03/2018"}
ANNAS_TWIN = ANNA | {"Legal_Forename": "Beth"}


def names_of(number: str):
    return Name.objects.filter(child_id=holder(number)).values_list("forename", "surname")


@pytest.mark.parametrize(
    "cells",
    [
        {"Legal_Forename": "Mohammed", "Date_of_Birth": "04/04/2019"},  # a surname shared
        {"Legal_Forename": "Mohammed", "Legal_Surname": "Khan"},  # a birth date shared
        {"Legal_Surname": "Khan", "Date_of_Birth": "04/04/2019"},  # a forename shared
        {"Legal_Forename": "Mohammed", "Legal_Surname": "Khan", "Date_of_Birth": "04/04/2019"},
    ],
)
def test_a_upn_mistyped_at_another_school_neither_renames_its_holder_nor_opens_their_record(
    alder, birch, new_children, cells
):
    alder.loads(row(1, **ANNA))
    done = birch.loads(row(1, **(ANNA | cells)))
    assert (done.rejected, done.added, new_children()) == (1, 0, 1)
    assert list(names_of(upn(1))) == [("Anna", "Smith")]
    assert Relationship.objects.filter(child_id=holder(upn(1))).count() == 1


@pytest.mark.parametrize("other", [EVE, ANNAS_TWIN])
def test_two_upns_swapped_between_siblings_or_twins_both_go_back(alder, birch, other):
    alder.loads(row(1, **ANNA), row(2, **other))
    for office in (alder, birch):  # at Birch both would be new
        done = office.loads(row(2, **ANNA), row(1, **other), at=LATER)
        assert (done.rejected, done.changed, done.added) == (2, 0, 0)
    assert list(names_of(upn(1))) == [("Anna", "Smith")]
    assert list(names_of(upn(2))) == [(other["Legal_Forename"], "Smith")]


def test_one_twin_with_the_other_s_upn_goes_back_and_says_what_to_look_at(alder):
    alder.loads(row(1, **ANNA), row(2, **ANNAS_TWIN))
    assert alder.loads(row(2, **ANNA), at=LATER).rejected == 1
    assert "UPNs of two pupils may be swapped" in alder.reasons[0]


@pytest.mark.parametrize(
    "cells",
    [
        {"Legal_Surname": "Okafor"},  # married, or adopted
        {"Legal_Forename": "Ana"},
        {"Date_of_Birth": "02/03/2015"},
        {"Legal_Forename": "Nan", "Date_of_Birth": "02/03/2015"},  # as she is known
    ],
)
def test_what_a_school_corrects_about_its_pupil_is_still_that_pupil(alder, new_children, cells):
    alder.loads(row(1, **ANNA, Preferred_Forename="Nan"), row(2, **EVE))
    done = alder.loads(row(1, **(ANNA | cells), Preferred_Forename="Nan"), at=LATER)
    assert (done.changed, done.rejected, new_children()) == (1, 0, 2)


def test_two_children_of_one_name_only_and_born_one_day_are_not_the_same(alder, birch):
    alder.loads(row(1, **(ANNA | {"Legal_Surname": "-"})))
    assert birch.loads(row(1, **(ANNA | {"Legal_Surname": "-", "Legal_Forename": "Mo"}))).rejected
    assert alder.loads(
        row(1, **(ANNA | {"Legal_Surname": "-", "Date_of_Birth": "02/03/2015"})), at=LATER
    ).changed
