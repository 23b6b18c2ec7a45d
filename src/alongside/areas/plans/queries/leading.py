"""Who in a team leads which help."""

from dataclasses import dataclass
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.people.queries import people_by_id
from alongside.areas.plans.models import Help
from alongside.areas.plans.terms import HelpState


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """Help that one colleague leads."""

    child_id: UUID
    name: str
    lead_id: UUID


@discloses("identity", "plan")
def led_in_team(viewer: Viewer) -> list[Led]:
    """The running help that somebody in the viewer's team leads, oldest first: three queries for any number."""
    running = (HelpState.OFFERED, HelpState.ACCEPTED, HelpState.ACTIVE)
    rows = Help.objects.filter(team_id=viewer.team_id, state__in=running, lead__isnull=False)
    found = list(rows.order_by("offered_at", "id")[:500])
    names = {p.child_id: p.name for p in people_by_id(viewer, [one.child_id for one in found])}
    return [
        Led(
            child_id=one.child_id,
            name=names.get(one.child_id, "Name not held"),
            lead_id=one.lead_id,
        )
        for one in found
        if one.lead_id
    ]
