"""What a school's team has begun and not sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from alongside.access.disclosure import discloses
from alongside.access.gate import somebody_may
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Draft, Request
from alongside.areas.front_door.permissions import TELL
from alongside.areas.front_door.rules import is_urgent
from alongside.register.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Words that a colleague's save replaced, as kept until the draft is sent."""

    question: str
    words: str
    written_by: str
    replaced_by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRead:
    """A draft as its team sees it."""

    draft_id: UUID
    child_id: UUID
    answers: dict[str, str]
    begun_by: str
    saved_at: datetime
    version: int
    urgent: bool
    siblings: tuple[UUID, ...]
    telephone_first: bool
    replaced: tuple[Replaced, ...]


def _read(draft: Draft) -> DraftRead:
    return DraftRead(
        draft_id=draft.id,
        child_id=draft.child_id,
        answers={key: value for key, value in draft.answers.items() if isinstance(value, str)},
        begun_by=draft.begun_by.user.full_name,
        saved_at=draft.saved_at,
        version=draft.version,
        urgent=is_urgent(draft.answers),
        siblings=tuple(draft.siblings),
        telephone_first=draft.telephone_first,
        replaced=tuple(_replaced(kept) for kept in draft.replaced),
    )


def _replaced(kept: dict[str, str]) -> Replaced:
    return Replaced(
        question=kept["question"],
        words=kept["words"],
        written_by=kept["by"],
        replaced_by=kept["now_by"],
        at=datetime.fromisoformat(kept["at"]),
    )


@discloses("request")
def draft_for_team(viewer: Viewer, draft_id: UUID) -> DraftRead | None:
    """One draft of the viewer's team."""
    rows = Draft.objects.select_related("begun_by__user")
    draft = rows.filter(id=draft_id, team_id=viewer.team_id).first()
    return _read(draft) if draft else None


def sent_from(viewer: Viewer, draft_id: UUID) -> UUID | None:
    """The request that the team sent from this draft; None where none was."""
    sent = Request.objects.filter(draft_id=draft_id, referring_team_id=viewer.team_id)
    return sent.values_list("id", flat=True).first()


@discloses("request")
def draft_about(viewer: Viewer, child_id: UUID) -> DraftRead | None:
    """The draft the viewer's team has about one child."""
    rows = Draft.objects.select_related("begun_by__user")
    draft = rows.filter(child_id=child_id, team_id=viewer.team_id).first()
    return _read(draft) if draft else None


@discloses("request")
def drafts_of_team(viewer: Viewer) -> list[DraftRead]:
    """What the viewer's team has begun and not sent, oldest first: the longest unsent is the worst."""
    rows = Draft.objects.select_related("begun_by__user").filter(team_id=viewer.team_id)
    return [_read(draft) for draft in rows.order_by("begun_at")]


def teams_that_cannot_send(*, using: str) -> list[Team]:
    """Teams that have begun something, and in which nobody is left who could send it: of no child, for jobs."""
    staffed = somebody_may(TELL.act, TELL.part, relationship="on_roll", at=Now())
    left = Draft.objects.using(using).filter(~staffed)
    return list(Team.objects.using(using).filter(id__in=left.values("team_id")).order_by("name"))
