"""Ask the school, or another organisation, what they know of a child; answer; no longer ask.

No clock of a request pauses meanwhile.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, require
from alongside.access.ties import end_ties, start_tie
from alongside.access.viewer import Acting, Permission, Viewer
from alongside.areas.chronology.actions import Fact, record, save_texts, write_text
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door.actions.claims import locked_request
from alongside.areas.front_door.actions.errors import AskedNobody, NothingWritten
from alongside.areas.front_door.models import Enquiry, Request
from alongside.areas.front_door.permissions import ANSWER, ASK
from alongside.areas.front_door.queries.teams import teams_that_answer
from alongside.areas.front_door.rules import (
    EnquiryTransition,
    NotPossibleNow,
    move_enquiry,
)
from alongside.areas.front_door.terms import EnquiryState, RequestState
from alongside.areas.messages.actions import mark_read
from alongside.foundation.ids import id_at
from alongside.foundation.lengths import problem_with_words
from alongside.register.models import Team


@transaction.atomic
def ask_referrer(*, request_id: UUID, question: str, by: Viewer, at: datetime) -> UUID:
    """Ask the school that sent a request for what is missing; the enquiry's id. Twice is once."""
    request = _open_request(request_id, by=by, at=at)
    if asked := _same_question(request, request.referring_team_id, question):
        return asked
    enquiry = _asked(request, request.referring_team_id, question, to_referrer=True, by=by, at=at)
    record(fact_of(enquiry, "information_asked", by=by, at=at))
    return enquiry.id


@transaction.atomic
def consult(*, request_id: UUID, team_id: UUID, question: str, by: Viewer, at: datetime) -> UUID:
    """Ask any team of the authority what it knows; it may know who the child is until it has answered.

    The enquiry's id; twice is once. Raises `AskedNobody` where nobody is posted there who could answer.
    """
    request = _open_request(request_id, by=by, at=at)
    team = _team_that_answers(team_id, by=by, at=at)
    if asked := _same_question(request, team.id, question):
        return asked
    enquiry = _asked(request, team.id, question, to_referrer=False, by=by, at=at)
    # The team that asks is tied for the question too: so it is told what becomes of it.
    asking = Team.objects.get(id=request.receiving_team_id)
    for tied, kind in ((team, "consulted"), (asking, "received")):
        start_tie(
            child_id=request.child_id, team=tied, kind=kind, subject_id=enquiry.id, at=at,
            evidence=f"enquiry:{enquiry.id}",
        )  # fmt: skip
    record(fact_of(enquiry, "consultation_asked", by=by, at=at))
    return enquiry.id


@transaction.atomic
def add_what_is_known(
    *, request_id: UUID, words: str, source: str, by: Viewer, at: datetime
) -> UUID:
    """Add what one's own organisation knows, without being asked: an enquiry that is answered at once.

    `source` is where it is known from, in the words of whoever adds it. The same twice is once.
    """
    request = _open_request(request_id, by=by, at=at, permission=ANSWER)
    for said, missing in (
        (source, "Enter where you know this from"),
        (words, "Enter what is known"),
    ):
        if problem := problem_with_words(said, missing=missing):
            raise NothingWritten(problem)
    same = Enquiry.objects.filter(
        request_id=request.id, answered_by_id=by.posting_id, answer__body=words.strip()
    )
    if added := same.filter(question__body=source.strip()).values_list("id", flat=True).first():
        return added
    enquiry = _enquiry(request, by.team_id, to_referrer=False, by=by, at=at)
    enquiry.question, enquiry.answer = (
        text_of(enquiry, said, by=by, at=at) for said in (source, words)
    )
    enquiry.state = EnquiryState.ANSWERED
    enquiry.answered_by_id, enquiry.answered_at = by.posting_id, at
    save_texts([enquiry.question, enquiry.answer])
    enquiry.save(force_insert=True)
    # About the enquiry, as every answer but the school's: what is about the request the school reads.
    record(fact_of(enquiry, "consultation_answered", by=by, at=at))
    return enquiry.id


@transaction.atomic
def withdraw_enquiry(*, enquiry_id: UUID, by: Viewer, at: datetime) -> None:
    """No longer ask: whoever was consulted may no longer know of the child. Twice is once."""
    enquiry = Enquiry.objects.select_for_update().filter(id=enquiry_id).first()
    if enquiry is None:
        raise NotFound
    require(by, ASK, enquiry.child_id, subject_id=enquiry.request_id, at=at)
    if enquiry.state != EnquiryState.WITHDRAWN:
        _withdraw(enquiry, by=by, at=at)


