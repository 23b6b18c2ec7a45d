"""A case that answers a request moves its clocks and tells the school; one that does not tells nobody."""

from datetime import UTC, datetime

import pytest

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.messages.models import Delivery
from alongside.areas.plans.models import Feedback, Handover, Help
from alongside.foundation.ids import new_id, reference_of
from tests.factories.council import tie
from tests.factories.steps import ask_for_help, step

OFFERED = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def request_id(work):
    """A request of the school of the first child."""
    request_id = new_id()
    with connected_as("loader"):
        tie(work.children[0], work.council.school, "referrer", subject_id=request_id)
    return request_id


@pytest.fixture(autouse=True)
def as_loader(work):
    with connected_as("loader"):
        yield


def told() -> list[tuple[str, str]]:
    rows = Feedback.objects.order_by("id").select_related("words")
    return [(row.about, row.words.body) for row in rows]


def test_the_one_help_asked_of_the_team_is_taken_on_and_its_clock_stops(work, feed, request_id):
    asked = ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("2", "allocation"))
    help_ = Help.objects.get()
    assert (help_.id, help_.state, help_.lead) == (asked.id, "active", work.sam)
    assert Clock.objects.get(timescale="help_accepted").state == "stopped"
    assert Clock.objects.get(timescale="lead_named").state == "stopped"


def test_the_school_that_asked_is_told_who_took_it_on_and_who_leads(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("2", "allocation"))
    assert [about for about, _ in told()] == ["accepted", "lead_named"]
    assert told()[0][1].startswith("Assessment North has taken this on. This was recorded in the ")
    assert told()[1][1].startswith("Sam North of Assessment North is the lead practitioner. This ")
    waiting = Delivery.objects.filter(team=work.council.school)
    assert set(waiting.values_list("event_kind", flat=True)) == {
        "feedback_accepted",
        "feedback_lead_named",
    }


def test_loading_it_again_tells_nobody_twice(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    for _ in range(2):
        feed.loads(step("1"), step("2", "allocation"))
    assert Feedback.objects.count() == 2


def test_a_new_lead_and_the_end_are_told_when_they_come(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("2", "allocation"))
    feed.loads(
        step("3", "allocation", happened_at="2026-10-20", worker="tia.north@thornmere.example")
    )
    feed.loads(step("4", "closure", happened_at="2026-11-10", code="stepped_down"))
    assert [about for about, _ in told()] == ["accepted", "lead_named", "lead_changed", "ended"]
    assert Feedback.objects.get(about="ended").end_reason == "stepped_down"


def test_what_no_longer_holds_is_told_as_a_correction(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("4", "closure", happened_at="2026-11-10"))
    feed.loads(
        step("4", "closure", happened_at="2026-11-10", changed_at="2026-11-12", withdrawn="yes")
    )
    assert [about for about, _ in told()] == ["accepted", "ended", "update"]
    assert Help.objects.get().state == "accepted"


def test_help_by_agreement_tells_the_school_only_what_was_agreed(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1", basis="agreement"), step("2", "allocation"))
    assert Help.objects.get().basis == "agreement"
    assert told() == []


def test_help_that_no_request_asked_for_tells_no_school(work, feed, request_id):
    feed.loads(step("1"), step("2", "allocation"))
    assert (Help.objects.get().request_id, told()) == (None, [])


def test_a_case_opened_before_the_team_was_asked_is_not_its_answer(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1", happened_at="2026-09-01"))
    assert Help.objects.get(request_id=request_id).state == "offered"
    assert Help.objects.get(request_id=None).state == "accepted"


def test_a_reference_names_the_request_whichever_team_opens(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(
        step("1", team="Assessment South", request_reference=reference_of(request_id).lower())
    )
    help_ = Help.objects.get()
    assert (help_.request_id, help_.team, help_.state) == (request_id, work.other_team, "accepted")


def test_a_reference_of_no_help_waits_until_it_is_asked_for(work, feed, request_id):
    feed.loads(step("1", request_reference=reference_of(request_id)))
    assert (Step.objects.get().reason, Help.objects.count()) == ("unknown_request", 0)
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("9", "visit", case="C9"))
    assert Help.objects.get().state == "accepted"


def test_two_requests_that_wait_for_one_team_need_a_reference(work, feed, request_id):
    for one in (request_id, new_id()):
        ask_for_help(work, one, work.team, at=OFFERED)
    feed.loads(step("1"))
    assert Step.objects.get().reason == "several_requests"
    feed.loads(step("1", request_reference=reference_of(request_id), changed_at="2026-10-08"))
    assert Help.objects.get(request_id=request_id).state == "accepted"


def test_what_was_taken_on_here_already_is_not_recorded_or_told_again(work, feed, request_id):
    help_ = ask_for_help(work, request_id, work.team, at=OFFERED)
    help_.state, help_.basis, help_.accepted_at = "accepted", "statutory", OFFERED
    help_.save()
    feed.loads(step("1"), step("2", "allocation"))
    assert [about for about, _ in told()] == ["lead_named"]
    assert not Event.objects.filter(kind="help_accepted").exists()


def test_a_lead_named_here_stays_where_the_case_system_allocates_nobody(work, feed, request_id):
    help_ = ask_for_help(work, request_id, work.team, at=OFFERED)
    help_.state, help_.basis, help_.accepted_at = "active", "statutory", OFFERED
    help_.lead, help_.lead_since = work.tia, OFFERED
    help_.save()
    Handover.objects.create(help=help_, child=help_.child, next_lead=work.tia, at=OFFERED)
    feed.loads(step("1"), step("3", "visit"))
    assert (Help.objects.get().state, Help.objects.get().lead) == ("active", work.tia)
    feed.loads(step("2", "allocation"))
    assert Help.objects.get().lead == work.sam


def test_an_opening_that_was_withdrawn_gives_the_request_back_to_the_team(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1", team="Assessment North"), step("2", "allocation"), step("3", "visit"))
    feed.loads(step("1", changed_at="2026-11-01", withdrawn="yes"))
    help_ = Help.objects.get()
    assert (help_.state, help_.lead, help_.source_key) == ("offered", None, "")
    assert Clock.objects.filter(timescale="help_accepted", state="running").exists()


def test_the_words_of_a_step_are_the_team_s_own_and_never_the_school_s(work, feed, request_id):
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("3", "visit", words="Mum was out."))
    words = TextBlock.objects.get(body="Mum was out.")
    assert (words.part, words.subject_id) == ("assessment", Help.objects.get().id)
