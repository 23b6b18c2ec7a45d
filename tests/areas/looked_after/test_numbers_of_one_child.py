"""A child whom a council has known by two numbers: a person says so, and what was told under both counts."""

from datetime import date, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import TakenBack
from alongside.areas.loads.models import Rejection, UnclearMatch
from alongside.areas.looked_after.models import (
    CareEpisode,
    LookedAfterChild,
    PeriodOfCare,
    ReturnedChild,
)
from alongside.areas.people.models import Identifier
from tests.areas.looked_after.conftest import NOW
from tests.factories.returns import child, episode

UPN = "Y330200012001"
FIRST = {
    "year": 2017,
    "header": [child("100", UPN=UPN)],
    "episodes": [episode("100", DECOM="01/06/2017", DEC="01/08/2017", REC="E4A")],
}
SECOND = {
    "year": 2018,
    "header": [child("200", UPN=UPN)],
    "episodes": [episode("200", DECOM="01/06/2018", DEC="01/08/2018", REC="E4A")],
}
THIRD = {
    "year": 2019,
    "header": [child("200", UPN=UPN)],
    "episodes": [episode("200", DECOM="01/06/2019")],
}
YEARS_TOLD = [date(2017, 6, 1), date(2018, 6, 1), date(2019, 6, 1)]


@pytest.fixture(autouse=True)
def _seeing_everything(council):
    with connected_as("loader"):
        yield


@pytest.fixture
def days(sender, council):
    """Sends one return after another, a day apart; whoever is unclear is said to be the same child."""
    sent = iter(range(1000))

    class Days:
        def sends(self, **files):
            return sender.sends(at=NOW + timedelta(days=next(sent)), **files)

        def are_the_same(self):
            asked = UnclearMatch.objects.filter(judged="")
            assert asked.update(judged="same", judged_by=council.manager, judged_at=NOW)

    return Days()


def periods():
    return list(PeriodOfCare.objects.order_by("known_from").values_list("known_from", flat=True))


def test_a_new_number_for_a_known_child_loses_nothing_of_the_earlier_years(days):
    days.sends(**FIRST)
    days.sends(**SECOND)
    days.are_the_same()
    days.sends(**THIRD)  # told before the second year has been taken up
    days.sends(**SECOND)
    assert periods() == YEARS_TOLD
    assert LookedAfterChild.objects.get().number == "200"
    assert not TakenBack.objects.exists()


def test_who_is_taken_up_after_a_judgement_stays_when_the_next_year_comes(days):
    days.sends(**FIRST)
    days.sends(**SECOND)
    assert periods() == YEARS_TOLD[:1]
    days.are_the_same()
    days.sends(**SECOND)  # the very same files: kept already, and now one more child counts
    assert periods() == YEARS_TOLD[:2]
    days.sends(**THIRD)
    assert periods() == YEARS_TOLD
    assert not TakenBack.objects.exists()


def test_an_earlier_year_under_the_old_number_leaves_what_the_new_one_told(days):
    days.sends(**FIRST)
    days.sends(**SECOND)
    days.are_the_same()
    days.sends(**SECOND)
    corrected = [episode("100", DECOM="01/07/2017", DEC="01/08/2017", REC="E4A")]
    days.sends(**{**FIRST, "episodes": corrected})
    assert periods() == [date(2017, 7, 1), date(2018, 6, 1)]
    assert LookedAfterChild.objects.get().number == "200"


@pytest.mark.parametrize("numbers", [("100", "200"), ("200", "100")])
@pytest.mark.parametrize("batch", [1, 1000])
def test_of_two_numbers_in_one_return_one_counts_and_the_other_is_sent_back(days, numbers, batch):
    days.sends(**FIRST)
    [child_id] = LookedAfterChild.objects.values_list("child_id", flat=True)
    Identifier.objects.create(child_id=child_id, scheme="case_number", value="999/200")
    assert Identifier.objects.filter(scheme="case_number", value="999/100").exists()
    both = {
        "year": 2018,
        "header": [child(n) for n in numbers],
        "episodes": [episode(n, DECOM=f"0{n[0]}/06/2018") for n in numbers],
    }
    first, second = numbers
    for _ in range(2):  # the same again changes nothing, whichever came first
        days.sends(batch=batch, **both)
        assert periods() == [date(2017, 6, 1), date(2018, 6, int(first[0]))]
        assert list(ReturnedChild.objects.filter(year=2018).values_list("number")) == [(first,)]
        rejection = Rejection.objects.latest("load__started_at")
        assert (rejection.unit, rejection.column) == (second, "header.csv, CHILD")
        assert f"the same child as {first}" in rejection.reason
    assert not TakenBack.objects.exists()


def test_a_complete_return_under_the_new_number_takes_out_the_old_and_not_the_child(days):
    days.sends(**{**FIRST, "year": 2018})
    days.sends(**SECOND)
    days.are_the_same()
    days.sends(**SECOND, complete=True)
    assert periods() == YEARS_TOLD[1:2]
    assert [row.began_on for row in CareEpisode.objects.all()] == YEARS_TOLD[1:2]
    assert ReturnedChild.objects.get().number == "200"
