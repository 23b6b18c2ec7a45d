"""What has been asked about a child, as the hub sees it and as whoever was asked does.

An organisation that is consulted may not know of the request: nothing for it joins to one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, QuerySet, When
from django.db.models.functions import Now

from alongside.access.disclosure import discloses
from alongside.access.gate import somebody_may
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.front_door.models import Enquiry
from alongside.areas.front_door.terms import EnquiryState
from alongside.areas.people.queries import people_by_id
from alongside.packs import Role, load_pack
from alongside.register.models import Posting

UNNAMED = "A child no longer on your roll"
TO_REFERRER, TO_CONSULTED = "information_given", "consultation_answered"  # the clocks


def roles_that_answer(pack: str) -> set[str]:
    """The roles that may answer what they are consulted about."""
    return {
        row.role
        for row in load_pack(pack).grant_rows()
        if (row.relationship, row.part, row.act) == ("consulted", "enquiry", "answer")
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRead:
    """A question and what came of it, as the hub reads it."""

    enquiry_id: UUID
    child_id: UUID
    to_referrer: bool
    state: str
    team: str
    organisation: str
    telephone: str
    question: str
    asked_by: str
    asked_at: datetime
    due_at: datetime | None
    answer: str
    answered_by: str
    answered_by_role: str
    answered_at: datetime | None
    nobody_left: bool  # who could answer it
    unasked: bool  # a colleague in the hub added it: the question says where they know it from


@discloses("enquiry")
def enquiries_of(viewer: Viewer, request_id: UUID) -> list[EnquiryRead]:
    """Everything that was asked about a request, oldest first: three queries for any number."""
    rows = _rows().filter(request_id=request_id).order_by("asked_at", "id")
    rows = rows.annotate(staffed=_somebody_could_answer())
    found = list(rows.select_related("to_team__organisation", "answer", "answered_by__user"))
    due = _due(found)
    roles = load_pack(viewer.pack).roles
    return [
        EnquiryRead(
            enquiry_id=row.id,
            child_id=row.child_id,
            to_referrer=row.to_referrer,
            state=row.state,
            team=row.to_team.name,
            organisation=row.to_team.organisation.name,
            telephone=row.to_team.telephone or row.to_team.organisation.telephone,
            question=row.question.body,
            asked_by=row.asked_by.user.full_name,
            asked_at=row.asked_at,
            due_at=due.get(row.id),
            answer=row.answer.body if row.answer else "",
            answered_by=row.answered_by.user.full_name if row.answered_by else "",
            answered_by_role=_role(roles, row.answered_by),
            answered_at=row.answered_at,
            nobody_left=row.state == EnquiryState.LEFT
            or (row.state == EnquiryState.ASKED and not vars(row)["staffed"]),
            unasked=row.asked_by_id == row.answered_by_id,
        )
        for row in found
    ]


def _somebody_could_answer() -> Case:
    """Whether anybody is posted now where it was asked who may answer: at the school, or elsewhere."""
    of_school, of_others = (
        somebody_may("answer", "enquiry", relationship=tie, at=Now(), team="to_team_id")
        for tie in ("referrer", "consulted")
    )
    return Case(
        When(to_referrer=True, then=of_school), default=of_others, output_field=BooleanField()
    )


def _role(roles: Mapping[str, Role], answered_by: Posting | None) -> str:
    role = roles.get(answered_by.role) if answered_by else None
    return role.label if role else ""


def _rows() -> QuerySet[Enquiry]:
    return Enquiry.objects.select_related("question", "asked_by__user", "asked_by__team")


def _due(rows: Sequence[Enquiry]) -> dict[UUID, datetime]:
    """By enquiry, when its answer is due."""
    moments = due_moments([row.request_id for row in rows if row.to_referrer], TO_REFERRER)
    consulted = due_moments([row.id for row in rows if not row.to_referrer], TO_CONSULTED)
    by_row = {row.id: moments.get(row.request_id) for row in rows if row.to_referrer}
    return {key: at for key, at in {**by_row, **consulted}.items() if at}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRead:
    """A question as whoever was asked reads it: who the child is, and no more."""

    enquiry_id: UUID
    child_id: UUID
    request_id: UUID | None  # their own request; None where another organisation asked for help
    name: str
    date_of_birth: date | None
    question: str
    asked_by: str
    team: str
    telephone: str
    asked_at: datetime
    due_at: datetime | None
    state: str
    draft: str
    draft_saved_by: str
    replaced: tuple[tuple[str, str], ...]
    version: int
    answer: str
    answered_by: str
    answered_at: datetime | None


@discloses("identity", "enquiry")
def questions_to_answer(viewer: Viewer) -> list[QuestionRead]:
    """What the viewer's team was asked and has not answered, oldest first: a fixed number of queries."""
    rows = _to_team(viewer).filter(state=EnquiryState.ASKED)
    return _questions(viewer, rows.order_by("asked_at", "id")[:200])


@discloses("identity", "enquiry")
def question_to_team(viewer: Viewer, enquiry_id: UUID) -> QuestionRead | None:
    """One question that the viewer's team was asked."""
    return next(iter(_questions(viewer, _to_team(viewer).filter(id=enquiry_id))), None)


@discloses("enquiry")
def questions_about(viewer: Viewer, request_id: UUID) -> list[QuestionRead]:
    """What the school was asked about its own request, newest first, answered or not."""
    rows = _to_team(viewer).filter(request_id=request_id, to_referrer=True)
    return _questions(viewer, rows.order_by("-asked_at", "-id"))


def requests_of_enquiries(viewer: Viewer, subjects: Iterable[UUID]) -> dict[UUID, UUID]:
    """By enquiry, its request: where a message about an enquiry leads those who asked."""
    rows = Enquiry.objects.filter(id__in=list(subjects), request__receiving_team_id=viewer.team_id)
    return dict(rows.values_list("id", "request_id"))


def _to_team(viewer: Viewer) -> QuerySet[Enquiry]:
    rows = _rows().filter(to_team_id=viewer.team_id)
    return rows.select_related(
        "question", "asked_by__user", "asked_by__team", "answer", "answered_by__user",
        "draft_saved_by__user",
    )  # fmt: skip


def _questions(viewer: Viewer, rows: QuerySet[Enquiry]) -> list[QuestionRead]:
    found = list(rows)
    due = _due(found)
    people = {p.child_id: p for p in people_by_id(viewer, [row.child_id for row in found])}
    return [
        QuestionRead(
            enquiry_id=row.id,
            child_id=row.child_id,
            request_id=row.request_id if row.to_referrer else None,
            name=people[row.child_id].name if row.child_id in people else UNNAMED,
            date_of_birth=people[row.child_id].date_of_birth if row.child_id in people else None,
            question=row.question.body,
            asked_by=row.asked_by.user.full_name,
            team=row.asked_by.team.name,
            telephone=row.asked_by.team.telephone,
            asked_at=row.asked_at,
            due_at=due.get(row.id),
            state=row.state,
            draft=row.draft_answer,
            draft_saved_by=row.draft_saved_by.user.full_name if row.draft_saved_by else "",
            replaced=tuple((one["by"], one["words"]) for one in row.replaced),
            version=row.version,
            answer=row.answer.body if row.answer else "",
            answered_by=row.answered_by.user.full_name if row.answered_by else "",
            answered_at=row.answered_at,
        )
        for row in found
    ]
