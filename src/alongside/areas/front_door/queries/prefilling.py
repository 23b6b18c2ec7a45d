"""What a school has said of a child before, so that it is not asked for again: its own team's words alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Answer

# What seldom changes from one request to the next. What happened is always asked anew.
PREFILLED = ("household", "already_tried")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBefore:
    """An answer of an earlier request of the team's, and when it was sent."""

    child_id: UUID
    question: str
    words: str
    said_at: datetime


@discloses("request")
def prefilled(viewer: Viewer, child_id: UUID) -> list[SaidBefore]:
    """The team's own latest answer to each question that is prefilled; an address only where it wrote one."""
    rows = Answer.objects.filter(
        child_id=child_id,
        question__in=PREFILLED,
        request__referring_team_id=viewer.team_id,
    ).order_by("question", "-request__sent_at", "-request_id")
    latest = rows.distinct("question").values_list("question", "text__body", "request__sent_at")
    return [
        SaidBefore(child_id=child_id, question=question, words=words, said_at=said_at)
        for question, words, said_at in latest
        if words
    ]
