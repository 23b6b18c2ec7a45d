"""What the school that asked was told: its own to read, and seen by those who told it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Feedback
from alongside.areas.plans.rules import school_reads
from alongside.areas.plans.terms import About
from alongside.packs import load_pack
from alongside.register.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRead:
    """One thing that a school is told, in the words it reads.

    `override_reason` is empty for a school: why it was told without agreement is not its to know.
    """

    child_id: UUID
    request_id: UUID
    about: str
    title: str
    words: str
    team: str
    telephone: str
    given_by: str
    given_by_team: str  # where whoever tells it works; on handing on, not the team that was asked
    given_at: datetime
    lead_name: str
    meeting_on: date | None
    end_reason: str
    override_reason: str
    read_at: datetime | None


@discloses("feedback")
def feedback_of(viewer: Viewer, request_id: UUID) -> list[FeedbackRead]:
    """Everything the school was told of its request since the decision, newest first."""
    return _read(request_id)


def _read(request_id: UUID) -> list[FeedbackRead]:
    rows = Feedback.objects.select_related(
        "words", "override_reason", "team__organisation", "given_by__user", "given_by__team"
    ).filter(request_id=request_id)
    return [
        FeedbackRead(
            child_id=row.child_id,
            request_id=row.request_id,
            about=row.about,
            title=row.get_about_display(),
            words=row.words.body if row.words else "",
            team=row.team.name,
            telephone=row.team.telephone or row.team.organisation.telephone,
            given_by=row.given_by.user.full_name if row.given_by else "",
            given_by_team=row.given_by.team.name if row.given_by else row.team.name,
            given_at=row.given_at,
            lead_name=row.lead_name,
            meeting_on=row.meeting_on,
            end_reason=row.end_reason,
            override_reason=row.override_reason.body if row.override_reason else "",
            read_at=row.read_at,
        )
        for row in rows.order_by("-given_at", "-id")
    ]


def as_the_school_will_read(
    viewer: Viewer, *, child_id: UUID, request_id: UUID, about: About, own_words: str,
    at: datetime, line: str = "", **said: str,
) -> FeedbackRead:  # fmt: skip
    """What is about to be told, in the form and the words in which `feedback_of` will give it."""
    team = Team.objects.select_related("organisation").get(id=viewer.team_id)
    first = load_pack(viewer.pack).wording.feedback_line(line or about, team=team.name, **said)
    return FeedbackRead(
        child_id=child_id,
        request_id=request_id,
        about=about,
        title=about.label,
        words=school_reads(first, own_words),
        team=team.name,
        telephone=team.telephone or team.organisation.telephone,
        given_by=viewer.full_name,
        given_by_team=team.name,
        given_at=at,
        lead_name="",
        meeting_on=None,
        end_reason="",
        override_reason="",
        read_at=None,
    )
