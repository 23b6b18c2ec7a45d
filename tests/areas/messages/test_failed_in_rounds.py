"""What failed for want of a reader is looked at so many at a time, and comes round to each."""

from datetime import timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.messages.actions import FailedRound, try_again_where_somebody_came
from alongside.areas.messages.models import Delivery
from alongside.foundation.ids import new_id
from alongside.register.models import Team
from tests.areas.front_door.test_telling_to_told import FRIDAY, send
from tests.factories.council import make_council

NOW = FRIDAY + timedelta(hours=1)


@pytest.fixture
def council(db):
    council = make_council()
    send(council)
    return council


def fail(team, number: int) -> None:
    """So many messages, about no child, that nobody in this team could read."""
    with connected_as("loader"):
        Delivery.objects.all().delete()
        for _ in range(number):
            Delivery.objects.create(
                authority_id=team.organisation.authority_id, event_id=new_id(), event_kind="draft_unsent",
                part="pointer", team_id=team.id, channel="inbox", state="failed", failure="no_live_reader",
                happened_at=FRIDAY, next_try_at=FRIDAY,
            )  # fmt: skip


def look(of: FailedRound, most: int) -> int:
    with connected_as("worker"):
        return try_again_where_somebody_came(at=NOW, of=of, most=most)


def test_each_is_looked_at_in_its_turn_and_then_the_round_begins_again(council):
    fail(council.school, 5)
    of = FailedRound()
    assert [look(of, 2) for _ in range(4)] == [2, 2, 1, 0]
    with connected_as("loader"):
        assert Delivery.objects.filter(state="waiting").count() == 5


def test_those_whom_nobody_can_read_hold_up_no_others(council):
    with connected_as("loader"):
        empty = Team.objects.create(
            organisation=council.school.organisation, kind="safeguarding_team", name="Nobody"
        )
    fail(empty, 3)
    of = FailedRound()
    assert [look(of, 2), look(of, 2)] == [0, 0]
    with connected_as("loader"):
        last = Delivery.objects.order_by("-id").first()
        Delivery.objects.filter(id=last.id).update(team_id=council.school.id)
    assert sum(look(of, 2) for _ in range(2)) == 1
