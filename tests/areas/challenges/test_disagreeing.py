"""A school disagrees with a decision and is answered in writing, stage by stage, each with its clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.challenges import actions, queries
from alongside.areas.challenges.models import Challenge, ChallengeStep
from alongside.areas.challenges.rules import AnswerWords
from alongside.areas.chronology.models import Event
from alongside.areas.front_door.actions import DecisionIncomplete, hand_nothing_on, hand_on_again
from alongside.areas.front_door.queries import team_queue
from alongside.areas.messages.models import Delivery
from alongside.areas.plans.models import Help
from tests.areas.front_door.test_telling_to_told import acknowledge, clock, decide, deliver, send
from tests.factories.council import ASSESSMENT, FAMILY_HELP, Council, make_council, make_posting

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TOLD = MONDAY + timedelta(hours=1)
LATER = TOLD + timedelta(hours=1)
NEXT_DAY = LATER + timedelta(days=1)
STANDS = AnswerWords(result="stands", reasons="We rang mum and the school nurse, and both agree.")
CHANGES = AnswerWords(
    result="changed", reasons="The police told us more.", next_steps="Eli visits on Friday."
)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def request_id(council):
    sent = send(council, at=MONDAY)
    acknowledge(sent, council.social_worker, at=MONDAY)
    decide(sent, council.social_worker, at=MONDAY)
    deliver(at=TOLD)
    return sent


def disagree(council, request_id, *, words="Mum has not been spoken to.", at=LATER):
    with acting_as(council.lead.id, at=at) as lead:
        return actions.raise_challenge(request_id=request_id, words=words, by=lead, at=at)


def answer(posting, challenge_id, words=STANDS, *, version=1, at=LATER):
    with acting_as(posting.id, at=at) as hub:
        actions.answer_challenge(
            challenge_id=challenge_id, words=words, version=version, by=hub, at=at
        )


def go_on(council, challenge_id, *, version, at):
    with acting_as(council.lead.id, at=at) as lead:
        actions.escalate_challenge(
            challenge_id=challenge_id, words="Still no visit.", version=version, by=lead, at=at
        )


def read(posting, challenge_id, *, now=LATER):
    with acting_as(posting.id, at=now) as viewer:
        return queries.challenge(viewer, challenge_id, now=now)


def end(council, challenge_id, act, *, version, at=LATER):
    with acting_as(council.lead.id, at=at) as lead:
        act(challenge_id=challenge_id, version=version, by=lead, at=at)


def test_the_hub_is_told_of_a_challenge_and_its_clock_runs(council, request_id):
    challenge_id = disagree(council, request_id)
    deliver(at=LATER)
    assert clock(request_id, "challenge_stage_1").due_at == LATER + timedelta(days=1)
    with connected_as("loader"):
        told = Delivery.objects.get(event_kind="challenge_stage_1_begun", channel="inbox")
        assert (told.team_id, told.state) == (council.hub.id, "delivered")
    assert read(council.screener, challenge_id).steps[0].words == "Mum has not been spoken to."


def test_an_answer_stops_the_clock_and_the_school_is_told_by_an_email_that_names_nobody(
    council, request_id, mailoutbox
):
    challenge_id = disagree(council, request_id)
    before = len(mailoutbox)
    answer(council.social_worker, challenge_id)
    deliver(at=LATER + timedelta(minutes=1))
    assert clock(request_id, "challenge_stage_1").state == "stopped"
    assert len(mailoutbox) == before + 2
    assert not any("Zo" in mail.body + mail.subject for mail in mailoutbox)
    step = read(council.deputy, challenge_id).steps[0]
    assert (step.answer, step.result_label) == (STANDS.reasons, "The decision stands")
    assert read(council.deputy, challenge_id).state == "answered"


def test_nobody_can_disagree_before_the_decision_may_be_read(council):
    sent = send(council, at=MONDAY)
    acknowledge(sent, council.social_worker, at=MONDAY)
    with pytest.raises(actions.ChallengeMovedOn):
        disagree(council, sent)
    decide(sent, council.social_worker, at=MONDAY)
    with pytest.raises(actions.ChallengeMovedOn):
        disagree(council, sent)


def test_the_same_words_twice_are_one_challenge_and_other_words_are_sent_to_the_first(
    council, request_id
):
    assert disagree(council, request_id) == disagree(council, request_id)
    with pytest.raises(actions.ChallengeMovedOn, match="already disagrees"):
        disagree(council, request_id, words="Another thing.")
    with connected_as("loader"):
        assert Challenge.objects.count() == ChallengeStep.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (AnswerWords(result="stands"), "reasons"),
        (AnswerWords(reasons="Because."), "result"),
        (AnswerWords(result="changed", reasons="Because."), "next_steps"),
        (AnswerWords(result="partly", reasons="Because."), "next_steps"),
        (AnswerWords(result="stands", reasons="a" * 200_001), "reasons"),
    ],
)
def test_an_answer_needs_reasons_and_what_changes_needs_what_will_happen(
    council, request_id, words, field
):
    challenge_id = disagree(council, request_id)
    with pytest.raises(actions.WordsMissing) as missing:
        answer(council.social_worker, challenge_id, words)
    assert list(missing.value.problems) == [field]


def test_a_screener_reads_a_challenge_and_a_social_worker_answers_the_first_stage(
    council, request_id
):
    challenge_id = disagree(council, request_id)
    with pytest.raises(actions.MayNotAnswer):
        answer(council.screener, challenge_id)
    answer(council.social_worker, challenge_id)


def test_the_second_stage_is_answered_by_a_manager_who_did_not_decide(council, request_id):
    challenge_id = disagree(council, request_id)
    answer(council.social_worker, challenge_id)
    go_on(council, challenge_id, version=2, at=LATER)
    with pytest.raises(actions.MayNotAnswer):
        answer(council.social_worker, challenge_id, version=3)
    answer(council.manager, challenge_id, CHANGES, version=3)
    steps = read(council.lead, challenge_id).steps
    assert [step.result for step in steps] == ["stands", "changed"]
    assert steps[1].next_steps == "Eli visits on Friday."


def test_a_manager_who_decided_does_not_answer_from_the_second_stage_on(council):
    sent = send(council, at=MONDAY)
    acknowledge(sent, council.manager, at=MONDAY)
    decide(sent, council.manager, at=MONDAY)
    deliver(at=TOLD)
    challenge_id = disagree(council, sent)
    answer(council.manager, challenge_id)  # the first stage is with whoever decided
    go_on(council, challenge_id, version=2, at=LATER)
    with pytest.raises(actions.MayNotAnswer, match="You made this decision"):
        answer(council.manager, challenge_id, version=3)
    with connected_as("loader"):
        another = make_posting(council.hub, "hub_manager", "Gus Manager")
    answer(another, challenge_id, version=3)


def test_a_late_answer_lets_the_school_go_on_without_it_and_one_in_time_does_not(
    council, request_id
):
    challenge_id = disagree(council, request_id)
    with pytest.raises(actions.ChallengeMovedOn, match="Wait for the answer"):
        go_on(council, challenge_id, version=1, at=NEXT_DAY)
    late = NEXT_DAY + timedelta(minutes=1)
    assert read(council.lead, challenge_id, now=late).may_escalate
    go_on(council, challenge_id, version=1, at=late)
    assert clock(request_id, "challenge_stage_1").state == "stopped"
    assert clock(request_id, "challenge_stage_2").due_at == late + timedelta(days=2)


def test_after_the_last_stage_there_is_no_further_one(council, request_id):
    challenge_id = disagree(council, request_id)
    for stage in (1, 2):
        answer(council.manager, challenge_id, version=2 * stage - 1)
        go_on(council, challenge_id, version=2 * stage, at=LATER)
    answer(council.manager, challenge_id, version=5)
    with pytest.raises(actions.ChallengeMovedOn, match="last stage"):
        go_on(council, challenge_id, version=6, at=LATER)
    assert read(council.lead, challenge_id).next_stage is None


def test_an_accepted_answer_closes_it_and_a_withdrawal_ends_it_each_once(council, request_id):
    challenge_id = disagree(council, request_id)
    answer(council.social_worker, challenge_id)
    for _ in range(2):
        end(council, challenge_id, actions.accept_answer, version=2)
    second = disagree(council, request_id, words="It happened again.")
    for _ in range(2):
        end(council, second, actions.withdraw_challenge, version=1)
    with connected_as("loader"):
        kinds = Event.objects.filter(part="challenge").values_list("kind", flat=True)
        assert sorted(kinds) == [
            "challenge_accepted", "challenge_answered", "challenge_stage_1_begun",
            "challenge_stage_1_begun", "challenge_withdrawn",
        ]  # fmt: skip
    assert clock_states(request_id) == ["stopped", "stopped"]
    with pytest.raises(actions.ChallengeMovedOn):
        answer(council.social_worker, second, version=2)


def clock_states(request_id):
    from alongside.areas.clocks.models import Clock

    with connected_as("loader"):
        rows = Clock.objects.filter(subject_id=request_id, timescale="challenge_stage_1")
        return sorted(rows.values_list("state", flat=True))


def test_two_in_the_hub_who_answer_at_once_are_both_told(council, request_id):
    challenge_id = disagree(council, request_id)
    answer(council.social_worker, challenge_id)
    with pytest.raises(actions.ChallengeMovedOn, match="changed since you opened it"):
        answer(council.manager, challenge_id)


def test_another_school_finds_neither_the_challenge_nor_may_make_one(council, request_id):
    challenge_id = disagree(council, request_id)
    assert read(council.other_lead, challenge_id) is None
    with acting_as(council.other_lead.id, at=LATER) as other, pytest.raises(NotFound):
        actions.raise_challenge(request_id=request_id, words="Me too", by=other, at=LATER)
    with acting_as(council.other_lead.id, at=LATER):
        assert not Challenge.objects.exists()
        assert not ChallengeStep.objects.exists()


def test_a_hub_cannot_disagree_with_itself_nor_a_school_answer(council, request_id):
    challenge_id = disagree(council, request_id)
    with acting_as(council.manager.id, at=LATER) as hub, pytest.raises(NotPermitted):
        actions.raise_challenge(request_id=request_id, words="No", by=hub, at=LATER)
    with pytest.raises(NotPermitted):
        answer(council.lead, challenge_id)


def stands(posting, *, now=LATER):
    with acting_as(posting.id, at=now) as viewer:
        return [row.standing for row in team_queue(viewer, now=now)]


@pytest.mark.parametrize("words", [CHANGES, replace(CHANGES, result="partly")])
def test_what_was_promised_stands_in_the_queue_until_it_is_handed_on(council, request_id, words):
    answer(council.social_worker, disagree(council, request_id), words)
    assert stands(council.screener) == ["reconsidered"]
    with acting_as(council.social_worker.id, at=LATER) as by:
        help_id = hand_on_again(
            request_id=request_id, team_id=ASSESSMENT, words="We looked again.", by=by, at=LATER
        )
    assert stands(council.screener) == []
    with connected_as("loader"):
        assert Help.objects.get(id=help_id).team_id == ASSESSMENT


def test_it_leaves_the_queue_where_nothing_is_to_be_handed_on_after_all(council, request_id):
    answer(council.social_worker, disagree(council, request_id), CHANGES)
    for _twice in range(2):
        with acting_as(council.social_worker.id, at=LATER) as by:
            hand_nothing_on(request_id=request_id, by=by, at=LATER)
    assert stands(council.screener) == []
    with connected_as("loader"):
        assert Event.objects.filter(kind="nothing_handed_on").count() == 1


def test_an_answer_by_which_the_decision_stands_leaves_the_queue_as_it_was(council, request_id):
    answer(council.social_worker, disagree(council, request_id), STANDS)
    assert stands(council.screener) == []


def test_a_team_that_helps_already_is_not_asked_a_second_time(council, request_id):
    answer(council.social_worker, disagree(council, request_id), CHANGES)
    with acting_as(council.social_worker.id, at=LATER) as by, pytest.raises(DecisionIncomplete):
        hand_on_again(request_id=request_id, team_id=FAMILY_HELP, words="Again.", by=by, at=LATER)
