"""Disagree, answer, go to the next stage, accept, withdraw: each call ends in a recorded event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require
from alongside.access.viewer import Permission, Viewer
from alongside.areas.challenges.models import Challenge, ChallengeStep
from alongside.areas.challenges.permissions import ANSWER_CHALLENGE, CHALLENGE
from alongside.areas.challenges.queries import due_now, stages_of, why_not_answer
from alongside.areas.challenges.rules import (
    AnswerWords,
    ChallengeMovedOn,
    after,
    may_escalate,
    move,
    next_stage,
    problems_with_answer,
    problems_with_words,
)
from alongside.areas.challenges.terms import GOING, UPHELD
from alongside.areas.chronology.actions import Fact, record, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.actions import reconsider
from alongside.areas.front_door.actions.claims import locked_request
from alongside.areas.front_door.queries.status import may_be_read
from alongside.areas.messages.actions import mark_read
from alongside.foundation.ids import id_at
from alongside.packs import ChallengeStage

__all__ = [
    "ChallengeMovedOn",
    "MayNotAnswer",
    "WordsMissing",
    "accept_answer",
    "answer_challenge",
    "escalate_challenge",
    "raise_challenge",
    "withdraw_challenge",
]


@dataclass
class WordsMissing(Exception):
    """Something that the other side will read has not been written: field to words."""

    problems: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(self.problems.values())


class MayNotAnswer(Exception):
    """Somebody else answers at this stage: the words say who."""


@transaction.atomic
def raise_challenge(*, request_id: UUID, words: str, by: Viewer, at: datetime) -> UUID:
    """Disagree with a decision, at the first stage; the challenge's id. The same words twice are once.

    Raises `ChallengeMovedOn` before the decision may be read, or where the team disagrees already.
    """
    _refuse(problems_with_words(words))
    request = locked_request(request_id, CHALLENGE, by=by, at=at)
    if not may_be_read(request):
        raise ChallengeMovedOn("There is no decision to disagree with yet.")
    going = Challenge.objects.filter(request_id=request_id, state__in=GOING).first()
    if going:
        return _same_again(going, words)
    transition = move(None, "raise")
    challenge = Challenge(
        id=id_at(at), authority_id=request.authority_id, request_id=request_id,
        child_id=request.child_id, team_id=by.team_id, state=transition.after, begun_at=at,
    )  # fmt: skip
    challenge.save(force_insert=True)
    _begin_step(challenge, words, by=by, at=at)
    record(_fact(challenge, transition.event.format(stage=1), by=by, at=at))
    return challenge.id


def _same_again(going: Challenge, words: str) -> UUID:
    first = ChallengeStep.objects.select_related("words").get(challenge=going, stage=1)
    if first.words.body != words.strip():
        raise ChallengeMovedOn(
            "Your school already disagrees with this decision. Read what was said, and add to it there."
        )
    return going.id


@transaction.atomic
def answer_challenge(
    *, challenge_id: UUID, words: AnswerWords, version: int, by: Viewer, at: datetime
) -> None:
    """Answer the present stage in writing. It changes no decision: the words say what will happen.

    Where something is to change, the request stands in the queue again until it is handed on.

    Raises `MayNotAnswer` where the pack has somebody else answer this stage.
    """
    challenge = _locked(challenge_id, ANSWER_CHALLENGE, version=version, by=by, at=at)
    transition = move(challenge.state, "answer")
    _refuse(problems_with_answer(words))
    if why_not := why_not_answer(by, challenge):
        raise MayNotAnswer(why_not)
    step = ChallengeStep.objects.select_for_update().get(challenge=challenge, stage=challenge.stage)
    texts = [_text(challenge, words.reasons, by=by, at=at)]
    if words.next_steps.strip():
        texts.append(_text(challenge, words.next_steps, by=by, at=at))
    save_texts(texts)
    step.result, step.answer = words.result, texts[0]
    step.next_steps = texts[1] if len(texts) > 1 else None
    step.answered_by_id, step.answered_at = by.posting_id, at
    step.save(update_fields=["result", "answer", "next_steps", "answered_by", "answered_at"])
    _save(challenge, transition.after)
    mark_read(by, subject_id=challenge.request_id, at=at)
    record(_fact(challenge, transition.event, by=by, at=at, result=words.result))
    if words.result in UPHELD:
        reconsider(request_id=challenge.request_id, by=by, at=at)


@transaction.atomic
def escalate_challenge(
    *, challenge_id: UUID, words: str, version: int, by: Viewer, at: datetime
) -> None:
    """Take it to the next stage, with words: after an answer, or where the answer is late."""
    challenge = _locked(challenge_id, CHALLENGE, version=version, by=by, at=at)
    transition = move(challenge.state, "escalate")
    stages = stages_of(challenge.authority.pack)
    if not may_escalate(
        challenge.state, stages, challenge.stage, due_at=due_now(challenge), now=at
    ):
        raise ChallengeMovedOn(_why_not_further(next_stage(stages, challenge.stage)))
    _refuse(problems_with_words(words))
    challenge.stage += 1
    _save(challenge, transition.after)
    _begin_step(challenge, words, by=by, at=at)
    mark_read(by, subject_id=challenge.request_id, at=at)
    record(_fact(challenge, transition.event.format(stage=challenge.stage), by=by, at=at))


def _why_not_further(following: ChallengeStage | None) -> str:
    if following is None:
        return "This was the last stage."
    return "Wait for the answer. If it is late, you can go to the next stage without it."


@transaction.atomic
def accept_answer(*, challenge_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """The school accepts the answer: the challenge is closed. Twice is once."""
    _end(challenge_id, "accept_answer", version=version, by=by, at=at)


@transaction.atomic
def withdraw_challenge(*, challenge_id: UUID, version: int, by: Viewer, at: datetime) -> None:
    """The school no longer disagrees, or does not go on. Twice is once."""
    _end(challenge_id, "withdraw", version=version, by=by, at=at)


def _end(challenge_id: UUID, act: str, *, version: int, by: Viewer, at: datetime) -> None:
    challenge = _locked(challenge_id, CHALLENGE, version=None, by=by, at=at)
    if challenge.state == after(act):
        return
    transition = move(challenge.state, act)
    _refuse_if_changed(challenge, version)
    challenge.ended_at = at
    _save(challenge, transition.after)
    mark_read(by, subject_id=challenge.request_id, at=at)
    record(_fact(challenge, transition.event, by=by, at=at))


def _locked(
    challenge_id: UUID, permission: Permission, *, version: int | None, by: Viewer, at: datetime
) -> Challenge:
    """The challenge, locked until the transaction ends, if the viewer may do this to it."""
    rows = Challenge.objects.select_related("authority", "request__decision__decided_by")
    challenge = rows.select_for_update(of=("self",)).filter(id=challenge_id).first()
    if challenge is None:
        raise NotFound
    require(by, permission, challenge.child_id, subject_id=challenge.request_id, at=at)
    if version is not None:
        _refuse_if_changed(challenge, version)
    return challenge


def _refuse_if_changed(challenge: Challenge, version: int) -> None:
    if challenge.version != version:
        raise ChallengeMovedOn(
            "This has changed since you opened it. Read what is new, then send yours again."
        )


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise WordsMissing(problems)


def _save(challenge: Challenge, state: str) -> None:
    challenge.state = state
    challenge.version += 1
    challenge.save(update_fields=["state", "stage", "ended_at", "version"])


def _begin_step(challenge: Challenge, words: str, *, by: Viewer, at: datetime) -> None:
    text = _text(challenge, words, by=by, at=at)
    save_texts([text])
    ChallengeStep(
        id=id_at(at), challenge=challenge, child_id=challenge.child_id, request_id=challenge.request_id,
        stage=challenge.stage, begun_at=at, words=text, by_id=by.posting_id,
    ).save(force_insert=True)  # fmt: skip


def _text(challenge: Challenge, body: str, *, by: Viewer, at: datetime) -> TextBlock:
    return write_text(
        body=body.strip(), authority_id=challenge.authority_id, child_id=challenge.child_id,
        subject_id=challenge.request_id, part="challenge", source_id=by.organisation_id, at=at,
    )  # fmt: skip


def _fact(challenge: Challenge, kind: str, *, by: Viewer, at: datetime, **payload: object) -> Fact:
    return Fact(
        kind=kind, authority_id=challenge.authority_id, child_id=challenge.child_id,
        subject_id=challenge.request_id, by_posting_id=by.posting_id, at=at,
        payload={"challenge": challenge.id, **payload},
    )  # fmt: skip
