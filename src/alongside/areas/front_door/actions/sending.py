"""Send a request: the moment at which it becomes a team's, with a clock running."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from alongside.access.gate import NotFound, may
from alongside.access.ties import start_tie
from alongside.access.viewer import Acting, Viewer
from alongside.areas.chronology.actions import Fact, record_many, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.actions.drafts import locked_draft
from alongside.areas.front_door.actions.errors import NothingSent
from alongside.areas.front_door.models import Answer, Draft, Request
from alongside.areas.front_door.permissions import TELL
from alongside.areas.front_door.rules import fields_of, first_unanswered, is_urgent
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.messages.actions import mark_notices_read
from alongside.areas.schools.actions import share_request
from alongside.foundation.ids import id_at
from alongside.packs import load_pack
from alongside.register.models import Child, Team


class NoReceivingTeam(Exception):
    """The authority has no team of the kind its pack says receives requests: ring the duty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as sent, before it is rows: the same for one sent now and one loaded from history."""

    draft_id: UUID
    authority_id: UUID
    child_id: UUID
    referring_team_id: UUID
    referring_organisation_id: UUID
    referred_by_id: UUID
    receiving_team_id: UUID
    answers: Mapping[str, str]
    at: datetime
    told_together: UUID | None = None
    also_about: Sequence[UUID] = ()
    telephone_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRows:
    """The rows of one sent request, not yet saved."""

    request: Request
    answers: list[Answer]
    texts: list[TextBlock]
    fact: Fact


class NoLongerOnRoll(Exception):
    """A child who was to be asked about too has left the roll since."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing has been sent: one of the other children is no longer on your roll. "
            "Look again at who else is affected, then send."
        )


@transaction.atomic
def send_request(*, draft_id: UUID, by: Viewer, at: datetime) -> UUID:
    """Send a draft to the team that receives requests: one request for each child; the first one's id.

    Twice is once. Raises `NothingSent`, naming the question, where an answer is missing.
    """
    try:
        draft = locked_draft(draft_id, by=by, at=at)
    except NotFound:  # sent already, perhaps while this waited for its lock
        if sent := Request.objects.filter(draft_id=draft_id).first():
            return sent.id
        raise
    refuse_incomplete(draft.answers)
    receiving = receiving_team(by)
    for child_id in draft.siblings:
        if not may(by, TELL, child_id, subject_id=None, at=at):
            raise NoLongerOnRoll
    first, *others = [
        _send(draft, child_id, receiving, by=by, at=at)
        for child_id in (draft.child_id, *draft.siblings)
    ]
    mark_notices_read(by, at=at, child_id=draft.child_id)
    draft.delete()
    record_many([rows.fact for rows in (first, *others)])
    return first.request.id


def _send(
    draft: Draft, child_id: UUID, receiving: Team, *, by: Viewer, at: datetime
) -> RequestRows:
    """Save the request for one child of a draft; what to record of it is still to be recorded."""
    by.ledger.note(child_id, TELL.part)
    rows = rows_of(
        Sent(
            draft_id=draft.id if child_id == draft.child_id else uuid5(draft.id, str(child_id)),
            authority_id=Child.objects.values_list("authority_id", flat=True).get(id=child_id),
            child_id=child_id,
            referring_team_id=by.team_id,
            referring_organisation_id=by.organisation_id,
            referred_by_id=by.posting_id,
            receiving_team_id=receiving.id,
            answers=draft.answers,
            at=at,
            told_together=draft.id if draft.siblings else None,
            also_about=[c for c in (draft.child_id, *draft.siblings) if c != child_id],
            telephone_first=draft.telephone_first,
        )
    )
    _tie(rows.request, receiving, by=by, at=at)
    share_request(child_id=child_id, request_id=rows.request.id, by=by, at=at)
    save_texts(rows.texts)
    rows.request.save(force_insert=True)
    Answer.objects.bulk_create(rows.answers)
    return rows


def refuse_incomplete(answers: Mapping[str, str]) -> None:
    """Raise `NothingSent` at the first question with something wrong."""
    if question := first_unanswered(answers, name=""):
        raise NothingSent(question.key)


def receiving_team(viewer: Acting) -> Team:
    """The team that receives requests in the viewer's authority."""
    front_door = load_pack(viewer.pack).front_door
    kind = front_door.receiving_team_kind
    team = (
        Team.objects.filter(organisation__authority_id=viewer.authority_id, kind=kind)
        .order_by("id")
        .first()
    )
    if team is None:
        raise NoReceivingTeam(
            f"Nothing has been sent: nobody receives requests here yet. What you wrote is kept. "
            f"Ring {front_door.name} on {front_door.duty_line}."
        )
    return team


def _tie(request: Request, receiving: Team, *, by: Viewer, at: datetime) -> None:
    """Tie both teams to the child for this request: the referrer first, since it starts the other."""
    referring = Team.objects.get(id=by.team_id)
    for team, kind, evidence in ties_wanted(request, referring, receiving):
        start_tie(
            child_id=request.child_id,
            team=team,
            kind=kind,
            subject_id=request.id,
            at=at,
            evidence=evidence,
        )


def ties_wanted(
    request: Request, referring: Team, receiving: Team
) -> Iterator[tuple[Team, str, str]]:
    """Which teams a request ties to its child, how, and what shows it."""
    for team, kind in ((referring, "referrer"), (receiving, "received")):
        yield team, kind, f"request:{request.id}"


def rows_of(sent: Sent) -> RequestRows:
    """Everything a sent request is made of."""
    request = Request(
        id=id_at(sent.at),
        authority_id=sent.authority_id,
        child_id=sent.child_id,
        draft_id=sent.draft_id,
        referring_team_id=sent.referring_team_id,
        referred_by_id=sent.referred_by_id,
        receiving_team_id=sent.receiving_team_id,
        urgent=is_urgent(sent.answers),
        sent_at=sent.at,
        told_together=sent.told_together,
        telephone_first=sent.telephone_first,
    )
    texts = {
        key: _text(sent, request.id, body) for key, body in given_answers(sent.answers).items()
    }
    answers = [
        Answer(request=request, child_id=sent.child_id, question=key, text=text)
        for key, text in texts.items()
    ]
    return RequestRows(
        request=request, answers=answers, texts=list(texts.values()), fact=_fact(sent, request)
    )


def _fact(sent: Sent, request: Request) -> Fact:
    return Fact(
        kind="request_sent",
        authority_id=sent.authority_id,
        child_id=sent.child_id,
        subject_id=request.id,
        by_posting_id=sent.referred_by_id,
        at=sent.at,
        payload={"urgent": request.urgent},
    )


def given_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that say something, in the order of the questions; a reason only beneath its "no"."""
    keys = [
        field
        for question in QUESTIONS
        for field in fields_of(question)
        if field == question.key or answers.get(question.key) == "no"
    ]
    return {key: str(answers[key]).strip() for key in keys if str(answers.get(key, "")).strip()}


def _text(sent: Sent, request_id: UUID, body: str) -> TextBlock:
    text = write_text(
        body=body,
        authority_id=sent.authority_id,
        child_id=sent.child_id,
        subject_id=request_id,
        part="request",
        source_id=sent.referring_organisation_id,
        at=sent.at,
    )
    text.also_about = list(sent.also_about)
    return text
