"""Requests that were sent for brothers and sisters at once: one receipt lists them all."""

from dataclasses import dataclass
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Request
from alongside.areas.people.queries import people_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTogether:
    """One of the requests sent at once: for which child."""

    request_id: UUID
    child_id: UUID
    name: str


@discloses("identity", "request")
def sent_together(viewer: Viewer, request_id: UUID) -> list[SentTogether]:
    """The other requests of the viewer's team that were sent together with this one."""
    own = Request.objects.filter(referring_team_id=viewer.team_id)
    together = own.filter(id=request_id).values("told_together")
    rows = own.filter(told_together__in=together).exclude(id=request_id).order_by("id")
    pairs = list(rows.values_list("id", "child_id"))
    names = {p.child_id: p.name for p in people_by_id(viewer, [child for _, child in pairs])}
    return [
        SentTogether(
            request_id=other,
            child_id=child,
            name=names.get(child, "A child no longer on your roll"),
        )
        for other, child in pairs
    ]
