"""What a school knows of help: nothing but what it was told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Feedback
from alongside.areas.plans.terms import About, HelpState


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackLine:
    """What a school has last been told of one request: who has it, who leads, when they next meet.

    `state` is one of help, or empty where nothing that was told says how it stands.
    """

    request_id: UUID
    child_id: UUID
    state: str = ""
    outcome: str = ""
    team: str = ""
    lead_name: str = ""
    meeting_on: date | None = None
    end_reason: str = ""
    answered: bool = False  # an update, or an end: what a worker who owes an answer owes
    told_at: datetime


STATES = {
    About.PASSED_ON: HelpState.OFFERED,
    About.ACCEPTED: HelpState.ACCEPTED,
    About.LEAD_NAMED: HelpState.ACTIVE,
    About.LEAD_CHANGED: HelpState.ACTIVE,
    About.ENDED: HelpState.ENDED,
}
ANSWERS = (About.UPDATE, About.ENDED)


@discloses("feedback")
def feedback_lines(viewer: Viewer, request_ids: Iterable[UUID]) -> list[FeedbackLine]:
    """For each of these requests of which something was told, how it stands: one query for a list."""
    rows = Feedback.objects.select_related("team").filter(request_id__in=list(request_ids))
    lines: dict[UUID, FeedbackLine] = {}
    for told in rows.order_by("given_at", "id"):
        before = lines.get(told.request_id) or _nothing(told)
        lines[told.request_id] = _after(before, told)
    return list(lines.values())


def _meeting_after(before: FeedbackLine, told: Feedback) -> date | None:
    """The meeting that still stands: one called off is told without a day, and none outlasts the help."""
    if told.about in (About.MEETING, About.ENDED):
        return None if told.about == About.ENDED else told.meeting_on
    return told.meeting_on or before.meeting_on


def told_to_have_ended(viewer: Viewer) -> Exact:
    """For a query of requests: whether it is known that help for each was last said to have ended."""
    rows = Feedback.objects.filter(
        request_id=OuterRef("id"), about__in=(About.ENDED, About.PASSED_ON, About.ACCEPTED)
    )
    last = rows.order_by("-given_at", "-id").values("about")[:1]
    # Empty rather than unknown where nothing was told, so that it may be negated.
    return Exact(Coalesce(Subquery(last), Value("")), Value(About.ENDED.value))


def told_an_answer(viewer: Viewer) -> Exists:
    """For a query of requests: whether it is known that whoever works with the child wrote back."""
    return Exists(Feedback.objects.filter(request_id=OuterRef("id"), about__in=ANSWERS))


def _nothing(told: Feedback) -> FeedbackLine:
    return FeedbackLine(request_id=told.request_id, child_id=told.child_id, told_at=told.given_at)


def _after(before: FeedbackLine, told: Feedback) -> FeedbackLine:
    """How it stands once this was told: another team begins anew."""
    if told.about == About.PASSED_ON:
        before = _nothing(told)
    return replace(
        before,
        state=str(STATES.get(About(told.about), before.state)),
        outcome=told.outcome or before.outcome,
        team=told.team.name,
        lead_name=told.lead_name or before.lead_name,
        meeting_on=_meeting_after(before, told),
        end_reason=told.end_reason,
        answered=before.answered or told.about in ANSWERS,
        told_at=told.given_at,
    )
