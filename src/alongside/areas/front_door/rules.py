"""What may follow what, what an answer must hold, and what a decision needs: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alongside.areas.front_door.terms import (
    QUESTIONS,
    EnquiryState,
    Outcome,
    Question,
    RequestState,
)
from alongside.foundation.calendars import ENGLAND

LONGEST_ANSWER = 200_000  # characters: a whole pasted file is kept as it was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves a request between states, and the event it ends in."""

    act: str
    before: tuple[RequestState, ...]
    after: RequestState
    event: str


_WAITING, _SEEN, _PROPOSED = RequestState.WAITING, RequestState.ACKNOWLEDGED, RequestState.PROPOSED

# Every move there is. The diagram in docs/generated/states.md is drawn from this table.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(act="acknowledge", before=(_WAITING,), after=_SEEN, event="request_acknowledged"),
    Transition(act="claim", before=(_SEEN,), after=_SEEN, event="request_claimed"),
    Transition(act="hand_back", before=(_SEEN,), after=_SEEN, event="request_handed_back"),
    Transition(act="propose", before=(_SEEN,), after=_PROPOSED, event="decision_proposed"),
    Transition(act="return", before=(_PROPOSED,), after=_SEEN, event="decision_returned"),
    Transition(
        act="decide", before=(_SEEN, _PROPOSED), after=RequestState.DECIDED, event="request_decided"
    ),
)


class NotPossibleNow(Exception):
    """The request has moved on: what was asked can no longer be done to it."""


