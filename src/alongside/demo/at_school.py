"""Scenes at school: siblings told of together, a draft nobody sent, a colleague who knows, disagreement."""

from datetime import timedelta
from uuid import UUID

from alongside.areas.challenges.actions import answer_challenge, raise_challenge
from alongside.areas.challenges.rules import AnswerWords
from alongside.areas.front_door import actions
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.schools.actions import assign_child
from alongside.areas.staffing.actions import say_away
from alongside.demo.courses import answers_of
from alongside.demo.families import SyntheticChild
from alongside.demo.office_time import at_time
from alongside.demo.scenes import Stage
from alongside.foundation.calendars import add_working_days

DISAGREES = (
    "We do not agree that advice is enough. The family has tried what was advised, twice, and it is "
    "getting harder for the child. Please look at it again with the school nurse."
)
ANSWERED = AnswerWords(
    result="partly",
    reasons="You are right that the family has tried this before: we had not read that closely enough.",
    next_steps="Our link worker rings you tomorrow, and we look at it again with the school nurse this week.",
)
LEFT_OUT = ("working_well", "child_voice")  # of the draft: what its writer wanted to ask first
TEN_O_CLOCK, THREE_O_CLOCK = 10 * 60, 15 * 60


def tell_of_siblings(stage: Stage, siblings: list[SyntheticChild]) -> list[UUID]:
    """One request about brothers and sisters at one school, sent together; the children's ids."""
    first, *others = siblings
    at, ids = stage.sent_lately(), stage.whole.children
    with stage.sessions.acting_as(stage.lead) as viewer:
        draft_id = actions.begin_draft(child_id=ids[first.key], by=viewer, at=at)
        version = actions.save_answers(
            draft_id=draft_id, questions=[question.key for question in QUESTIONS],
            words=answers_of(stage.story(first, at)), version=1, by=viewer, at=at,
        )  # fmt: skip
        actions.choose_siblings(
            draft_id=draft_id, children=[ids[other.key] for other in others],
            version=version, by=viewer, at=at,
        )  # fmt: skip
        actions.send_request(draft_id=draft_id, by=viewer, at=at)
    stage.deliver(at)
    return [ids[child.key] for child in siblings]


def leave_a_draft(stage: Stage) -> None:
    """Half a request that the lead meant to finish, begun an hour ago."""
    child, at = stage.free.pop(), stage.now - timedelta(hours=1)
    answers = answers_of(stage.story(child, at))
    with stage.sessions.acting_as(stage.lead) as viewer:
        draft_id = actions.begin_draft(child_id=stage.whole.children[child.key], by=viewer, at=at)
        questions = [one.key for one in QUESTIONS if one.key not in LEFT_OUT]
        actions.save_answers(
            draft_id=draft_id, questions=questions, words=answers, version=1, by=viewer, at=at
        )


def let_a_colleague_know(stage: Stage, pastoral: UUID, children: list[UUID]) -> None:
    """The lead lets somebody of pastoral staff know of these children."""
    with stage.sessions.acting_as(stage.lead) as viewer:
        for child_id in children:
            at = stage.now - timedelta(minutes=30)
            assign_child(child_id=child_id, posting_id=pastoral, by=viewer, at=at)


def disagree(stage: Stage) -> None:
    """The school disagrees with two decisions: the front door has answered one of them."""
    for days_ago, answered in ((6, True), (2, False)):
        request_id, _ = stage.decided(
            stage.free.pop(), "advice", days_ago=days_ago, local_offer="Thornmere Family Hub"
        )
        day = add_working_days(stage.now.date(), 1 - days_ago)
        at = at_time(day, TEN_O_CLOCK) if answered else stage.now - timedelta(hours=2)
        with stage.sessions.acting_as(stage.lead) as viewer:
            challenge_id = raise_challenge(request_id=request_id, words=DISAGREES, by=viewer, at=at)
        stage.deliver(at)
        if answered:
            at = at_time(add_working_days(day, 1), THREE_O_CLOCK)
            with stage.sessions.acting_as(stage.social_worker) as viewer:
                answer_challenge(
                    challenge_id=challenge_id, words=ANSWERED, version=1, by=viewer, at=at
                )
            stage.deliver(at)


def be_away(stage: Stage, posting_id: UUID) -> None:
    """Somebody said this morning that they are away."""
    with stage.sessions.acting_as(posting_id) as viewer:
        say_away(posting_id=posting_id, by=viewer, at=stage.now - timedelta(hours=2))
