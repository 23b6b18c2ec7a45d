"""One period of help, as far as the viewer may read of it: everything for its team, the plan for its members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alongside.access.disclosure import discloses
from alongside.access.gate import is_live, live
from alongside.access.ties import ties_of
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import due_moments
from alongside.areas.people.queries import person
from alongside.areas.plans.models import Contact, Handover, Help, Meeting
from alongside.areas.plans.queries.owing import UNNAMED
from alongside.areas.plans.queries.work import ACCEPT_CLOCK, LEAD_CLOCK, SILENCE
from alongside.areas.plans.rules import may_be_told
from alongside.areas.plans.terms import AgreedBy, MeetingState
from alongside.packs import load_pack
from alongside.register.models import Posting, Team

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRead:
    """A period of help. `is_own`: the viewer's team gives it, and may act."""

    help_id: UUID
    child_id: UUID
    name: str
    known_as: str
    request_id: UUID | None
    outcome: str
    team: str
    state: str
    state_label: str
    basis: str
    basis_label: str
    agreed_by: str
    agreed_by_label: str
    agreed: frozenset[str]
    lead: str
    lead_posting_id: UUID | None
    lead_since: datetime | None
    previous_lead: str
    declined_reason: str
    offered_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    overdue: bool
    silent: bool
    last_recorded_at: datetime
    version: int
    is_own: bool

    def may_tell(self, about: str) -> bool:
        """Whether the school may be told this without an override."""
        return may_be_told(about, basis=self.basis, agreed=self.agreed)


