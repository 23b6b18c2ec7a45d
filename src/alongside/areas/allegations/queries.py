"""A concern as its reporter and as the designated officer read it; nobody else reads anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone

from alongside.access.disclosure import discloses_matters
from alongside.access.gate import is_live, live
from alongside.access.viewer import Viewer
from alongside.areas.allegations.models import Concern, ConcernDraft, ConcernEntry
from alongside.areas.allegations.rules import ACKNOWLEDGED_CLOCK
from alongside.areas.allegations.terms import FIELDS, ConcernOutcome, ConcernState
from alongside.areas.clocks.queries import due_moments
from alongside.areas.messages.queries import unread_subjects
from alongside.packs import load_pack
from alongside.register.models import Organisation, Posting, Team
from alongside.register.terms import OrganisationKind, TeamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """The designated officer's team of an authority, and how to reach it."""

    team_id: UUID
    name: str
    telephone: str


def designated_officers(authority_id: UUID, *, now: datetime) -> Officers | None:
    """The team that concerns go to; None where the authority has none, or nobody is posted there."""
    teams = Team.objects.filter(
        kind=TeamKind.DESIGNATED_OFFICER,
        organisation__authority_id=authority_id,
        organisation__kind=OrganisationKind.LOCAL_AUTHORITY,
        id__in=_posted_officers(now).values("team_id"),
    ).select_related("organisation")
    team = teams.order_by("id").first()
    if team is None:
        return None
    telephone = team.telephone or team.organisation.telephone
    return Officers(team_id=team.id, name=team.name, telephone=telephone)


def officers_missing(*, using: str) -> list[Team]:
    """Teams of designated officers in which nobody is posted: for whoever runs a deployment."""
    staffed = _posted_officers(timezone.now()).using(using).values("team_id")
    teams = Team.objects.using(using).filter(kind=TeamKind.DESIGNATED_OFFICER)
    return list(teams.exclude(id__in=staffed).order_by("name"))


