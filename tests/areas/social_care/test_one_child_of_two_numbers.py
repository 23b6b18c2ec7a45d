"""A census that tells of fewer, or knows a child by another number, than the one before it."""

from datetime import date, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.people.models import Identifier
from alongside.areas.social_care.actions import TooManyLeftOut
from alongside.areas.social_care.models import CensusReturn, Characteristics, Referral
from alongside.register.models import Organisation
from tests.factories.census import NOW, Sender, child, episode
from tests.factories.council import make_council
from tests.factories.standing import shown

HOUR = timedelta(hours=1)
CLOSED = episode("2021-05-04", CINclosureDate="2021-09-01")


@pytest.fixture
def council(db):
    return make_council()


@pytest.fixture
def sender(council, tmp_path):
    return Sender(tmp_path, council.authority)


@pytest.fixture
def seen(sender):
    """Look at the rows as the loader does."""
    with connected_as("loader"):
        yield


def judged_the_same(number):
    """Somebody has said that the child of C1 has this number too."""
    held = Identifier.objects.get(value="999/C1")
    Identifier.objects.create(child=held.child, scheme="case_number", value=f"999/{number}")


def test_the_second_number_of_a_child_takes_the_place_of_the_first(sender, seen):
    sender.loads(child("C1", CLOSED))
    judged_the_same("C2")
    for turn, changed in ((1, 1), (2, 0)):  # the number itself is part of what the return says
        done = sender.loads(child("C2", CLOSED), at=NOW + turn * HOUR)
        assert (done.taken, done.changed, done.ended, done.rejected) == (1, changed, 0, 0)
    assert CensusReturn.objects.get().number == "C2"
    assert shown() == [("2021-05-04", "referral_made"), ("2021-09-01", "referral_closed")]


@pytest.mark.parametrize("batch", [1, 1000])
def test_of_two_numbers_of_one_child_in_a_file_the_one_held_is_taken(sender, seen, batch):
    sender.loads(child("C1", CLOSED))
    judged_the_same("C2")
    both = (child("C2", episode("2021-10-01")), child("C1", CLOSED))
    for turn in (1, 2):
        done = sender.loads(*both, at=NOW + turn * HOUR, batch=batch)
        assert (done.taken, done.ended, done.rejected) == (1, 0, 1)
    back = Rejection.objects.filter(load_id=done.load_id).get()
    assert (back.column, back.value) == ("LAchildID", "C2")
    assert Referral.objects.get().referred_on == date(2021, 5, 4)


def test_years_under_two_numbers_stand_together(sender, seen):
    sender.loads(child("C1", CLOSED))
    judged_the_same("C2")
    sender.loads(child("C2", episode("2022-06-01")), at=NOW + HOUR, year=2023)
    assert [day for day, _ in shown()] == ["2021-05-04", "2021-09-01", "2022-06-01"]


def test_a_file_that_leaves_out_more_than_a_fifth_is_refused_unless_that_is_meant(sender, seen):
    sender.loads(*(child(f"C{n}") for n in range(5)))
    with pytest.raises(TooManyLeftOut, match="leaves out 2 of the 5 children"):
        sender.loads(*(child(f"C{n}") for n in range(3)), at=NOW + HOUR, many_meant=False)
    assert Load.objects.latest("started_at").state == "refused"
    assert CensusReturn.objects.count() == 5
    four = [child(f"C{n}") for n in range(4)]
    assert sender.loads(*four, at=NOW + 2 * HOUR, many_meant=False).ended == 1
    assert sender.loads(child("C0"), at=NOW + 3 * HOUR).ended == 3


@pytest.mark.parametrize("number", ["x" * 41, "C\u200b1"])
def test_a_number_that_cannot_be_one_leaves_everybody_in(sender, seen, number):
    sender.loads(child("C1"), child("C2"))
    done = sender.loads(child("C2"), child(number), at=NOW + HOUR)
    assert (done.ended, done.rejected) == (0, 1)


def test_what_another_council_tells_of_a_child_stands_again_where_ours_is_withdrawn(
    council, sender, seen, tmp_path
):
    told = {"UPN": "Y330200012001"}
    Organisation.objects.create(authority=council.elsewhere, kind="local_authority", name="Next")
    there = Sender(tmp_path, council.elsewhere)
    code = council.elsewhere.dfe_code
    there.loads(child("X9", Ethnicity="WIRI", **told), authority=code)
    sender.loads(child("C1", Ethnicity="WBRI", **told), child("C2"), at=NOW + HOUR)
    sender.loads(child("C2"), at=NOW + 2 * HOUR)
    ours = Referral.objects.get(authority=council.elsewhere).child_id
    assert Characteristics.objects.get(child_id=ours).ethnicity == "WIRI"


def test_a_case_whose_new_closure_is_mistyped_stays_as_the_year_before_left_it(sender, seen):
    sender.loads(child("C1", episode("2021-05-04")))
    wrong = episode("2021-05-04", CINclosureDate="2020-01-01")
    sender.loads(child("C1", wrong, episode("2022-05-04")), at=NOW + HOUR, year=2023)
    assert [day for day, _ in shown()] == ["2021-05-04", "2022-05-04"]