@discloses("identity", "plan")
def help_for(viewer: Viewer, help_id: UUID, *, now: datetime) -> HelpRead | None:
    """One period of help, or None where the viewer may not know of it."""
    help_ = (
        Help.objects.select_related("lead__user", "team", "declined_reason")
        .filter(id=help_id)
        .first()
    )
    if help_ is None:
        return None
    about, lead = person(viewer, help_.child_id), help_.lead
    there = lead is not None and lead.user.is_active and is_live(lead, now)
    due = due_moments([help_id], ACCEPT_CLOCK) | due_moments([help_id], LEAD_CLOCK)
    silence = due_moments([help_id], SILENCE).get(help_id)
    last = Handover.objects.select_related("next_lead__user").filter(help_id=help_id)
    previous = last.order_by("-at", "-id").first()
    outcome = load_pack(viewer.pack).wording.outcomes.get(help_.outcome)
    return HelpRead(
        help_id=help_.id,
        child_id=help_.child_id,
        name=about.name if about else UNNAMED,
        known_as=about.known_as if about else "the child",
        request_id=help_.request_id,
        outcome=outcome.label if outcome else "",
        team=help_.team.name,
        state=help_.state,
        state_label=help_.get_state_display(),
        basis=help_.basis,
        basis_label=help_.get_basis_display() if help_.basis else "",
        agreed_by=help_.agreed_by,
        agreed_by_label=AgreedBy(help_.agreed_by).label if help_.agreed_by else "",
        agreed=frozenset(help_.agreed),
        lead=lead.user.full_name if lead and there else "",
        lead_posting_id=help_.lead_id,
        lead_since=help_.lead_since,
        previous_lead=previous.next_lead.user.full_name if previous else "",
        declined_reason=help_.declined_reason.body if help_.declined_reason else "",
        offered_at=help_.offered_at,
        accepted_at=help_.accepted_at,
        due_at=due.get(help_id),
        overdue=help_id in due and due[help_id] < now,
        silent=silence is not None and silence < now,
        last_recorded_at=help_.last_recorded_at,
        version=help_.version,
        is_own=help_.team_id == viewer.team_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRead:
    """A contact with the family, as whoever made it wrote it down."""

    child_id: UUID
    kind: str
    happened_at: datetime
    child_seen: str
    words: str
    by: str


@discloses("assessment")
def contacts_of(viewer: Viewer, help_id: UUID) -> list[ContactRead]:
    """The contacts, newest first; none for those who read the plan alone."""
    rows = Contact.objects.select_related("words", "recorded_by__user").filter(help_id=help_id)
    return [
        ContactRead(
            child_id=row.child_id,
            kind=row.get_kind_display(),
            happened_at=row.happened_at,
            child_seen=row.get_child_seen_display(),
            words=row.words.body if row.words else "",
            by=row.recorded_by.user.full_name if row.recorded_by else "",
        )
        for row in rows.order_by("-happened_at", "-id")[:MOST]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRead:
    """A meeting, planned, held or called off."""

    meeting_id: UUID
    help_id: UUID
    child_id: UUID
    kind: str
    state: str
    state_label: str
    starts_at: datetime
    has_begun: bool
    place: str
    outcome: str
    version: int


@discloses("plan")
def meetings_of(viewer: Viewer, help_id: UUID, *, now: datetime) -> list[MeetingRead]:
    """The meetings: those still to be held first, soonest first, then the others, newest first."""
    rows = list(
        Meeting.objects.select_related("outcome")
        .filter(help_id=help_id)
        .order_by("-starts_at", "-id")[:MOST]
    )
    planned = [row for row in rows if row.state == MeetingState.PLANNED]
    others = [row for row in rows if row.state != MeetingState.PLANNED]
    return [_meeting(row, now=now) for row in (*reversed(planned), *others)]


@discloses("plan")
def meeting(viewer: Viewer, meeting_id: UUID, *, now: datetime) -> MeetingRead | None:
    row = Meeting.objects.select_related("outcome").filter(id=meeting_id).first()
    return _meeting(row, now=now) if row else None


def _meeting(row: Meeting, *, now: datetime) -> MeetingRead:
    return MeetingRead(
        meeting_id=row.id,
        help_id=row.help_id,
        child_id=row.child_id,
        kind=row.get_kind_display(),
        state=row.state,
        state_label=row.get_state_display(),
        starts_at=row.starts_at,
        has_begun=row.starts_at <= now,
        place=row.place,
        outcome=row.outcome.body if row.outcome else "",
        version=row.version,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRead:
    """Who led from when, and what they were handed."""

    child_id: UUID
    at: datetime
    previous: str
    next: str
    note: str


@discloses("assessment")
def handovers_of(viewer: Viewer, help_id: UUID) -> list[HandoverRead]:
    """Every naming of a lead practitioner, newest first."""
    rows = Handover.objects.select_related("previous_lead__user", "next_lead__user", "note").filter(
        help_id=help_id
    )
    return [
        HandoverRead(
            child_id=row.child_id,
            at=row.at,
            previous=row.previous_lead.user.full_name if row.previous_lead else "",
            next=row.next_lead.user.full_name,
            note=row.note.body if row.note else "",
        )
        for row in rows.order_by("-at", "-id")[:MOST]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who works in the viewer's team now."""

    posting_id: UUID
    full_name: str
    role: str


def colleagues(viewer: Viewer, *, now: datetime) -> list[Colleague]:
    """Who could lead: everybody in the viewer's team whose posting is live, the viewer first."""
    roles = load_pack(viewer.pack).roles
    rows = Posting.objects.select_related("user").filter(
        live(now), team_id=viewer.team_id, user__is_active=True
    )
    found = [
        Colleague(
            posting_id=row.id,
            full_name=row.user.full_name,
            role=roles[row.role].label if row.role in roles else "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.posting_id != viewer.posting_id, one.full_name))


def members_of(viewer: Viewer, help_: HelpRead, *, now: datetime) -> list[Team]:
    """The teams around the child for this help, other than its own."""
    ids = {
        tie.team_id
        for tie in ties_of({help_.child_id}).get(help_.child_id, ())
        if tie.kind == "plan_member" and tie.subject_id == help_.help_id and tie.is_live(now)
    }
    teams = Team.objects.select_related("organisation").filter(
        id__in=[team_id for team_id in ids if team_id]
    )
    return list(teams.order_by("name"))


def teams_to_invite(viewer: Viewer, words: str, *, most: int = 20) -> list[Team]:
    """Teams of the authority whose name, or whose organisation's, has these words in it."""
    teams = Team.objects.select_related("organisation").filter(
        organisation__authority_id=viewer.authority_id
    )
    for word in words.split():
        teams = teams.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
    return list(teams.exclude(id=viewer.team_id).order_by("name")[:most])