def move(state: str, act: str) -> Transition:
    """The transition that `act` makes from `state`. Raises `NotPossibleNow` where there is none."""
    for transition in TRANSITIONS:
        if transition.act == act and state in transition.before:
            return transition
    raise NotPossibleNow(
        f"A request that is {RequestState(state).label.lower()} cannot be changed in this way."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryTransition:
    """An act that moves an enquiry, the act of the matrix that it needs, and the events it ends in."""

    act: str
    before: EnquiryState
    after: EnquiryState
    needs: str
    event_of_referrer: str  # where the school that asked for help was asked
    event_of_consulted: str  # where another organisation was


_ASKED = EnquiryState.ASKED
ENQUIRY_TRANSITIONS: tuple[EnquiryTransition, ...] = (
    EnquiryTransition(
        act="answer", before=_ASKED, after=EnquiryState.ANSWERED, needs="answer",
        event_of_referrer="information_given", event_of_consulted="consultation_answered",
    ),
    EnquiryTransition(
        act="withdraw", before=_ASKED, after=EnquiryState.WITHDRAWN, needs="ask",
        event_of_referrer="consultation_withdrawn", event_of_consulted="consultation_withdrawn",
    ),
)  # fmt: skip


def move_enquiry(state: str, act: str) -> EnquiryTransition:
    """The transition that `act` makes from `state`. Raises `NotPossibleNow` where there is none."""
    for transition in ENQUIRY_TRANSITIONS:
        if transition.act == act and state == transition.before:
            return transition
    if state == EnquiryState.ANSWERED:
        raise NotPossibleNow("This question has been answered already.")
    raise NotPossibleNow("The question is no longer asked: nobody needs your answer now.")


def problem_with_words(words: str, *, missing: str) -> str:
    """What is wrong with a question or an answer as it was typed; empty when nothing is."""
    if not words.strip():
        return missing
    if len(words) > LONGEST_ANSWER:
        return f"Shorten this to {LONGEST_ANSWER:,} characters or fewer: it has {len(words):,}"
    return ""


Answers = Mapping[str, str]


def problems_with(question: Question, answers: Answers, *, name: str) -> dict[str, str]:
    """What is wrong with the answer to one question: field to words; empty when nothing is."""
    found = {}
    answer = answers.get(question.key, "").strip()
    why_not = answers.get(f"{question.key}_why_not", "").strip()
    if question.required and (
        not answer or (question.kind == "yes_no" and answer not in ("yes", "no"))
    ):
        found[question.key] = question.required.format(name=name)
    if question.follow_up and answer == "no" and not why_not:
        found[f"{question.key}_why_not"] = "Enter why the family does not know"
    for field, words in ((question.key, answer), (f"{question.key}_why_not", why_not)):
        if len(words) > LONGEST_ANSWER:
            found[field] = (
                f"Shorten this to {LONGEST_ANSWER:,} characters or fewer: it has {len(words):,}"
            )
    return found


def first_unanswered(answers: Answers, *, name: str) -> Question | None:
    """The first question with something wrong: the request cannot be sent until there is none."""
    return next((q for q in QUESTIONS if problems_with(q, answers, name=name)), None)


def fields_of(question: Question) -> tuple[str, ...]:
    """The names under which a question's answers are kept."""
    return (question.key, f"{question.key}_why_not") if question.follow_up else (question.key,)


def is_urgent(answers: Answers) -> bool:
    return answers.get("danger") == "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWords:
    """A decision as it is written: for the school to read, and for the record."""

    outcome: str = ""
    level_of_need: int | None = None
    reasons: str = ""
    next_steps: str = ""
    meanwhile: str = ""
    family_told: str = ""  # yes | no
    family_not_told_reason: str = ""


# Reasons must say something: these words alone say nothing.
_EMPTY_REASONS = {
    "did not meet threshold", "does not meet threshold", "threshold not met", "not met threshold", "nfa",
    "no further action", "below threshold", "n/a", "none", "not applicable", "see above", "as above",
    "did not meet the threshold", "does not meet the threshold",
}  # fmt: skip


def problems_with_decision(words: DecisionWords) -> dict[str, str]:
    """What a decision still needs before it may be saved: field to words; empty when nothing."""
    found = {}
    if words.outcome not in Outcome.values:
        found["outcome"] = "Select what will happen"
    if words.level_of_need not in (1, 2, 3, 4):
        found["level_of_need"] = "Select the level of need"
    if not words.reasons.strip():
        found["reasons"] = "Enter the reasons for the decision"
    elif words.reasons.strip(" .!").lower() in _EMPTY_REASONS:
        found["reasons"] = "Say why: what you know about this child that led to the decision"
    if not words.next_steps.strip():
        found["next_steps"] = "Enter what happens next, who does it and by when"
    if words.family_told not in ("yes", "no"):
        found["family_told"] = "Select yes if the family has been told"
    elif words.family_told == "no" and not words.family_not_told_reason.strip():
        found["family_not_told_reason"] = "Enter why the family has not been told"
    found.update(_too_long(words))
    return found


def _too_long(words: DecisionWords) -> dict[str, str]:
    fields = ("reasons", "next_steps", "meanwhile", "family_not_told_reason")
    return {
        field: f"Shorten this to {LONGEST_ANSWER:,} characters or fewer"
        for field in fields
        if len(getattr(words, field)) > LONGEST_ANSWER
    }


def words_lost(held: Answers, given: Answers) -> list[str]:
    """The fields whose words would be lost: what a colleague wrote and is not part of what is saved now."""
    return [field for field, words in held.items() if words and words not in given.get(field, "")]


QUIET = timedelta(hours=1)  # somebody who saved within it may still be writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """When a draft was last saved, and on which day its team was last alerted to it."""

    saved_at: datetime
    alerted_on: date | None


def alert_is_due(draft: Unsent, *, at: datetime, from_time: time, is_school_day: bool) -> bool:
    """Whether a school's team is told now that something lies unsent: once a school day, from a time on."""
    there = at.astimezone(ENGLAND)
    return (
        is_school_day
        and there.time() >= from_time
        and draft.saved_at <= at - QUIET
        and draft.alerted_on != there.date()
    )


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term of a school year, by the months that every school shares whatever its own dates."""

    year: int
    number: int  # 0 spring, 1 summer, 2 autumn: their order in a calendar year

    @property
    def label(self) -> str:
        return f"{('Spring', 'Summer', 'Autumn')[self.number]} {self.year}"


_SUMMER, _AUTUMN = 4, 9  # April and September


def term_of(day: date) -> Term:
    """The term a day counts to: spring January to March, summer April to August, autumn from September."""
    return Term(day.year, 2 if day.month >= _AUTUMN else 1 if day.month >= _SUMMER else 0)


def school_year_start(day: date) -> date:
    """The first of September on or before a day."""
    return date(day.year - (day.month < _AUTUMN), _AUTUMN, 1)
