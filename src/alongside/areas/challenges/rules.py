"""What may follow what in a disagreement, who may answer it, and what an answer must hold: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alongside.areas.challenges.terms import UPHELD, ChallengeState, Result
from alongside.foundation.lengths import problem_with_words
from alongside.packs import ChallengeStage


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves a challenge between states, the act of the matrix it needs, and its event."""

    act: str
    before: tuple[ChallengeState, ...]
    after: ChallengeState
    needs: str
    event: str


_OPEN, _ANSWERED = ChallengeState.OPEN, ChallengeState.ANSWERED

# Every move there is. `{stage}` is the stage that begins. Drawn in docs/generated/states.md.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        act="raise", before=(), after=_OPEN, needs="challenge", event="challenge_stage_{stage}_begun"
    ),
    Transition(
        act="answer", before=(_OPEN,), after=_ANSWERED, needs="answer_challenge", event="challenge_answered"
    ),
    Transition(
        act="escalate", before=(_ANSWERED, _OPEN), after=_OPEN, needs="challenge",
        event="challenge_stage_{stage}_begun",
    ),
    Transition(
        act="withdraw", before=(_OPEN, _ANSWERED), after=ChallengeState.WITHDRAWN, needs="challenge",
        event="challenge_withdrawn",
    ),
    Transition(
        act="accept_answer", before=(_ANSWERED,), after=ChallengeState.CLOSED, needs="challenge",
        event="challenge_accepted",
    ),
)  # fmt: skip


class ChallengeMovedOn(Exception):
    """What was asked can no longer be done to this challenge: the words say why."""


def move(state: str | None, act: str) -> Transition:
    """The transition that `act` makes from `state`, None before there is a challenge."""
    for transition in TRANSITIONS:
        fits = not transition.before if state is None else state in transition.before
        if transition.act == act and fits:
            return transition
    label = ChallengeState(state).label.lower() if state else "not there yet"
    raise ChallengeMovedOn(f"This cannot be done now. The disagreement is {label}.")


def after(act: str) -> ChallengeState:
    """The state that an act leads to."""
    return next(transition.after for transition in TRANSITIONS if transition.act == act)


def next_stage(stages: Sequence[ChallengeStage], number: int) -> ChallengeStage | None:
    """The stage after this one; None after the last."""
    return next((stage for stage in stages if stage.number == number + 1), None)


def may_escalate(
    state: str, stages: Sequence[ChallengeStage], number: int, *, due_at: datetime | None, now: datetime
) -> bool:  # fmt: skip
    """Whether the school may go to the next stage: it has an answer, or the answer is late."""
    late = state == ChallengeState.OPEN and due_at is not None and now > due_at
    return next_stage(stages, number) is not None and (state == ChallengeState.ANSWERED or late)


def who_answers(stages: Sequence[ChallengeStage], number: int) -> frozenset[str]:
    """The roles that may answer a stage: the pack's own for it, and those of the stages above."""
    return frozenset(stage.answering_role for stage in stages if stage.number >= number)


def must_be_another(number: int) -> bool:
    """Whether somebody other than who decided must answer: from the second stage on."""
    return number > 1


def timescale_of(number: int) -> str:
    """The pack's time limit for a stage."""
    return f"challenge_stage_{number}"


def problems_with_words(words: str) -> dict[str, str]:
    """What is wrong with what a school writes: field to words; empty when nothing is."""
    missing = "Enter why you disagree, and what you think should happen"
    problem = problem_with_words(words, missing=missing)
    return {"words": problem} if problem else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """An answer as it is written, for the school to read."""

    result: str = ""
    reasons: str = ""
    next_steps: str = ""


def problems_with_answer(words: AnswerWords) -> dict[str, str]:
    """What an answer still needs before it may be sent."""
    found = {}
    if words.result not in Result.values:
        found["result"] = "Select what your answer is"
    if not words.reasons.strip():
        found["reasons"] = "Enter the reasons for your answer"
    if words.result in UPHELD and not words.next_steps.strip():
        found["next_steps"] = "Enter what will now happen, who does it and by when"
    for field in ("reasons", "next_steps"):
        if problem := problem_with_words(getattr(words, field)):
            found[field] = problem
    return found
