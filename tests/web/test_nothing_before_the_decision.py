"""What follows a decision is not read before the decision itself has reached the school."""

from datetime import date, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import queries
from alongside.areas.plans import actions as plans
from alongside.areas.plans.models import Feedback, Help
from alongside.foundation.ids import new_id
from tests.areas.front_door.test_telling_to_told import FRIDAY, acknowledge, decide, deliver, send
from tests.factories.council import make_council
from tests.web.signing_in import signed_in

LINES = {"Help or protection asked for", "Request decided", "School told who has taken it on"}
TODAY = date(2026, 11, 20)
MEETS = date(2026, 12, 1)
NOW = FRIDAY + timedelta(hours=2)


@pytest.fixture
def decided(db, settings):
    """A request decided and not delivered, of which the team that was asked has already told something."""
    settings.DEMO = True
    council = make_council()
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    decide(request_id, council.social_worker, at=FRIDAY + timedelta(minutes=30))
    at = FRIDAY + timedelta(hours=1)
    with connected_as("loader"):
        help_id = Help.objects.get().id
    with acting_as(council.practitioner.id, at=at) as viewer:
        plans.accept_help(
            help_id=help_id, version=1, agreement=plans.Agreement(basis="statutory"),
            by=viewer, at=at,
        )  # fmt: skip
    with connected_as("loader"):
        told = Feedback.objects.get()
        Feedback.objects.create(
            id=new_id(), authority=council.authority, child=council.child, request_id=request_id,
            help_id=help_id, about="meeting", team=told.team, meeting_on=MEETS, given_at=at,
        )  # fmt: skip
    return council, request_id


def read(council, request_id):
    """What the school finds: feedback, meetings, and which lines in the child's history."""
    answer = signed_in(council.lead).get(f"/children/{council.child.id}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    with acting_as(council.lead.id, at=NOW) as lead:
        return (
            [told.about for told in queries.feedback_for_referrer(lead, request_id)],
            [m.day for m in queries.meetings_for_referrer(lead, council.child.id, today=TODAY)],
            {line for line in LINES if line in page},
        )


def test_before_the_decision_arrives_nothing_is_read_of_what_came_of_it(decided):
    assert read(*decided) == ([], [], {"Help or protection asked for"})


def test_once_it_has_arrived_all_of_it_is(decided):
    council, request_id = decided
    deliver(at=NOW)
    feedback, meetings, lines = read(council, request_id)
    assert (sorted(feedback), meetings, lines) == (["accepted", "meeting"], [MEETS], LINES)


def test_another_school_reads_none_of_it_ever(decided):
    council, request_id = decided
    deliver(at=NOW)
    with acting_as(council.other_lead.id, at=NOW) as other:
        assert queries.feedback_for_referrer(other, request_id) == []
