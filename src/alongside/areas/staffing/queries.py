"""Who works in a team, and who of them is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.gate import live
from alongside.access.viewer import Viewer
from alongside.areas.staffing.models import Away
from alongside.packs import load_pack
from alongside.register.models import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody posted in the viewer's team, and since when they are away, if they are."""

    posting_id: UUID
    name: str
    role: str
    is_viewer: bool
    away_since: datetime | None


def away_postings(postings: Iterable[UUID | None], *, at: datetime) -> set[UUID]:
    """Of these postings, those whose person is away at a moment: one query for any number."""
    rows = Away.objects.filter(live(at), posting_id__in=[one for one in postings if one])
    return set(rows.values_list("posting_id", flat=True))


def away_now(viewer: Viewer, *, now: datetime) -> list[Colleague]:
    """The viewer's team, those who are away first: two queries for any number."""
    rows = Posting.objects.select_related("user").filter(
        live(now), team_id=viewer.team_id, user__is_active=True
    )
    since = dict(
        Away.objects.filter(live(now), posting__team_id=viewer.team_id).values_list(
            "posting_id", "starts_at"
        )
    )
    roles = load_pack(viewer.pack).roles
    team = [
        Colleague(
            posting_id=row.id,
            name=row.user.full_name,
            role=roles[row.role].label if row.role in roles else "",
            is_viewer=row.id == viewer.posting_id,
            away_since=since.get(row.id),
        )
        for row in rows
    ]
    return sorted(team, key=lambda one: (one.away_since is None, not one.is_viewer, one.name))
