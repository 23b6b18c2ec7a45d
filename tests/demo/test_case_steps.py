"""The feed that the demo makes of its own social work teams: whatever they were asked to take on."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.areas.plans.models import Contact, Help
from alongside.demo.case_steps import case_steps
from alongside.foundation.ids import new_id
from tests.factories.steps import NOW, ask_for_help, make_social_work, upn


@pytest.fixture
def work(db):
    return make_social_work()


def make(work) -> str:
    child = SimpleNamespace(key="zoe", upn=upn(1), called="Zoë")
    said = []
    case_steps({work.children[0].id: child}, now=NOW, say=said.append)
    return said[0]


def test_where_no_team_was_asked_there_is_no_feed(work):
    assert make(work) == "0 steps of the case management system"


def test_teams_take_on_most_of_what_they_were_asked_and_work_on_it(work):
    for weeks in range(1, 21):
        at = datetime(2026, 11, 18, 9, 0, tzinfo=UTC) - timedelta(weeks=weeks)
        ask_for_help(work, new_id(), work.team, at=at)
    make(work)
    with connected_as("loader"):
        states = list(Help.objects.values_list("state", flat=True))
        assert len(states) == 20
        assert states.count("active") + states.count("ended") >= 12
        assert not Step.objects.exclude(status="applied").exists()
        assert Contact.objects.count() > 20
        before = Step.objects.count()
    make(work)
    with connected_as("loader"):
        assert Step.objects.count() >= before
        assert not Step.objects.filter(status="contradicted").exists()
