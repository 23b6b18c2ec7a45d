"""Schools by their numbers, who was on a school's roll when, and who at school knows of a child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from alongside.access.disclosure import discloses
from alongside.access.gate import live
from alongside.access.viewer import Viewer
from alongside.areas.schools.gias import Status
from alongside.areas.schools.models import Establishment, Registration
from alongside.areas.schools.rules.sharing import roles_shared_with
from alongside.areas.schools.rules.time_on_roll import Stay
from alongside.foundation.calendars import local_day
from alongside.packs import load_pack
from alongside.register.models import Posting, Relationship
from alongside.register.terms import RelationshipKind


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An establishment as an organisation, whether it is closed, and whether its authority is served here."""

    organisation_id: UUID
    authority_id: UUID
    authority: str
    pack: str
    name: str
    kind: str
    dfe_number: str
    closed: bool


def school_by_urn(urn: str) -> School | None:
    """The establishment with this URN, or None where none is known."""
    found = Establishment.objects.filter(urn=urn).select_related("organisation__authority").first()
    if found is None:
        return None
    organisation = found.organisation
    return School(
        organisation_id=organisation.id,
        authority_id=organisation.authority_id,
        authority=organisation.authority.name,
        pack=organisation.authority.pack,
        name=organisation.name,
        kind=organisation.kind,
        dfe_number=found.dfe_number,
        closed=found.status == Status.CLOSED,
    )


def organisations_by_urn(urns: Iterable[str]) -> dict[str, UUID]:
    """By URN, the organisation that each establishment is."""
    rows = Establishment.objects.filter(urn__in=list(urns))
    return dict(rows.values_list("urn", "organisation_id"))


def stays_at(school_id: UUID) -> dict[UUID, list[Stay]]:
    """By child, every time on this school's roll, the oldest first."""
    entries = Registration.objects.filter(school_id=school_id)
    registered = {
        tie_id: (admitted_on, left_on, year_group)
        for tie_id, admitted_on, left_on, year_group in entries.values_list(
            "relationship_id", "admitted_on", "left_on", "year_group"
        )
    }
    ties = Relationship.objects.filter(organisation_id=school_id, kind=RelationshipKind.ON_ROLL)
    columns = ("id", "child_id", "starts_at", "ends_at")
    found: dict[UUID, list[Stay]] = {}
    for tie_id, child_id, starts_at, ends_at in ties.order_by("starts_at", "id").values_list(
        *columns
    ):
        entry = registered.get(tie_id)
        admitted_on, left_on, year_group = entry or (local_day(starts_at), None, "")
        stay = Stay(
            relationship_id=tie_id,
            child_id=child_id,
            starts_at=starts_at,
            ends_at=ends_at,
            admitted_on=admitted_on,
            left_on=left_on,
            year_group=year_group,
            registered=entry is not None,
        )
        found.setdefault(child_id, []).append(stay)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the team with whom a child can be, or is, shared."""

    posting_id: UUID
    user_id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """Somebody at school to whom a child is assigned; `posted` is False once they work there no more."""

    child_id: UUID
    user_id: UUID
    name: str
    since: datetime
    posted: bool


def colleagues(viewer: Viewer, *, now: datetime) -> list[Colleague]:
    """Who of the viewer's team sees a child only once it is assigned to them, by name."""
    pack = load_pack(viewer.pack)
    postings = Posting.objects.select_related("user").filter(
        live(now),
        team_id=viewer.team_id,
        user__is_active=True,
        role__in=roles_shared_with(pack.grant_rows()),
    )
    return [
        Colleague(
            posting_id=posting.id,
            user_id=posting.user_id,
            name=posting.user.full_name,
            role=pack.roles[posting.role].label,
        )
        for posting in postings.order_by("user__full_name", "id")
    ]


@discloses("pointer")
def who_knows(viewer: Viewer, child_id: UUID, *, now: datetime) -> list[Knows]:
    """To whom of the viewer's team a child is assigned now, by name."""
    ties = _assigned(viewer, at=now).filter(child_id=child_id).select_related("user")
    here = {colleague.user_id for colleague in colleagues(viewer, now=now)}
    return [
        Knows(
            child_id=child_id,
            user_id=tie.user.id,
            name=tie.user.full_name,
            since=tie.starts_at,
            posted=tie.user.id in here,
        )
        for tie in ties.order_by("user__full_name", "id")
        if tie.user is not None
    ]


def children_shared_with(viewer: Viewer, *, now: datetime) -> list[UUID]:
    """The children assigned to the viewer, in the team they act for now."""
    ties = _assigned(viewer, at=now).filter(user_id=viewer.user_id)
    return list(ties.order_by("starts_at", "id").values_list("child_id", flat=True))


def colleagues_told_of(viewer: Viewer, child_id: UUID, *, at: datetime) -> list[UUID]:
    """Those of the viewer's team, as persons, to whom a child is assigned."""
    ties = _assigned(viewer, at=at).filter(child_id=child_id)
    return [tie.user_id for tie in ties if tie.user_id]


def own_requests_about(viewer: Viewer, child_id: UUID, *, at: datetime) -> list[UUID]:
    """The requests that the viewer's team made about a child: it is tied to each as its referrer."""
    ties = Relationship.objects.filter(
        live(at),
        kind=RelationshipKind.REFERRER,
        team_id=viewer.team_id,
        child_id=child_id,
        subject_id__isnull=False,
    )
    return [subject for subject in ties.values_list("subject_id", flat=True) if subject]


def _assigned(viewer: Viewer, *, at: datetime) -> QuerySet[Relationship]:
    """The ties of persons of the viewer's team to children, without those for one request each."""
    return Relationship.objects.filter(
        live(at),
        kind=RelationshipKind.ASSIGNED,
        team_id=viewer.team_id,
        user_id__isnull=False,
        subject_id=None,
    )


def share_home(viewer: Viewer, child_id: UUID) -> list[UUID]:
    """Other children on the viewer's own roll who now live where this child does, by id.

    PostgreSQL compares the addresses: none of them is read here, nor where they differ. It answers for
    children whose identity and whereabouts the acting posting may read anyhow.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id FROM people_share_home(%s) ORDER BY child_id", [child_id])
        return [row[0] for row in cursor.fetchall()]
