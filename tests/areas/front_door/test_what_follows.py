"""What follows a decision: a team is asked, an answer is owed, another council has it or hands it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.models import Decision, DecisionDraft, Request, Transfer
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.messages.models import Delivery
from alongside.areas.plans.models import Feedback, Help
from alongside.register.models import Posting, Relationship
from tests.areas.front_door.test_telling_to_told import (
    ADVICE,
    FRIDAY,
    WORDS,
    acknowledge,
    decide,
    deliver,
    send,
)
from tests.factories.council import ASSESSMENT, ELSEWHERE, FAMILY_HELP, Council, make_council

LATER = FRIDAY + timedelta(hours=2)
TO_ELSEWHERE = replace(WORDS, outcome="another_authority", other_authority=ELSEWHERE)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def decided(council: Council, words: DecisionWords = WORDS, *, at=FRIDAY):
    request_id = send(council, at=at)
    acknowledge(request_id, council.social_worker, at=at)
    decide(request_id, council.social_worker, at=at, words=words)
    deliver(at=at)
    return request_id


def take_on(request_id, **agreement) -> None:
    with connected_as("loader"):
        agreement = agreement or {"basis": "statutory"}
        Help.objects.filter(request_id=request_id).update(
            state="accepted", accepted_at=FRIDAY, **agreement
        )


def decline(request_id) -> None:
    with connected_as("loader"):
        Help.objects.filter(request_id=request_id).update(state="declined", declined_at=FRIDAY)


def hand_on(request_id, posting: Posting, team_id=ASSESSMENT, words="The first team is full."):
    with acting_as(posting.id, at=LATER) as by:
        return actions.hand_on_again(
            request_id=request_id, team_id=team_id, words=words, by=by, at=LATER
        )


def answer(request_id, posting: Posting, accepted="yes", words="") -> None:
    with acting_as(posting.id, at=LATER) as by:
        actions.record_transfer_answer(
            request_id=request_id, accepted=accepted, by_whom="A. Duty, Eastmere", words=words,
            by=by, at=LATER,
        )  # fmt: skip


def queue(posting: Posting, *, at=LATER, show="") -> dict:
    with acting_as(posting.id, at=at) as viewer:
        return {
            row.request_id: row.standing_words
            for row in queries.team_queue(viewer, now=at, show=show)
        }


def status(council: Council, request_id, *, at=LATER) -> str:
    with acting_as(council.lead.id, at=at) as lead:
        return queries.request_for_referrer(lead, request_id, now=at).status


@pytest.mark.parametrize(
    ("outcome", "team"),
    [("strategy_discussion", ASSESSMENT), ("assessment", ASSESSMENT), ("family_help", FAMILY_HELP),
     ("another_organisation", FAMILY_HELP)],
)  # fmt: skip
def test_the_team_that_is_named_is_asked_at_once_and_may_read_the_request(council, outcome, team):
    request_id = decided(council, replace(WORDS, outcome=outcome, help_team=team))
    with connected_as("loader"):
        help_ = Help.objects.get()
        assert (help_.request_id, help_.team_id, help_.outcome, help_.state) == (
            request_id, team, outcome, "offered"
        )  # fmt: skip
        ties = Relationship.objects.filter(kind="allocated", team_id=team)
        assert set(ties.values_list("subject_id", flat=True)) == {help_.id, request_id}
        assert Clock.objects.get(subject_id=help_.id).timescale == "help_accepted"
        told = Delivery.objects.get(event_kind="help_offered", channel="inbox")
        assert (told.team_id, told.state) == (team, "delivered")
    asked = council.assessor if team == ASSESSMENT else council.practitioner
    with acting_as(asked.id, at=LATER):
        assert Request.objects.filter(id=request_id).exists()


def test_a_decision_keeps_only_what_its_outcome_names(council):
    named = {"help_team": FAMILY_HELP, "local_offer": "The hub", "other_authority": ELSEWHERE}
    decided(council, replace(WORDS, outcome="advice", **named))
    with connected_as("loader"):
        decision = Decision.objects.get()
        assert (decision.help_team_id, decision.local_offer, decision.other_authority_id) == (
            None, "The hub", None
        )  # fmt: skip
        assert not Help.objects.exists()


def test_where_a_team_works_with_the_child_already_it_owes_the_school_an_answer(council):
    first = decided(council)
    take_on(first)
    second = decided(council, replace(WORDS, outcome="already_open"), at=LATER)
    with connected_as("loader"):
        help_ = Help.objects.get()  # nobody is asked a second time
        assert help_.request_id == first
        owed = Event.objects.get(kind="answer_owed")
        assert (owed.subject_id, owed.payload) == (second, {"help": str(help_.id)})
        ties = Relationship.objects.filter(kind="allocated", team_id=FAMILY_HELP)
        assert set(ties.values_list("subject_id", flat=True)) == {help_.id, first, second}
        assert Clock.objects.get(timescale="owed_answer").subject_id == second
        told = Delivery.objects.get(event_kind="answer_owed", channel="inbox")
        assert (told.team_id, told.state) == (FAMILY_HELP, "delivered")
    assert status(council, second).startswith("Already open: the worker owes you an answer by")


def test_no_request_is_already_open_to_a_team_that_was_only_asked(council):
    decided(council)
    with pytest.raises(actions.DecisionIncomplete) as refused:
        decided(council, replace(WORDS, outcome="already_open"), at=LATER)
    assert set(refused.value.problems) == {"help_team"}


@pytest.mark.parametrize("agreed", [[], ["accepted"]])
def test_a_school_reads_who_helps_already_only_where_the_family_agrees(council, agreed):
    take_on(decided(council), basis="agreement", agreed_by="family", agreed=agreed)
    second = decided(council, replace(WORDS, outcome="already_open"), at=LATER)
    with connected_as("loader"):
        assert Relationship.objects.get(subject_id=second, kind="allocated").discreet is not bool(
            agreed
        )
    read = {}
    for who in (council.lead, council.screener):
        with acting_as(who.id, at=LATER) as viewer:
            read_by = (
                queries.request_for_referrer if who is council.lead else queries.request_for_hub
            )
            asked = read_by(viewer, second, now=LATER).decision.asked
            read[who.role] = asked.team if asked else ""
    named = "Mill family help team"
    assert read == {council.lead.role: named if agreed else "", council.screener.role: named}


def test_no_request_is_already_open_to_a_team_that_works_with_another_child(council):
    with pytest.raises(actions.DecisionIncomplete) as refused:
        decided(council, replace(WORDS, outcome="already_open"))
    assert set(refused.value.problems) == {"help_team"}


def test_a_team_where_nobody_may_take_help_on_cannot_be_asked(council):
    with connected_as("loader"):
        Posting.objects.filter(id=council.practitioner.id).update(ends_at=FRIDAY)
    with pytest.raises(actions.DecisionIncomplete) as refused:
        decided(council)
    assert set(refused.value.problems) == {"help_team"}
    with connected_as("loader"):
        assert not Help.objects.exists()
        assert Request.objects.get().state == "acknowledged"


def test_another_council_s_child_is_ours_until_they_take_it_on(council):
    request_id = decided(council, TO_ELSEWHERE)
    assert queue(council.screener) == {request_id: "Waiting for Eastmere"}
    assert "asked another council to take this on" in status(council, request_id)
    answer(request_id, council.screener)
    assert queue(council.screener) == {}
    assert status(council, request_id) == "Eastmere has taken this on"
    with connected_as("loader"):
        clock = Clock.objects.get(timescale="transfer_answered")
        assert (clock.state, clock.stopped_at) == ("stopped", LATER)
        tells = Delivery.objects.filter(event_kind="transfer_accepted", channel="inbox")
        assert set(tells.values_list("team_id", flat=True)) == {council.school.id, council.hub.id}


def test_what_another_council_refuses_is_handed_to_a_team_here_and_the_school_is_told(council):
    request_id = decided(council, TO_ELSEWHERE)
    answer(request_id, council.screener, "no", "He lives in Thornmere.")
    assert queue(council.screener) == {request_id: "Eastmere did not take it on: hand on"}
    hand_on(request_id, council.social_worker)
    assert queue(council.screener) == {}
    assert status(council, request_id).endswith("Assessment team 1 has been asked to help")
    with connected_as("loader"):
        help_, told = Help.objects.get(), Feedback.objects.get()
        assert (help_.team_id, help_.outcome) == (ASSESSMENT, "assessment")
        assert (told.about, told.team_id, told.help_id, told.words.body) == (
            "passed_on", ASSESSMENT, help_.id, "The first team is full."
        )  # fmt: skip


def test_an_answer_of_another_council_is_recorded_once(council):
    request_id = decided(council, TO_ELSEWHERE)
    answer(request_id, council.screener)
    with pytest.raises(actions.NotPossibleNow):
        answer(request_id, council.screener, "no", "A mistake.")
    with connected_as("loader"):
        assert Transfer.objects.get().state == "accepted"


def test_what_a_team_declines_stands_in_the_queue_until_another_is_asked(council):
    request_id = decided(council)
    assert queue(council.screener) == {}
    decline(request_id)
    assert queue(council.screener) == {request_id: "Declined by Mill family help team: hand on"}
    new = hand_on(request_id, council.screener)
    assert queue(council.screener) == {}
    deliver(at=LATER)
    with connected_as("loader"):
        old = Help.objects.exclude(id=new).get()
        assert (old.passed_on_at, Help.objects.get(id=new).team_id) == (LATER, ASSESSMENT)
        told = Delivery.objects.get(event_kind="feedback_passed_on", channel="inbox")
        assert (told.team_id, told.state) == (council.school.id, "delivered")
    with acting_as(council.lead.id, at=LATER) as lead:
        (row,) = queries.children_with_something_open(lead, now=LATER)
        assert row.unread
        assert row.status.endswith("Assessment team 1 has been asked to help")


def test_handed_on_twice_is_handed_on_once(council):
    request_id = decided(council)
    decline(request_id)
    assert hand_on(request_id, council.screener) == hand_on(request_id, council.screener)
    with pytest.raises(actions.NotPossibleNow):
        hand_on(request_id, council.screener, FAMILY_HELP)
    with connected_as("loader"):
        assert (Help.objects.count(), Feedback.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("team_id", "words", "field"),
    [(FAMILY_HELP, "Words", "help_team"), (None, "Words", "help_team"), (ASSESSMENT, " ", "words")],
)
def test_nothing_is_handed_on_without_another_team_and_words(council, team_id, words, field):
    request_id = decided(council)
    decline(request_id)
    with pytest.raises(actions.DecisionIncomplete) as refused:
        hand_on(request_id, council.screener, team_id, words)
    assert set(refused.value.problems) == {field}


@pytest.mark.parametrize("who", ["lead", "practitioner"])
def test_nobody_but_the_hub_hands_on_or_records_an_answer(council, who):
    request_id = decided(council, TO_ELSEWHERE)
    for act in (hand_on, answer):
        with pytest.raises((NotPermitted, NotFound)):
            act(request_id, getattr(council, who))


def test_a_school_that_asked_to_be_rung_is_told_in_its_inbox_too_and_rung(council):
    request_id = send(council)
    with connected_as("loader"):
        Request.objects.update(telephone_first=True)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    assert queue(council.screener) == {request_id: "Being looked at"}
    decide(request_id, council.social_worker, at=FRIDAY)
    deliver(at=FRIDAY)
    assert queue(council.screener) == {request_id: "Ring the school first"}
    with acting_as(council.screener.id, at=LATER) as by:
        actions.record_call(request_id=request_id, by=by, at=LATER)
        actions.record_call(request_id=request_id, by=by, at=LATER)
    assert queue(council.screener) == {}
    with connected_as("loader"):
        request = Request.objects.get()
        assert (request.told_at, request.told_how, request.called_at) == (FRIDAY, "inbox", LATER)
        assert Event.objects.filter(kind="school_rung").count() == 1


def test_words_that_a_colleague_s_save_replaced_are_kept_until_it_is_decided(council):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)

    def save(posting, words, version):
        with acting_as(posting.id, at=FRIDAY) as by:
            return actions.save_decision_draft(
                request_id=request_id, words=words, version=version, by=by, at=FRIDAY
            )

    assert save(council.social_worker, WORDS, 0) == 1
    assert save(council.social_worker, replace(WORDS, meanwhile="Mine"), 1) == 2
    other = replace(WORDS, reasons="Other reasons.", help_team=ASSESSMENT)
    assert save(council.manager, other, 2) == 3
    assert save(council.social_worker, other, 3) == 4  # the same words replace nothing
    for posting in (council.social_worker, council.manager):
        with acting_as(posting.id, at=FRIDAY) as viewer:
            (kept,) = queries.decision_draft(viewer, request_id).replaced
            assert (kept.by, kept.words["reasons"]) == ("Eli Worker", WORDS.reasons)
            assert kept.words["meanwhile"] == "Mine"
    decide_with(council, request_id, version=4)
    with connected_as("loader"):
        assert not DecisionDraft.objects.exists()


def decide_with(council, request_id, *, version):
    with acting_as(council.social_worker.id, at=FRIDAY) as by:
        actions.confirm_decision(request_id=request_id, version=version, by=by, at=FRIDAY)


def test_a_list_that_is_cut_keeps_what_is_unread(council):
    read = decided(council)
    with acting_as(council.lead.id, at=LATER) as lead:
        actions.mark_decision_read(request_id=read, by=lead, at=LATER)
    unread = decided(council, ADVICE, at=LATER)
    with acting_as(council.lead.id, at=LATER) as lead:
        (row,) = queries.children_with_something_open(lead, now=LATER, most=1)
    assert row.request_id == unread
