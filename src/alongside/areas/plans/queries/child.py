"""Help and meetings as they stand on a child's page, for those who may read the plan."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Feedback, Help, Meeting
from alongside.areas.plans.rules import OPEN
from alongside.areas.plans.terms import About, MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A period of help in one line: which team, how it stands, and who leads it."""

    child_id: UUID
    help_id: UUID
    outcome: str
    team_id: UUID
    team: str
    state: str
    lead: str
    offered_at: datetime
    ended_at: datetime | None
    is_open: bool


@discloses("plan")
def help_of_child(viewer: Viewer, child_id: UUID, *, most: int = 50) -> list[HelpLine]:
    """The help a child has and has had, newest first, as far as the viewer may read it."""
    rows = Help.objects.select_related("team", "lead__user").filter(child_id=child_id)
    return [
        HelpLine(
            child_id=child_id,
            help_id=row.id,
            outcome=row.outcome,
            team_id=row.team_id,
            team=row.team.name,
            state=row.get_state_display(),
            lead=row.lead.user.full_name if row.lead else "",
            offered_at=row.offered_at,
            ended_at=row.ended_at,
            is_open=row.state in OPEN,
        )
        for row in rows.order_by("-offered_at", "-id")[:most]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting that is planned: what it is, when and where."""

    child_id: UUID
    help_id: UUID
    kind: str
    starts_at: datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTold:
    """A meeting that the school which asked was told of."""

    child_id: UUID
    request_id: UUID
    day: date
    team: str


@discloses("feedback")
def meetings_told(viewer: Viewer, child_id: UUID, *, today: date) -> list[MeetingTold]:
    """Meetings to come of which the school was told, soonest first; of each request the last told of."""
    rows = Feedback.objects.select_related("team").filter(
        child_id=child_id, about__in=(About.MEETING, About.ENDED, About.PASSED_ON)
    )
    latest = {row.request_id: row for row in rows.order_by("given_at", "id")}
    told = [
        MeetingTold(
            child_id=child_id, request_id=row.request_id, day=row.meeting_on, team=row.team.name
        )
        for row in latest.values()
        if row.about == About.MEETING and row.meeting_on and row.meeting_on >= today
    ]
    return sorted(told, key=lambda meeting: meeting.day)


@discloses("plan")
def meetings_of(viewer: Viewer, child_id: UUID, *, now: datetime) -> list[MeetingLine]:
    """Meetings planned and not yet begun, soonest first."""
    rows = Meeting.objects.filter(
        child_id=child_id, state=MeetingState.PLANNED, starts_at__gte=now
    ).order_by("starts_at", "id")
    return [
        MeetingLine(
            child_id=child_id,
            help_id=row.help_id,
            kind=row.get_kind_display(),
            starts_at=row.starts_at,
            place=row.place,
        )
        for row in rows
    ]
