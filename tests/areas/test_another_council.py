"""The whole loop in Calderwick, an invented council that does many things its own way: by its pack, not by code."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotPermitted
from alongside.areas.challenges import actions as challenges
from alongside.areas.challenges.rules import AnswerWords
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions as front_door
from alongside.areas.front_door import queries
from alongside.areas.plans import actions
from alongside.areas.plans.models import Help
from alongside.areas.plans.queries import feedback_of
from tests.areas.front_door.test_telling_to_told import acknowledge, decide, deliver, send
from tests.factories.council import make_council, make_posting

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def council(db, packs_of_tests):
    return make_council("calderwick")


@pytest.fixture
def decided(council):
    request_id = send(council, at=MONDAY)
    acknowledge(request_id, council.social_worker, at=MONDAY)
    decide(request_id, council.social_worker, at=MONDAY)
    deliver(at=LATER)
    return request_id


def help_of(request_id) -> Help:
    with connected_as("loader"):
        return Help.objects.get(request_id=request_id)


def due(subject_id, timescale) -> datetime:
    with connected_as("loader"):
        return Clock.objects.get(subject_id=subject_id, timescale=timescale, state="running").due_at


def taken_on(council, request_id) -> Help:
    help_ = help_of(request_id)
    with acting_as(council.practitioner.id, at=LATER) as by:
        actions.accept_help(
            help_id=help_.id, version=help_.version, by=by, at=LATER,
            agreement=actions.Agreement(basis="statutory"),
        )  # fmt: skip
    then = LATER + timedelta(minutes=1)
    with acting_as(council.practitioner.id, at=then) as by:
        actions.name_lead(
            help_id=help_.id, version=help_.version + 1, lead_posting_id=council.practitioner.id,
            by=by, at=then,
        )  # fmt: skip
    return help_of(request_id)


def test_the_school_reads_calderwick_s_own_words(council, decided):
    with acting_as(council.lead.id, at=LATER) as lead:
        found = queries.request_for_referrer(lead, decided, now=LATER)
    assert found.decision.outcome_label == "Calderwick Together"
    assert found.decision.level_name == "Extra help"


def test_the_line_of_status_is_calderwick_s(council, decided):
    taken_on(council, decided)
    with acting_as(council.lead.id, at=LATER) as lead:
        (row,) = queries.children_with_something_open(lead, now=LATER)
        told = feedback_of(lead, decided)
    assert row.status == "Gus Practitioner leads: Calderwick Together"
    assert len(told) == 2


def test_the_limits_are_calderwick_s(council, decided):
    assert due(help_of(decided).id, "help_accepted") == MONDAY + timedelta(days=1)
    help_ = taken_on(council, decided)
    assert due(help_.id, "silence") == LATER + timedelta(days=14)  # ten working days


def test_a_head_reads_nothing_there(council, decided):
    with connected_as("loader"):
        head = make_posting(council.school, "head", "Hope Head")
    with acting_as(head.id, at=LATER) as viewer:
        assert queries.request_for_referrer(viewer, decided, now=LATER) is None
        assert queries.children_with_something_open(viewer, now=LATER) == []


def test_only_a_social_worker_hands_a_request_back_there(council):
    request_id = send(council, at=MONDAY)
    acknowledge(request_id, council.screener, at=MONDAY)
    with pytest.raises(NotPermitted), acting_as(council.screener.id, at=LATER) as by:
        front_door.hand_back_request(request_id=request_id, version=2, by=by, at=LATER)


def test_a_disagreement_ends_at_the_second_stage_there(council, decided):
    stands = AnswerWords(result="stands", reasons="We rang mum, and she agrees.")
    with acting_as(council.lead.id, at=LATER) as by:
        challenge_id = challenges.raise_challenge(
            request_id=decided, words="Mum was not asked.", by=by, at=LATER
        )
    with acting_as(council.social_worker.id, at=LATER) as by:
        challenges.answer_challenge(
            challenge_id=challenge_id, words=stands, version=1, by=by, at=LATER
        )
    with acting_as(council.lead.id, at=LATER) as by:
        challenges.escalate_challenge(
            challenge_id=challenge_id, words="She says not.", version=2, by=by, at=LATER
        )
    with acting_as(council.manager.id, at=LATER) as by:
        challenges.answer_challenge(
            challenge_id=challenge_id, words=stands, version=3, by=by, at=LATER
        )
    with pytest.raises(challenges.ChallengeMovedOn), acting_as(council.lead.id, at=LATER) as by:
        challenges.escalate_challenge(
            challenge_id=challenge_id, words="Still not.", version=4, by=by, at=LATER
        )