def _posted_officers(now: datetime) -> QuerySet[Posting]:
    return Posting.objects.filter(live(now), role="designated_officer", user__is_active=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRead:
    """What somebody has written and not sent."""

    draft_id: UUID
    answers: dict[str, str]
    version: int
    saved_at: datetime


def own_draft(viewer: Viewer) -> DraftRead | None:
    """What the viewer has written themselves; no colleague's."""
    draft = ConcernDraft.objects.filter(posting_id=viewer.posting_id).first()
    if draft is None:
        return None
    return DraftRead(
        draft_id=draft.id, answers=draft.answers, version=draft.version, saved_at=draft.saved_at
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """What the designated officer wrote."""

    to_reporter: bool
    words: str
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRow:
    """A concern as one line of a list. The officers' list alone says whom it is about."""

    matter_id: UUID
    about_name: str
    organisation: str
    state: str
    state_label: str
    danger: bool
    reported_at: datetime
    due_at: datetime | None
    overdue: bool
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRead:
    """A concern with what was said about it, as far as the viewer may read it."""

    row: ConcernRow
    matter_id: UUID
    version: int
    answers: dict[str, str]
    reported_by: str
    reported_by_role: str
    can_be_told: bool
    officers: Officers
    nobody_left: bool  # among the officers who have it
    acknowledged_at: datetime | None
    acknowledged_by: str
    closed_at: datetime | None
    outcome_label: str
    entries: list[EntryRead]


def _concerns() -> QuerySet[Concern]:
    return Concern.objects.select_related(
        "organisation", "reported_by__user", "acknowledged_by__user", "team__organisation"
    )


@discloses_matters("allegation")
def concerns_of_officers(
    viewer: Viewer, *, now: datetime, first: int = 0, most: int = 50
) -> list[ConcernRow]:
    """What the viewer's team of designated officers was told: open ones first, the longest waiting on top.

    A fixed number of queries whatever the length.
    """
    place = Case(
        When(state=ConcernState.REPORTED, then=0),
        When(state=ConcernState.CLOSED, then=2),
        default=1,
        output_field=IntegerField(),
    )
    rows = _concerns().filter(team_id=viewer.team_id).annotate(place=place)
    found = list(rows.order_by("place", "reported_at", "id")[first : first + most])
    return _rows(viewer, found, now=now)


@discloses_matters("allegation")
def concerns_told_by(viewer: Viewer, *, now: datetime, most: int = 100) -> list[ConcernRow]:
    """What the viewer told the designated officer in this posting, newest first."""
    rows = _concerns().filter(reported_by_id=viewer.posting_id).order_by("-reported_at", "-id")
    return _rows(viewer, list(rows[:most]), now=now)


def _rows(viewer: Viewer, found: Sequence[Concern], *, now: datetime) -> list[ConcernRow]:
    ids = [concern.id for concern in found]
    due, unread = due_moments(ids, ACKNOWLEDGED_CLOCK), unread_subjects(viewer, ids)
    return [
        ConcernRow(
            matter_id=concern.id,
            about_name=concern.about_name,
            organisation=concern.organisation.name,
            state=concern.state,
            state_label=ConcernState(concern.state).label,
            danger=concern.danger,
            reported_at=concern.reported_at,
            due_at=due.get(concern.id),
            overdue=concern.id in due and now > due[concern.id],
            unread=concern.id in unread,
        )
        for concern in found
    ]


@discloses_matters("allegation")
def concern_for_officers(viewer: Viewer, concern_id: UUID, *, now: datetime) -> ConcernRead | None:
    """One concern, with the officers' notes."""
    return _read(viewer, _concerns().filter(id=concern_id, team_id=viewer.team_id).first(), now=now)


@discloses_matters("allegation")
def concern_for_reporter(viewer: Viewer, concern_id: UUID, *, now: datetime) -> ConcernRead | None:
    """One concern that the viewer told of, with what was written to them."""
    own = _concerns().filter(id=concern_id, reported_by_id=viewer.posting_id)
    return _read(viewer, own.first(), now=now)


def _read(viewer: Viewer, concern: Concern | None, *, now: datetime) -> ConcernRead | None:
    if concern is None:
        return None
    reporter, role = concern.reported_by, load_pack(viewer.pack).roles.get(concern.reported_by.role)
    answers = {field: getattr(concern, field) for field in FIELDS if field != "danger"}
    (row,) = _rows(viewer, [concern], now=now)
    outcome = ConcernOutcome(concern.outcome).label if concern.outcome else ""
    return ConcernRead(
        row=row,
        matter_id=concern.id,
        version=concern.version,
        answers={"danger": "yes" if concern.danger else "no", **answers},
        reported_by=reporter.user.full_name,
        reported_by_role=role.label if role else "",
        can_be_told=is_live(reporter, now) and reporter.user.is_active,
        officers=_officers(concern.team, concern.team.organisation),
        nobody_left=not _posted_officers(now).filter(team_id=concern.team_id).exists(),
        acknowledged_at=concern.acknowledged_at,
        acknowledged_by=concern.acknowledged_by.user.full_name if concern.acknowledged_by else "",
        closed_at=concern.closed_at,
        outcome_label=outcome,
        entries=_entries(concern, for_reporter=viewer.posting_id == reporter.id),
    )


def _officers(team: Team, organisation: Organisation) -> Officers:
    return Officers(
        team_id=team.id, name=team.name, telephone=team.telephone or organisation.telephone
    )


def _entries(concern: Concern, *, for_reporter: bool) -> list[EntryRead]:
    rows = ConcernEntry.objects.select_related("written_by__user").filter(concern=concern)
    if for_reporter:
        rows = rows.filter(to_reporter=True)
    return [
        EntryRead(
            to_reporter=row.to_reporter,
            words=row.words,
            by=row.written_by.user.full_name,
            written_at=row.written_at,
        )
        for row in rows.order_by("written_at", "id")
    ]
