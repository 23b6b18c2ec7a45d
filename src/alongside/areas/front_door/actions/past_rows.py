"""One past request as rows, unsaved: its acts done again by the same rules as when people do them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.areas.chronology.actions import Fact
from alongside.areas.front_door.actions.claims import is_held_from, take_on
from alongside.areas.front_door.actions.courses import Course
from alongside.areas.front_door.actions.deciding import (
    decided_rows,
    put_forward,
    refuse_unfinished,
    refuse_unregistered,
)
from alongside.areas.front_door.actions.decision_drafts import written
from alongside.areas.front_door.actions.drafts import as_typed
from alongside.areas.front_door.actions.errors import HeldByAnother
from alongside.areas.front_door.actions.following import owed_evidence, what_follows
from alongside.areas.front_door.actions.past_postings import NoSuchChild, PastPosting, PastPostings
from alongside.areas.front_door.actions.reading import read_decision
from alongside.areas.front_door.actions.sending import (
    RequestRows,
    Sent,
    refuse_incomplete,
    rows_of,
    ties_wanted,
)
from alongside.areas.front_door.actions.telling import tell, tell_by_call
from alongside.areas.front_door.models import Decision, DecisionDraft, Request, Transfer
from alongside.areas.front_door.permissions import (
    ACKNOWLEDGE,
    DECIDE,
    MARK_READ,
    PROPOSE_DECISION,
    RECORD_CALL,
    TELL,
)
from alongside.areas.front_door.rules import move
from alongside.areas.front_door.terms import QUESTIONS, RequestState, Told
from alongside.areas.plans.actions import PastHelp, past_offer
from alongside.foundation.ids import new_id
from alongside.register.models import Relationship, Team


@dataclass(slots=True, kw_only=True)
class PastRows:
    """Every row of one past request, but for events, clocks and deliveries, which its facts make.

    `told` and `read` come last: who told rests on a delivery, and who read on all of them.
    """

    course: Course
    sent: RequestRows
    ties: list[Relationship]
    facts: list[Fact]
    draft: DecisionDraft | None = None
    decision: Decision | None = None
    help_: PastHelp | None = None
    transfer: Transfer | None = None
    told: Fact | None = None
    read: Fact | None = None
    reader: PastPosting | None = None
    decider: PastPosting | None = None

    @property
    def request(self) -> Request:
        return self.sent.request


def past_rows(course: Course, postings: PastPostings) -> PastRows:
    """The rows that the acts of a course leave, each refused as it would be when people do it."""
    rows = _sent(course, postings)
    for act in (_acknowledged, _proposed, _decided, _told, _read):
        act(rows, postings)
    return rows


def _sent(course: Course, postings: PastPostings) -> PastRows:
    by = postings.acting(course.sent_by, TELL, at=course.sent_at)
    child = postings.children.get(course.child_id)
    if child is None:
        raise NoSuchChild("There is no such child here.")
    answers = {k: v for q in QUESTIONS for k, v in as_typed(q.key, course.answers).items()}
    refuse_incomplete(answers)
    receiving = postings.receiving_team(by)
    sent = rows_of(
        Sent(
            draft_id=new_id(), authority_id=child.authority_id, child_id=child.id,
            referring_team_id=by.team_id, referring_organisation_id=by.organisation_id,
            referred_by_id=by.posting_id, receiving_team_id=receiving.id,
            answers=answers, at=course.sent_at,
        )
    )  # fmt: skip
    referring = postings.teams[by.team_id]
    return PastRows(
        course=course,
        sent=sent,
        ties=[
            _tie(sent.request, team, kind, evidence, at=course.sent_at)
            for team, kind, evidence in ties_wanted(sent.request, referring, receiving)
        ],
        facts=[sent.fact],
    )


def _tie(
    request: Request,
    team: Team,
    kind: str,
    evidence: str,
    *,
    at: datetime,
    subject_id: UUID | None = None,
) -> Relationship:
    return Relationship(
        authority_id=request.authority_id, child_id=request.child_id, organisation_id=team.organisation_id,
        team=team, kind=kind, subject_id=subject_id or request.id, starts_at=at, evidence=evidence,
    )  # fmt: skip


def _acknowledged(rows: PastRows, postings: PastPostings) -> None:
    course, request = rows.course, rows.request
    if course.acknowledged_by is None or course.acknowledged_at is None:
        return
    by = postings.acting(
        course.acknowledged_by, ACKNOWLEDGE, of_team=request.receiving_team_id, at=course.acknowledged_at
    )  # fmt: skip
    rows.facts.append(take_on(request, by=by, at=course.acknowledged_at))


def _proposed(rows: PastRows, postings: PastPostings) -> None:
    course, request = rows.course, rows.request
    if course.proposed_by is None or course.proposed_at is None:
        return
    by = postings.acting(
        course.proposed_by, PROPOSE_DECISION, of_team=request.receiving_team_id, at=course.proposed_at
    )  # fmt: skip
    _refuse_held(request, postings, by=by, at=course.proposed_at)
    choices = postings.choices(
        by, course.child_id, naming=course.words.help_team, at=course.proposed_at
    )
    refuse_unfinished(course.words, choices)
    columns = written(request, course.words, by=by, at=course.proposed_at)
    rows.draft = DecisionDraft(request=request, **columns)
    rows.facts.append(put_forward(request, rows.draft, by=by, at=course.proposed_at))


def _decided(rows: PastRows, postings: PastPostings) -> None:
    course, request = rows.course, rows.request
    if course.decided_by is None or course.decided_at is None:
        return
    by = postings.acting(
        course.decided_by, DECIDE, of_team=request.receiving_team_id, at=course.decided_at
    )
    refuse_unregistered(by)
    if request.state == RequestState.ACKNOWLEDGED:
        _refuse_held(request, postings, by=by, at=course.decided_at)
    move(request.state, "decide")
    choices = postings.choices(
        by, course.child_id, naming=course.words.help_team, at=course.decided_at
    )
    refuse_unfinished(course.words, choices)
    rows.decision, texts, fact = decided_rows(
        request, course.words, proposed_by_id=course.proposed_by or by.posting_id,
        decided_by_id=by.posting_id, source_id=by.organisation_id, at=course.decided_at,
    )  # fmt: skip
    rows.sent.texts.extend(texts)
    rows.facts.append(fact)
    rows.draft, rows.decider = None, by
    _followed(rows, rows.decision, postings)


def _followed(rows: PastRows, decision: Decision, postings: PastPostings) -> None:
    """What the decision led to, as `let_follow` would have left it."""
    request, at = rows.request, decision.decided_at
    working = postings.working(request.child_id, at=at)
    following = what_follows(request, decision, working=working)
    if following.offer:
        help_, team = past_offer(following.offer), postings.team(following.offer.team_id)
        rows.ties += [
            _tie(request, team, "allocated", help_.evidence, at=at, subject_id=subject_id)
            for subject_id in help_.tied_for
        ]
        rows.facts.append(help_.fact)
        rows.help_ = help_
        postings.add_help(help_.working)
    if following.tied:
        team = postings.team(following.tied.team_id)
        tie = _tie(request, team, "allocated", owed_evidence(request), at=at)
        tie.discreet = following.tied.discreet
        rows.ties.append(tie)
    rows.transfer = following.transfer
    if following.fact:
        rows.facts.append(following.fact)


def _refuse_held(
    request: Request, postings: PastPostings, *, by: PastPosting, at: datetime
) -> None:
    holder = postings.holder(request.claimed_by_id, at=at)
    if holder and is_held_from(request, by):
        raise HeldByAnother(holder.full_name)


def _told(rows: PastRows, postings: PastPostings) -> None:
    course, request = rows.course, rows.request
    if course.told_at is None:
        return
    if course.told_how == Told.CALL and course.told_by:
        by = postings.acting(
            course.told_by, RECORD_CALL, of_team=request.receiving_team_id, at=course.told_at
        )
        rows.told = tell_by_call(request, by=by, at=course.told_at)
    else:
        rows.told = tell(request, how=Told.INBOX, at=course.told_at)


def _read(rows: PastRows, postings: PastPostings) -> None:
    course, request = rows.course, rows.request
    if course.read_by is None or course.read_at is None:
        return
    rows.reader = postings.acting(
        course.read_by, MARK_READ, of_team=request.referring_team_id, at=course.read_at
    )
    rows.read = read_decision(request, by=rows.reader, at=course.read_at)
