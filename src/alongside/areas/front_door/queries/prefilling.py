"""What a school has said of a child before, so that it is not asked for again: what is its own alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Answer
from alongside.areas.people.queries import Relative, family_of

# What seldom changes from one request to the next. What happened is always asked anew.
HOUSEHOLD = "household"
PREFILLED = (HOUSEHOLD, "already_tried")

LIVES_WITH = {True: "lives with the child", False: "does not live with the child", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBefore:
    """An answer, and when an earlier request was sent with it; None where the school's own records say it."""

    child_id: UUID
    question: str
    words: str
    said_at: datetime | None


def prefilled(viewer: Viewer, child_id: UUID) -> list[SaidBefore]:
    """What is known already of each question that is prefilled: the team's own latest answer.

    Who is in the household, where the team never said, from what the school itself told of the
    family. An address only where the team wrote one.
    """
    said = _said_before(viewer, child_id)
    if all(one.question != HOUSEHOLD for one in said):
        said += _from_records(viewer, child_id)
    return said


@discloses("request")
def _said_before(viewer: Viewer, child_id: UUID) -> list[SaidBefore]:
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


def _from_records(viewer: Viewer, child_id: UUID) -> list[SaidBefore]:
    """The household as the school's own records have it; nothing where they say nothing of anybody."""
    lines = [_line(one) for one in family_of(viewer, child_id)]
    if not lines:
        return []
    words = "\n".join(lines)
    return [SaidBefore(child_id=child_id, question=HOUSEHOLD, words=words, said_at=None)]


def _line(one: Relative) -> str:
    """One of the family as a line: never where they live, nor a number to ring."""
    said = [
        one.kind.lower(),
        LIVES_WITH[one.lives_with],
        {"Yes": "has parental responsibility", "No": "no parental responsibility"}.get(
            one.parental_responsibility, ""
        ),
    ]
    whole = ", ".join(part for part in said if part)
    return f"{one.name}: {whole}" if one.name else whole.capitalize()
