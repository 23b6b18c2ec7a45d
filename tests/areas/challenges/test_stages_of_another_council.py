"""A council with two stages and other limits works by its pack alone."""

from datetime import timedelta

import pytest

from alongside.access.context import connected_as
from alongside.access.matrix import load_matrix
from alongside.areas.challenges import actions
from alongside.areas.challenges.rules import may_escalate, next_stage, who_answers
from alongside.packs import load_pack
from alongside.packs.reading import look_in
from tests.areas.challenges.test_disagreeing import (
    LATER,
    MONDAY,
    TOLD,
    answer,
    disagree,
    go_on,
    read,
)
from tests.areas.front_door.test_telling_to_told import acknowledge, clock, decide, deliver, send
from tests.factories.council import make_council
from tests.packs.packs_on_disk import write_pack

STAGES = """
stages = 2

[[stage]]
number = 1
name = "Ring the front door"
answered_by = "A contact officer"
answering_role = "hub_screener"
source = "Ashmoor escalation procedure"
"""
LIMITS = """
[timescale.challenge_stage_1]
limit = "4 hours"
source = "Ashmoor escalation procedure"

[timescale.challenge_stage_2]
limit = "3 working days"
source = "Ashmoor escalation procedure"
"""


@pytest.fixture
def ashmoor(tmp_path):
    folder = write_pack(tmp_path, {"challenges.toml": STAGES, "timescales.toml": LIMITS})
    look_in([folder])
    yield load_pack("ashmoor")
    look_in([])


@pytest.fixture
def council(ashmoor, db):
    made = make_council()
    with connected_as("loader"):
        made.authority.pack = "ashmoor"
        made.authority.save()
        load_matrix(made.authority)
    return made


def test_the_pack_says_how_many_stages_there_are_and_who_answers(ashmoor):
    stages = ashmoor.challenge_stages
    assert [stage.number for stage in stages] == [1, 2]
    assert who_answers(stages, 1) == {"hub_screener", "hub_manager"}
    assert next_stage(stages, 2) is None
    assert not may_escalate("answered", stages, 2, due_at=None, now=MONDAY)


def test_a_contact_officer_answers_within_four_hours_and_the_second_stage_is_the_last(council):
    sent = send(council, at=MONDAY)
    acknowledge(sent, council.social_worker, at=MONDAY)
    decide(sent, council.social_worker, at=MONDAY)
    deliver(at=TOLD)
    challenge_id = disagree(council, sent)
    assert clock(sent, "challenge_stage_1").due_at == LATER + timedelta(hours=4)
    with pytest.raises(actions.MayNotAnswer, match="A contact officer"):
        answer(council.social_worker, challenge_id)
    answer(council.screener, challenge_id)
    assert read(council.lead, challenge_id).steps[0].name == "Ring the front door"
    go_on(council, challenge_id, version=2, at=LATER)
    assert clock(sent, "challenge_stage_2").due_at == LATER + timedelta(days=3)
    answer(council.manager, challenge_id, version=3)
    with pytest.raises(actions.ChallengeMovedOn, match="last stage"):
        go_on(council, challenge_id, version=4, at=LATER)