def withdraw_open(request: Request, *, by: Viewer, at: datetime) -> None:
    """A decided request asks nobody any more; what came of its questions has been dealt with."""
    for enquiry in Enquiry.objects.select_for_update().filter(request_id=request.id):
        mark_read(by, subject_id=enquiry.id, at=at)
        if enquiry.state == EnquiryState.ASKED:
            _withdraw(enquiry, by=by, at=at)


def _withdraw(enquiry: Enquiry, *, by: Viewer, at: datetime) -> None:
    transition = move_enquiry(enquiry.state, "withdraw")
    enquiry.state = transition.after
    enquiry.version += 1
    enquiry.save(update_fields=["state", "version"])
    record(fact_of(enquiry, event_of(enquiry, transition), by=by, at=at))
    if not enquiry.to_referrer:
        end_ties(child_id=enquiry.child_id, kind="consulted", subject_id=enquiry.id, at=at)


def _open_request(
    request_id: UUID, *, by: Viewer, at: datetime, permission: Permission = ASK
) -> Request:
    request = locked_request(request_id, permission, by=by, at=at)
    if request.state == RequestState.DECIDED:
        raise NotPossibleNow(
            "This request has been decided: there is nothing left to ask about it."
        )
    return request


def _same_question(request: Request, team_id: UUID, question: str) -> UUID | None:
    """The open enquiry to this team in these very words: a button that was pressed twice."""
    same = Enquiry.objects.filter(
        request_id=request.id,
        to_team_id=team_id,
        state=EnquiryState.ASKED,
        question__body=question.strip(),
    )
    return same.values_list("id", flat=True).first()


def _team_that_answers(team_id: UUID, *, by: Viewer, at: datetime) -> Team:
    teams = Team.objects.filter(id=team_id, organisation__authority_id=by.authority_id)
    team = teams.first()
    if team is None:
        raise NotFound
    if not teams_that_answer(by, at=at).filter(id=team_id).exists():
        raise AskedNobody(team.name)
    return team


def _asked(
    request: Request, team_id: UUID, question: str, *, to_referrer: bool, by: Viewer, at: datetime
) -> Enquiry:
    """The enquiry with its question, saved."""
    if problem := problem_with_words(question, missing="Enter your question"):
        raise NothingWritten(problem)
    enquiry = _enquiry(request, team_id, to_referrer=to_referrer, by=by, at=at)
    enquiry.question = text_of(enquiry, question, by=by, at=at)
    save_texts([enquiry.question])
    enquiry.save(force_insert=True)
    return enquiry


def _enquiry(
    request: Request, team_id: UUID, *, to_referrer: bool, by: Viewer, at: datetime
) -> Enquiry:
    return Enquiry(
        id=id_at(at),
        authority_id=request.authority_id,
        request_id=request.id,
        child_id=request.child_id,
        to_team_id=team_id,
        to_referrer=to_referrer,
        asked_by_id=by.posting_id,
        asked_at=at,
    )


def event_of(enquiry: Enquiry, transition: EnquiryTransition) -> str:
    """What an enquiry that was moved and saved is recorded as.

    A school's clock is of its whole request: it runs on while another question to it stays open.
    """
    if not enquiry.to_referrer:
        return transition.event_of_consulted
    others = Enquiry.objects.filter(
        request_id=enquiry.request_id, to_referrer=True, state=EnquiryState.ASKED
    )
    return transition.event_of_part if others.exists() else transition.event_of_referrer


def about(enquiry: Enquiry) -> UUID:
    """What its events and words are about: the school's own request, or the enquiry by itself."""
    return enquiry.request_id if enquiry.to_referrer else enquiry.id


def text_of(enquiry: Enquiry, body: str, *, by: Acting, at: datetime) -> TextBlock:
    """A question or an answer, unsaved, in the words of the acting organisation."""
    return write_text(
        body=body.strip(),
        authority_id=enquiry.authority_id,
        child_id=enquiry.child_id,
        subject_id=about(enquiry),
        part="enquiry",
        source_id=by.organisation_id,
        at=at,
    )


def fact_of(enquiry: Enquiry, kind: str, *, by: Acting, at: datetime) -> Fact:
    """An event about an enquiry, by a posting."""
    return Fact(
        kind=kind,
        authority_id=enquiry.authority_id,
        child_id=enquiry.child_id,
        subject_id=about(enquiry),
        by_posting_id=by.posting_id,
        at=at,
        payload={"enquiry": enquiry.id},
    )
