"""A team that owes a school an answer and may not share any: it says so, and owes nothing any more."""

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound
from alongside.areas.clocks.models import Clock
from alongside.areas.plans import actions, queries
from alongside.areas.plans.models import Feedback
from tests.areas.plans.conftest import NO_CONSENT, STATUTORY, days
from tests.areas.plans.test_nothing_is_left_alone import owe
from tests.web.signing_in import signed_in

READ = (
    "Mill Lane family help has read what you told the hub. It may not share more without agreement."
)


def clock(request_id) -> str:
    with connected_as("loader"):
        return Clock.objects.get(subject_id=request_id, timescale="owed_answer").state


def test_the_school_reads_that_it_was_read_and_the_clock_stops(helping):
    helping.accept(NO_CONSENT)
    request_id = owe(helping)
    with pytest.raises(actions.NotPossibleNow):
        helping.do(
            actions.write_update, at=days(4), answers_request_id=request_id,
            for_school=actions.ForSchool(words="We see Zoë on Friday."),
        )  # fmt: skip
    assert clock(request_id) == "running"
    helping.do(actions.answer_without_sharing, at=days(4), request_id=request_id)
    assert clock(request_id) == "stopped"
    with acting_as(helping.worker.id, at=days(4)) as worker:
        assert queries.answers_owed(worker, now=days(4)) == []
    with acting_as(helping.council.lead.id, at=days(5)) as lead:
        (told,) = queries.feedback_of(lead, request_id)
    assert told.words == READ


def test_what_the_family_agreed_to_share_is_not_held_back_like_this(helping):
    helping.accept(STATUTORY)
    request_id = owe(helping)
    with pytest.raises(actions.NotPossibleNow, match="write that to the school"):
        helping.do(actions.answer_without_sharing, at=days(4), request_id=request_id)
    assert clock(request_id) == "running"


def test_a_request_that_is_owed_no_answer_gets_none(helping):
    helping.accept(NO_CONSENT)
    request_id = owe(helping, tied=False)
    with pytest.raises(NotFound):
        helping.do(actions.answer_without_sharing, at=days(4), request_id=request_id)


def test_the_page_shows_what_the_school_will_read_before_it_is_sent(helping, settings):
    settings.DEMO = True
    helping.accept(NO_CONSENT)
    request_id, team = owe(helping), signed_in(helping.worker)
    at = f"/help/{helping.help_id}/update/?request={request_id}"
    assert "The family does not agree to share this" in team.get(at).content.decode()
    form = team.get(at + "&nothing=yes")
    version = {"version": form.context["version"] if form.context else helping.help_().version}
    checked = team.post(at + "&nothing=yes", version).content.decode()
    assert "Alder Primary School will read this" in checked
    assert READ in checked
    with connected_as("loader"):
        before = Feedback.objects.filter(request_id=request_id).count()
    sent = team.post(at + "&nothing=yes", {**version, "step": "send"})
    assert (before, sent.status_code) == (0, 302)
    assert clock(request_id) == "stopped"
