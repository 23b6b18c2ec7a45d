"""What became of requests: which team took which on, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Help


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """Help that came of a request, in one line."""

    request_id: UUID
    child_id: UUID
    team: str
    state: str
    lead: str
    ended_at: datetime | None


@discloses("plan")
def help_from_requests(viewer: Viewer, requests: Iterable[UUID]) -> list[Became]:
    """The help that came of these requests, oldest first, as far as the viewer may know: one query."""
    rows = Help.objects.select_related("team", "lead__user").filter(request_id__in=list(requests))
    return [
        Became(
            request_id=row.request_id,
            child_id=row.child_id,
            team=row.team.name,
            state=row.get_state_display(),
            lead=row.lead.user.full_name if row.lead else "",
            ended_at=row.ended_at,
        )
        for row in rows.order_by("offered_at", "id")
        if row.request_id
    ]
