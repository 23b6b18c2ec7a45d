"""Help, and answers owed, of a team in which nobody is left: the hub has them back, and asks another."""

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound
from alongside.access.ties import involved_with
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions as front_door
from alongside.areas.front_door import queries as front_door_queries
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions, queries
from alongside.areas.plans.models import Help, Meeting
from alongside.jobs.watching import watch_empty_teams, watch_leads
from alongside.register.models import Posting, Relationship, User
from tests.areas.plans.conftest import days, deliver, offer
from tests.areas.plans.test_nothing_is_left_alone import leave, owe
from tests.factories.council import make_posting


def everybody_leaves(helping, *, at=None) -> None:
    for posting in (helping.manager, helping.worker, helping.colleague):
        leave(posting, at=at or days(2))


def watch(*, at=None) -> int:
    with connected_as("worker"):
        return watch_empty_teams(at=at or days(2))


def standing(helping) -> dict:
    with acting_as(helping.council.screener.id, at=days(3)) as hub:
        rows = front_door_queries.team_queue(hub, now=days(3))
        return {row.request_id: row.standing_words for row in rows}


def hand_on(helping, request_id, team, *, at=None):
    with acting_as(helping.council.screener.id, at=at or days(3)) as hub:
        return front_door.hand_on_again(
            request_id=request_id, team_id=team.id, words="Nobody is left there.", by=hub,
            at=at or days(3),
        )  # fmt: skip


def under_way(helping) -> None:
    helping.accept()
    helping.lead()
    planned = actions.Planned(kind="core_group", starts_at=days(30), place="Room 3")
    with acting_as(helping.worker.id, at=days(1)) as worker:
        actions.plan_meeting(
            meeting_id=helping.request_id, help_id=helping.help_id, planned=planned, by=worker,
            at=days(1),
        )  # fmt: skip


@pytest.mark.parametrize(
    "begin",
    [lambda _: None, lambda h: h.accept(), under_way],
    ids=["offered", "accepted", "active"],
)
def test_help_of_a_team_in_which_nobody_is_left_is_back_with_the_hub_once(helping, begin):
    begin(helping)
    assert watch(at=days(1)) == 0
    everybody_leaves(helping)
    assert (watch(), watch()) == (1, 0)
    deliver(days(2))
    help_ = helping.help_()
    assert (help_.state, help_.lead_id, help_.returned_at) == ("returned", None, days(2))
    assert standing(helping) == {
        helping.request_id: "Nobody is left in Mill Lane family help: hand on"
    }
    with connected_as("loader"):
        told = Delivery.objects.get(event_kind="request_returned", channel="inbox")
        assert (told.team, told.state) == (helping.council.hub, "delivered")
        assert not Clock.objects.filter(subject_id=help_.id, state="running").exists()
        assert not Meeting.objects.filter(state="planned").exists()
        ties = Relationship.objects.filter(kind__in=("allocated", "plan_member"), ends_at=None)
        assert not ties.exists()


def test_it_is_handed_on_to_another_team_or_to_the_same_once_somebody_is_there_again(helping):
    everybody_leaves(helping)
    watch()
    with pytest.raises(front_door.DecisionIncomplete):
        hand_on(helping, helping.request_id, helping.team)
    with connected_as("loader"):
        make_posting(helping.team, "lead_practitioner", "Kim New")
    help_id = hand_on(helping, helping.request_id, helping.team)
    assert standing(helping) == {}
    assert watch(at=days(4)) == 0
    with connected_as("loader"):
        assert Help.objects.get(id=help_id).state == "offered"


def test_somebody_who_is_posted_there_but_may_not_take_help_on_is_nobody(helping):
    everybody_leaves(helping)
    with connected_as("loader"):
        make_posting(helping.team, "virtual_school_head", "Vic Virtual")
    assert watch() == 1


def test_an_answer_that_a_team_without_anybody_owes_is_back_with_the_hub(helping):
    helping.accept()
    request_id = owe(helping)
    everybody_leaves(helping, at=days(4))
    assert (watch(at=days(4)), watch(at=days(4))) == (2, 0)
    assert standing(helping) == dict.fromkeys(
        (helping.request_id, request_id), "Nobody is left in Mill Lane family help: hand on"
    )
    hand_on(helping, request_id, helping.other_team, at=days(5))
    assert set(standing(helping)) == {helping.request_id}
    with connected_as("loader"):
        assert Clock.objects.get(timescale="owed_answer").state == "cancelled"


def test_a_team_that_came_back_later_knows_nothing_of_what_it_gave_back(helping):
    under_way(helping)
    everybody_leaves(helping)
    watch()
    with connected_as("loader"):
        late = make_posting(helping.team, "lead_practitioner", "Kim New")
    with acting_as(late.id, at=days(3)) as viewer:
        assert queries.team_work(viewer, now=days(3)) == []
        with pytest.raises(NotFound):
            actions.end_help(
                help_id=helping.help_id, version=9, reason="needs_met", what_changed="x",
                by=viewer, at=days(3),
            )  # fmt: skip


@pytest.mark.parametrize("how", ["posting", "user"])
def test_who_is_involved_no_longer_names_a_lead_who_has_left(helping, how):
    helping.accept()
    helping.lead()

    def named() -> set[str]:
        with acting_as(helping.council.lead.id, at=days(3)) as lead:
            return {one.person for one in involved_with(lead, helping.council.child.id)} - {""}

    assert named() == {"Hal Worker"}
    with connected_as("loader"):
        if how == "posting":
            Posting.objects.filter(id=helping.worker.id).update(ends_at=days(2))
        else:
            User.objects.filter(id=helping.worker.user_id).update(is_active=False)
    with connected_as("worker"):
        assert watch_leads(at=days(2)) == 1
    assert named() == set()


def test_one_team_s_leavers_touch_no_other_team_s_help(helping):
    other = offer(helping.council, helping.other_team, helping.request_id, at=days(0))
    everybody_leaves(helping)
    assert watch() == 1
    with connected_as("loader"):
        assert Help.objects.get(id=other).state == "offered"
