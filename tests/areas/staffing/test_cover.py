"""Colleagues cover for one another: who is away, who may say so, and what may be taken on meanwhile."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.chronology.models import Event
from alongside.areas.front_door import actions, queries
from alongside.areas.staffing.actions import say_away, say_back
from alongside.areas.staffing.models import Away
from alongside.areas.staffing.queries import away_now
from alongside.register.models import Posting, User
from tests.areas.front_door.test_telling_to_told import FRIDAY, acknowledge, send
from tests.factories.council import Council, make_council

LATER = FRIDAY + timedelta(minutes=20)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def away(council, posting, *, by, at=LATER) -> None:
    with acting_as(by.id, at=at) as viewer:
        say_away(posting_id=posting.id, by=viewer, at=at)


def test_a_request_held_by_somebody_who_is_away_may_be_taken_on_by_any_colleague(council):
    request_id = send(council)
    acknowledge(request_id, council.screener, at=LATER)
    with pytest.raises(actions.HeldByAnother):
        acknowledge(request_id, council.social_worker, at=LATER)
    away(council, council.screener, by=council.social_worker)
    with acting_as(council.social_worker.id, at=LATER) as hub:
        [row] = queries.team_queue(hub, now=LATER)
        assert (row.held_by, row.holder_away) == ("Dee Screener", True)
    acknowledge(request_id, council.social_worker, at=LATER)
    with acting_as(council.social_worker.id, at=LATER) as hub:
        [row] = queries.team_queue(hub, now=LATER)
        assert (row.held_by_viewer, row.holder_away) == (True, False)
    with connected_as("loader"):
        assert Event.objects.filter(kind="request_claimed").count() == 1


def test_whoever_is_back_holds_what_they_held(council):
    request_id = send(council)
    acknowledge(request_id, council.screener, at=LATER)
    away(council, council.screener, by=council.screener)
    with acting_as(council.screener.id, at=LATER + timedelta(minutes=1)) as viewer:
        say_back(posting_id=council.screener.id, by=viewer, at=LATER + timedelta(minutes=1))
        say_back(posting_id=council.screener.id, by=viewer, at=LATER + timedelta(minutes=2))
    with pytest.raises(actions.HeldByAnother):
        acknowledge(request_id, council.social_worker, at=LATER + timedelta(minutes=3))
    with connected_as("loader"):
        kinds = Event.objects.filter(kind__startswith="colleague").order_by("occurred_at")
        assert list(kinds.values_list("kind", "part", "child_id")) == [
            ("colleague_away", "audit", None), ("colleague_back", "audit", None),
        ]  # fmt: skip


def test_said_twice_is_once(council):
    away(council, council.screener, by=council.screener)
    away(council, council.screener, by=council.manager)
    with connected_as("loader"):
        assert Away.objects.count() == 1
        assert Event.objects.filter(kind="colleague_away").count() == 1


def test_the_team_is_listed_with_who_is_away_first(council):
    away(council, council.manager, by=council.screener)
    with acting_as(council.screener.id, at=LATER) as hub:
        team = away_now(hub, now=LATER)
    assert [(one.name, one.away_since is not None) for one in team] == [
        ("Fay Manager", True), ("Dee Screener", False), ("Eli Worker", False),
    ]  # fmt: skip


def test_nobody_says_it_of_another_team_and_a_school_says_it_of_nobody(council):
    with acting_as(council.screener.id, at=LATER) as hub, pytest.raises(NotFound):
        say_away(posting_id=council.lead.id, by=hub, at=LATER)
    with acting_as(council.lead.id, at=LATER) as school, pytest.raises(NotPermitted):
        say_away(posting_id=council.lead.id, by=school, at=LATER)


@pytest.mark.parametrize("gone", ["has left", "may not sign in"])
def test_what_somebody_held_who_is_gone_stays_free_to_take_on(council, gone):
    request_id = send(council)
    acknowledge(request_id, council.screener, at=LATER)
    with connected_as("loader"):
        if gone == "has left":
            Posting.objects.filter(id=council.screener.id).update(ends_at=LATER)
        else:
            User.objects.filter(id=council.screener.user_id).update(is_active=False)
    acknowledge(request_id, council.social_worker, at=LATER + timedelta(minutes=1))
    with acting_as(council.social_worker.id, at=LATER + timedelta(minutes=1)) as hub:
        assert queries.request_for_hub(hub, request_id, now=LATER).row.held_by_viewer


def test_no_connection_says_it_of_somebody_in_another_team(council):
    def said_of(posting) -> None:
        with acting_as(council.screener.id, at=LATER), transaction.atomic():
            Away(
                posting_id=posting.id, said_by_id=council.screener.id, starts_at=LATER
            ).save(force_insert=True)  # fmt: skip

    said_of(council.social_worker)
    with pytest.raises(ProgrammingError, match="row-level security"):
        said_of(council.lead)
