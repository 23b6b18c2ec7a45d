"""From telling to told, on a real database, each act as the posting that does it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.messages.models import Delivery
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.factories.council import FAMILY_HELP, Council, make_council

FRIDAY = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)
WORDS = DecisionWords(
    outcome="family_help",
    need="N4",
    level_of_need=2,
    help_team=FAMILY_HELP,
    reasons="Mum is unwell and has asked for help with mornings.",
    next_steps="Sam from family help rings mum on Tuesday.",
    family_told="yes",
)
ADVICE = replace(WORDS, outcome="advice", help_team=None, local_offer="The family hub")
ANSWERS = {"danger": "no", "family_knows": "yes"}


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def send(council: Council, *, at: datetime = FRIDAY):
    with acting_as(council.lead.id, at=at) as lead:
        draft_id = actions.begin_draft(child_id=council.child.id, by=lead, at=at)
        for version, question in enumerate(QUESTIONS, start=1):
            words = {question.key: ANSWERS.get(question.key, f"Words about {question.key}")}
            actions.save_answer(
                draft_id=draft_id,
                question=question.key,
                words=words,
                version=version,
                by=lead,
                at=at,
            )
        return actions.send_request(draft_id=draft_id, by=lead, at=at)


def acknowledge(request_id, posting: Posting, *, at: datetime) -> None:
    with acting_as(posting.id, at=at) as viewer:
        read = queries.request_for_hub(viewer, request_id, now=at)
        actions.acknowledge_request(request_id=request_id, version=read.version, by=viewer, at=at)


def decide(request_id, posting: Posting, *, at: datetime, words: DecisionWords = WORDS) -> None:
    with acting_as(posting.id, at=at) as viewer:
        version = actions.save_decision_draft(
            request_id=request_id, words=words, version=0, by=viewer, at=at
        )
        actions.confirm_decision(request_id=request_id, version=version, by=viewer, at=at)


def advise(request_id, posting: Posting, *, at: datetime) -> None:
    """A decision of which the school alone is told: no team is asked to help."""
    decide(request_id, posting, at=at, words=ADVICE)


def deliver(*, at: datetime) -> int:
    with connected_as("worker"):
        return deliver_all(at=at)


def clock(request_id, timescale: str = "referrer_told") -> Clock:
    with connected_as("loader"):
        return Clock.objects.get(subject_id=request_id, timescale=timescale)


def test_a_school_tells_the_hub_decides_and_the_school_is_told(council, mailoutbox):
    request_id = send(council)
    assert clock(request_id).due_at == FRIDAY + timedelta(days=3)
    deliver(at=FRIDAY + timedelta(seconds=1))
    acknowledge(request_id, council.social_worker, at=FRIDAY + timedelta(minutes=10))
    decide(request_id, council.social_worker, at=FRIDAY + timedelta(minutes=30))
    assert clock(request_id).state == "running"
    deliver(at=FRIDAY + timedelta(minutes=31))
    assert clock(request_id).stopped_at == FRIDAY + timedelta(minutes=31)
    now = FRIDAY + timedelta(hours=1)
    with acting_as(council.lead.id, at=now) as lead:
        read = queries.request_for_referrer(lead, request_id, now=now)
        assert read.decision.reasons == WORDS.reasons
        assert [row.unread for row in queries.children_with_something_open(lead, now=now)] == [True]
        actions.mark_decision_read(request_id=request_id, by=lead, at=now)
        (followed,) = queries.children_with_something_open(lead, now=now)
        assert not followed.unread
        assert (
            followed.status == "Thornmere Family Help: Mill family help team has been asked to help"
        )
    assert {to for mail in mailoutbox for to in mail.to} == {
        council.lead.user.email, council.deputy.user.email, council.practitioner.user.email
    }  # fmt: skip
    assert not any("Zo" in mail.body + mail.subject for mail in mailoutbox)
    with connected_as("loader"):
        kinds = list(Event.objects.order_by("occurred_at", "kind").values_list("kind", flat=True))
    assert kinds == [
        "request_sent",
        "request_acknowledged",
        "help_offered",  # in the same moment
        "request_decided",
        "referrer_told",
        "decision_read",
    ]


def test_another_school_finds_neither_the_request_nor_the_child(council):
    request_id = send(council)
    with acting_as(council.other_lead.id, at=FRIDAY) as other:
        assert queries.request_for_referrer(other, request_id, now=FRIDAY) is None
        with pytest.raises(NotFound):
            actions.begin_draft(child_id=council.child.id, by=other, at=FRIDAY)


def test_a_screener_cannot_make_a_decision_but_can_propose_one(council):
    request_id = send(council)
    acknowledge(request_id, council.screener, at=FRIDAY)
    with pytest.raises(NotPermitted):
        decide(request_id, council.screener, at=FRIDAY)
    with acting_as(council.screener.id, at=FRIDAY) as viewer:
        version = actions.save_decision_draft(
            request_id=request_id, words=WORDS, version=0, by=viewer, at=FRIDAY
        )
        actions.propose_decision(request_id=request_id, version=version, by=viewer, at=FRIDAY)
    with acting_as(council.manager.id, at=FRIDAY) as viewer:
        actions.confirm_decision(request_id=request_id, version=version, by=viewer, at=FRIDAY)
        assert queries.request_for_hub(viewer, request_id, now=FRIDAY).row.state == "decided"


@pytest.mark.parametrize("missing", ["reasons", "next_steps", "outcome", "family_told"])
def test_no_decision_can_be_made_without(council, missing):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    words = DecisionWords(
        **{f: "" if f == missing else getattr(WORDS, f) for f in DecisionWords.__slots__}
    )
    with pytest.raises(actions.DecisionIncomplete) as refused:
        decide(request_id, council.social_worker, at=FRIDAY, words=words)
    assert missing in refused.value.problems


def test_a_request_sent_twice_is_one_request(council):
    request_id = send(council)
    with connected_as("loader"):
        from alongside.areas.front_door.models import Request

        draft_id = Request.objects.get(id=request_id).draft_id
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        assert actions.send_request(draft_id=draft_id, by=lead, at=FRIDAY) == request_id


def test_a_school_with_nobody_posted_is_not_told_and_the_clock_runs_on(council):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=FRIDAY)
    decide(request_id, council.social_worker, at=FRIDAY + timedelta(minutes=1))
    deliver(at=FRIDAY + timedelta(minutes=2))
    assert clock(request_id).state == "running"
    now = FRIDAY + timedelta(minutes=3)
    with acting_as(council.screener.id, at=now) as viewer:
        assert queries.team_queue(viewer, now=now)[0].not_told
        actions.record_call(request_id=request_id, by=viewer, at=now)
    assert clock(request_id).stopped_at == now


def test_told_and_unread_is_reopened_when_the_last_reader_leaves(council):
    from alongside.jobs.watching import watch_inboxes

    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    decide(request_id, council.social_worker, at=FRIDAY)
    deliver(at=FRIDAY)
    assert clock(request_id).state == "stopped"
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=FRIDAY + timedelta(hours=1))
    with connected_as("worker"):
        assert watch_inboxes(at=FRIDAY + timedelta(hours=2)) == 1
        assert watch_inboxes(at=FRIDAY + timedelta(hours=2)) == 0
    assert clock(request_id).state == "running"


def test_a_web_connection_without_a_token_reads_no_row(council):
    send(council)
    from django.apps import apps

    for model in apps.get_models():
        if (
            model._meta.app_label in {"people", "chronology", "front_door", "clocks"}
            and "School" not in model.__name__
        ):
            assert not model.objects.exists(), model


def test_a_school_cannot_tie_itself_to_a_child_not_on_its_roll(council):
    from django.db import ProgrammingError

    from alongside.access.ties import start_tie

    with (
        pytest.raises(ProgrammingError, match="may not start"),
        acting_as(council.lead.id, at=FRIDAY),
    ):
        start_tie(
            child_id=council.other_child.id, team=council.school, kind="referrer", subject_id=None,
            at=FRIDAY, evidence="test:forged",
        )  # fmt: skip


def test_an_overdue_clock_is_recorded_once(council):
    from alongside.jobs.watching import watch_clocks

    send(council)
    late = FRIDAY + timedelta(days=4)
    with connected_as("worker"):
        assert watch_clocks(at=late) == 3
        assert watch_clocks(at=late) == 0
    with connected_as("loader"):
        assert Delivery.objects.filter(event_kind="clock_overdue", team=council.hub).count() == 3
