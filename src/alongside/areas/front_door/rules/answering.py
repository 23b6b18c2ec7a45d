"""What an answer must hold, and which words a colleague's save would lose."""

from collections.abc import Mapping

from alongside.areas.front_door.terms import (
    QUESTIONS,
    Question,
)
from alongside.foundation.lengths import problem_with_words

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
        if problem := problem_with_words(words):
            found[field] = problem
    return found


def first_unanswered(answers: Answers, *, name: str) -> Question | None:
    """The first question with something wrong: the request cannot be sent until there is none."""
    return next((q for q in QUESTIONS if problems_with(q, answers, name=name)), None)


def fields_of(question: Question) -> tuple[str, ...]:
    """The names under which a question's answers are kept."""
    return (question.key, f"{question.key}_why_not") if question.follow_up else (question.key,)


def is_urgent(answers: Answers) -> bool:
    return answers.get("danger") == "yes"


def words_lost(held: Answers, given: Answers) -> list[str]:
    """The fields whose words would be lost: what a colleague wrote and is not part of what is saved now."""
    return [field for field, words in held.items() if words and words not in given.get(field, "")]
