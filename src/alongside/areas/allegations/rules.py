"""What may follow what with a concern, and what a report and an answer must hold: pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.areas.allegations.terms import QUESTIONS, ConcernOutcome, ConcernState, Question
from alongside.foundation.lengths import LONGEST_TEXT, problem_with_words

LONGEST_LINE = 300
ACKNOWLEDGED_CLOCK = "concern_acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves a concern between states, the act of the matrix it needs, and its event."""

    act: str
    before: tuple[ConcernState, ...]
    after: ConcernState
    needs: str
    event: str


_SENT, _SEEN, _SAID = ConcernState.REPORTED, ConcernState.ACKNOWLEDGED, ConcernState.ANSWERED

# Every move there is. Drawn in docs/generated/states.md.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(act="report", before=(), after=_SENT, needs="report", event="concern_reported"),
    Transition(act="acknowledge", before=(_SENT,), after=_SEEN, needs="record", event="concern_acknowledged"),
    Transition(act="answer", before=(_SENT, _SEEN, _SAID), after=_SAID, needs="answer", event="concern_answered"),
    Transition(
        act="close", before=(_SEEN, _SAID), after=ConcernState.CLOSED, needs="record", event="concern_closed"
    ),
)  # fmt: skip


class ConcernMovedOn(Exception):
    """What was asked can no longer be done to this concern: the words say why."""


def move(state: str, act: str) -> Transition:
    """The transition that `act` makes from `state`."""
    for transition in TRANSITIONS:
        if transition.act == act and state in transition.before:
            return transition
    label = ConcernState(state).label.lower()
    raise ConcernMovedOn(f"This cannot be done now. The concern is: {label}.")


Answers = Mapping[str, str]


def problems_with(question: Question, answers: Answers) -> dict[str, str]:
    """What is wrong with the answer to one question: field to words; empty when nothing is."""
    answer = answers.get(question.key, "").strip()
    if question.required and not answer:
        return {question.key: question.required}
    if question.kind == "yes_no" and answer not in ("yes", "no"):
        return {question.key: question.required}
    most = LONGEST_LINE if question.kind == "line" else LONGEST_TEXT
    problem = problem_with_words(answer, most=most)
    return {question.key: problem} if problem else {}


def first_unanswered(answers: Answers) -> Question | None:
    """The first question with something wrong: nothing can be sent until there is none."""
    return next((question for question in QUESTIONS if problems_with(question, answers)), None)


def problems_with_words(words: str, *, missing: str) -> dict[str, str]:
    """What is wrong with what the officer writes."""
    problem = problem_with_words(words, missing=missing)
    return {"words": problem} if problem else {}


def problems_with_closing(outcome: str, words: str) -> dict[str, str]:
    """What closing still needs."""
    found = {}
    if outcome not in ConcernOutcome.values:
        found["outcome"] = "Select how this ended"
    return found | problems_with_words(words, missing="Enter why, for the record")
