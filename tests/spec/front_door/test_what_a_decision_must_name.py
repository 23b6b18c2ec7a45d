"""A decision leads to something: what each outcome must name, and what no decision goes without.

Working Together to Safeguard Children 2023: the referrer is told what was decided and why, and what happens next.
"""

from dataclasses import replace
from uuid import UUID

import pytest

from alongside.areas.front_door.rules import (
    HANDS_ON,
    MUST_NAME,
    Choices,
    DecisionWords,
    outcome_for,
    problems_with_answer,
    problems_with_decision,
    problems_with_handing_on,
)
from alongside.areas.front_door.terms import Outcome

TEAM, WORKING, COUNCIL, UNKNOWN = (UUID(int=n) for n in (1, 2, 3, 4))
CHOICES = Choices(needs={"N1", "N4"}, teams={TEAM}, working={WORKING}, authorities={COUNCIL})
COMPLETE = DecisionWords(
    outcome="family_help",
    need="N4",
    level_of_need=2,
    help_team=TEAM,
    reasons="Mum is unwell and has asked for help with mornings.",
    next_steps="Sam from family help rings mum on Tuesday.",
    family_told="yes",
)
NAMED = {"help_team": TEAM, "local_offer": "The family hub", "other_authority": COUNCIL}
NOTHING_NAMED = replace(COMPLETE, help_team=None)

OUTCOMES = {
    "strategy_discussion": "help_team",
    "assessment": "help_team",
    "family_help": "help_team",
    "another_organisation": "help_team",
    "advice": "local_offer",
    "another_authority": "other_authority",
}


def test_every_outcome_is_in_the_table():
    assert set(MUST_NAME) == set(Outcome)


@pytest.mark.parametrize(("outcome", "field"), OUTCOMES.items(), ids=list(OUTCOMES))
def test_an_outcome_names_whom_it_leads_to(outcome, field):
    named = replace(NOTHING_NAMED, outcome=outcome, **{field: NAMED[field]})
    assert problems_with_decision(named, CHOICES) == {}
    assert set(problems_with_decision(replace(NOTHING_NAMED, outcome=outcome), CHOICES)) == {field}


def test_no_further_action_names_nobody():
    words = replace(NOTHING_NAMED, outcome="no_further_action")
    assert problems_with_decision(words, CHOICES) == {}


ALREADY_OPEN = {"the team that works with the child": (WORKING, True), "a team that does not": (TEAM, False),
                "none": (None, False)}  # fmt: skip


@pytest.mark.parametrize(("team", "fits"), ALREADY_OPEN.values(), ids=list(ALREADY_OPEN))
def test_already_open_names_the_team_that_works_with_the_child(team, fits):
    words = replace(COMPLETE, outcome="already_open", help_team=team)
    assert ("help_team" not in problems_with_decision(words, CHOICES)) is fits


@pytest.mark.parametrize("field", ["help_team", "other_authority"])
def test_what_is_named_must_be_there_to_be_asked(field):
    outcome = {"help_team": "assessment", "other_authority": "another_authority"}[field]
    words = replace(COMPLETE, outcome=outcome, **{field: UNKNOWN})
    assert set(problems_with_decision(words, CHOICES)) == {field}


@pytest.mark.parametrize("offer", ["", "   ", "x" * 201])
def test_advice_names_a_local_offer_that_can_be_read(offer):
    words = replace(COMPLETE, outcome="advice", local_offer=offer)
    assert set(problems_with_decision(words, CHOICES)) == {"local_offer"}


NEVER_WITHOUT = {
    "outcome": {"outcome": ""},
    "need": {"need": ""},
    "level_of_need": {"level_of_need": None},
    "reasons": {"reasons": " "},
    "next_steps": {"next_steps": ""},
    "family_told": {"family_told": ""},
    "family_not_told_reason": {"family_told": "no"},
}


@pytest.mark.parametrize(("field", "change"), NEVER_WITHOUT.items(), ids=list(NEVER_WITHOUT))
def test_no_decision_goes_without(field, change):
    assert set(problems_with_decision(replace(COMPLETE, **change), CHOICES)) == {field}


def test_a_need_is_one_of_the_pack_s_codes():
    assert set(problems_with_decision(replace(COMPLETE, need="N9"), CHOICES)) == {"need"}


@pytest.mark.parametrize("words", ["Did not meet threshold", "NFA", "below threshold.", "n/a"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_did_not_meet_threshold_alone_is_no_reason_for_any_outcome(outcome, words):
    problems = problems_with_decision(replace(COMPLETE, outcome=outcome, reasons=words), CHOICES)
    assert problems["reasons"].startswith("Say why")


HANDED_TO = {
    ("assessment_team", "strategy_discussion"): "strategy_discussion",
    ("assessment_team", "assessment"): "assessment",
    ("assessment_team", "family_help"): "assessment",
    ("assessment_team", ""): "assessment",
    ("family_help_team", "strategy_discussion"): "family_help",
    ("family_help_team", "another_organisation"): "family_help",
    ("school_nursing", "family_help"): "another_organisation",
    ("camhs", ""): "another_organisation",
}


@pytest.mark.parametrize(("asked", "outcome"), HANDED_TO.items())
def test_handed_on_again_it_becomes_what_the_new_team_does(asked, outcome):
    kind, before = asked
    assert outcome_for(kind, before=before) == outcome
    assert outcome in HANDS_ON


HANDING_ON = {
    "a team and words": (TEAM, "The first team is full.", set()),
    "no team": (None, "The first team is full.", {"help_team"}),
    "a team that is not there": (UNKNOWN, "The first team is full.", {"help_team"}),
    "the team that declined": (WORKING, "The first team is full.", {"help_team"}),
    "no words": (TEAM, "  ", {"words"}),
    "too many words": (TEAM, "x" * 200_001, {"words"}),
}


@pytest.mark.parametrize(("team", "words", "missing"), HANDING_ON.values(), ids=list(HANDING_ON))
def test_handing_on_needs_another_team_and_words_for_the_school(team, words, missing):
    problems = problems_with_handing_on(
        team, words, teams={TEAM, WORKING}, declined={WORKING}, helping=set()
    )
    assert set(problems) == missing


ANSWERS = {
    "taken on": (("yes", "A. Duty, Eastmere", ""), set()),
    "not taken on, with why": (("no", "A. Duty", "He lives in Thornmere."), set()),
    "not taken on, without why": (("no", "A. Duty", " "), {"words"}),
    "by nobody": (("yes", " ", ""), {"by_whom"}),
    "a name too long to keep": (("yes", "x" * 201, ""), {"by_whom"}),
    "neither yes nor no": (("", "A. Duty", ""), {"accepted"}),
}


@pytest.mark.parametrize(("answer", "missing"), ANSWERS.values(), ids=list(ANSWERS))
def test_another_authority_s_answer_says_who_gave_it_and_why_not(answer, missing):
    assert set(problems_with_answer(*answer)) == missing
