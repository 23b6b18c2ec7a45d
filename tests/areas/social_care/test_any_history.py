"""Whatever a council told before: a census of the same year that is sent again leaves what it says, and no more."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.access.context import connected_as
from alongside.areas.social_care.rules.checking import check
from alongside.areas.social_care.rules.folding import is_open, standing, with_what_was_held
from alongside.areas.social_care.rules.happening import happenings
from tests.factories.census import NOW, Sender, child, episode
from tests.factories.council import make_council
from tests.factories.standing import emptied, state

FIRST = date(2019, 1, 1)
days = st.integers(0, 1100).map(lambda n: (FIRST + timedelta(days=n)).isoformat())


@st.composite
def episodes(draw):
    """An episode whose days are in order."""
    referred = draw(days)
    later = st.integers(0, 80).map(
        lambda n: (date.fromisoformat(referred) + timedelta(days=n)).isoformat()
    )
    told = {}
    if draw(st.booleans()):
        told["CINclosureDate"] = draw(later)
    if draw(st.booleans()):
        told["Assessments"] = [{"AssessmentActualStartDate": draw(later)}]
    if draw(st.booleans()):
        begun = draw(later)
        plan = {"CPPstartDate": begun, "CPPreviewDate": [begun] if draw(st.booleans()) else []}
        told["ChildProtectionPlans"] = [
            plan | {"InitialCategoryOfAbuse": draw(st.sampled_from(["NEG", "EMO"]))}
        ]
    return episode(referred, PrimaryNeedCode=draw(st.sampled_from(["N1", "N2"])), **told)


def children():
    one = st.lists(episodes(), min_size=1, max_size=3, unique_by=lambda e: e["CINreferralDate"])
    some = st.dictionaries(st.sampled_from(["A", "B", "C"]), one, min_size=1)
    return some.map(lambda told: [child(number, *held) for number, held in sorted(told.items())])


@pytest.fixture
def council(db):
    return make_council()


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(children(), max_size=2), after=children())
def test_the_last_census_of_a_year_says_what_stands(before, after, council, tmp_path):
    sender = Sender(tmp_path, council.authority)
    with emptied():
        sender.loads(*after)
        with connected_as("loader"):
            alone = state()
    with emptied():
        for turn, told in enumerate([*before, after]):
            sender.loads(*told, at=NOW + timedelta(minutes=turn))
        with connected_as("loader"):
            assert state() == alone


# The same rules without a database, many times over. ---


@given(told=children())
def test_what_is_told_in_full_is_taken_in_full(told):
    for one in told:
        done = check(one, year=2022, latest=date(2022, 3, 31))
        assert done.problems == []
        assert sum(h.kind == "referral_made" for h in happenings(done.record)) == len(
            one["CINdetails"]
        )


@given(before=episodes(), after=episodes())
def test_of_two_years_everything_over_stands_and_the_newer_says_how(before, after):
    old, new = child("A", before), child("A", after)
    now = standing({2021: old, 2022: new})
    told = {one["CINreferralDate"] for one in (before, after) if one is after or not is_open(one)}
    assert [e["CINreferralDate"] for e in now["CINdetails"]] == sorted(told)
    [kept] = [e for e in now["CINdetails"] if e["CINreferralDate"] == after["CINreferralDate"]]
    assert kept["PrimaryNeedCode"] == after["PrimaryNeedCode"]


@given(held=episodes(), told=episodes())
def test_what_is_sure_takes_the_place_of_what_was_held(held, told):
    assert with_what_was_held(child("A", told), child("A", held), set())["CINdetails"] == [told]
