"""What pages say where nobody is left: whom to ring, and that somebody else must be asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions
from alongside.register.models import Posting
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.officers import make_officers, tell_the_officer
from tests.web.signing_in import signed_in

EARLIER = timezone.now() - timedelta(minutes=5)


@pytest.fixture
def council(db: None, settings):
    settings.DEMO = True
    return make_officers()


def everybody_leaves(team) -> None:
    with connected_as("loader"):
        Posting.objects.filter(team=team).update(ends_at=EARLIER)


def test_a_reporter_is_told_to_ring_once_no_officer_is_left(council):
    concern_id = tell_the_officer(council.deputy, at=EARLIER)
    reporter, address = signed_in(council.deputy), f"/concerns/{concern_id}/"
    assert "Nobody is posted as" not in reporter.get(address).content.decode()
    everybody_leaves(council.officers)
    shown = reporter.get(address).content.decode()
    assert "Nobody is posted as Thornmere Designated Officers now" in shown
    assert 'href="tel:' in shown.split("Do not wait.")[1]


def test_the_receipt_says_whom_to_ring_where_the_whole_hub_is_gone(council):
    request_id = send(council, at=EARLIER)
    everybody_leaves(council.hub)
    shown = signed_in(council.lead).get(f"/requests/{request_id}/sent/").content.decode()
    assert "If it cannot wait" in shown
    assert 'href="tel:' in shown.split("If it cannot wait")[1]


def test_the_hub_reads_that_nobody_is_left_to_answer(council):
    request_id = send(council, at=EARLIER)
    with acting_as(council.screener.id, at=EARLIER) as hub:
        actions.ask_referrer(request_id=request_id, question="Was he in?", by=hub, at=EARLIER)
    screener = signed_in(council.screener)
    words = "Nobody is posted there now who could answer"
    assert words not in screener.get(f"/hub/requests/{request_id}/").content.decode()
    everybody_leaves(council.school)
    assert words in screener.get(f"/hub/requests/{request_id}/").content.decode()
