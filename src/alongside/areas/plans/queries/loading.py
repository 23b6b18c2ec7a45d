"""For loads alone, which run as a role that sees every child: nobody is shown what these return."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.areas.plans.models import Help
from alongside.areas.plans.terms import HelpState


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedHelp:
    """Help that a team was asked for and has not answered yet."""

    help_id: UUID
    child_id: UUID
    request_id: UUID | None
    team_id: UUID
    outcome: str
    offered_at: datetime


def helps_offered() -> list[OfferedHelp]:
    """Everything that is offered and not answered, oldest first."""
    rows = Help.objects.filter(state=HelpState.OFFERED).order_by("offered_at", "id")
    return [
        OfferedHelp(
            help_id=row.id,
            child_id=row.child_id,
            request_id=row.request_id,
            team_id=row.team_id,
            outcome=row.outcome,
            offered_at=row.offered_at,
        )
        for row in rows
    ]


def teams_at_work() -> list[tuple[UUID, UUID]]:
    """Each child with help that is going on, and the team that gives it, longest first."""
    rows = Help.objects.filter(state=HelpState.ACTIVE).order_by("offered_at", "id")
    return list(rows.values_list("child_id", "team_id"))


def leads_of_teams() -> Counter[UUID]:
    """By posting, for how many children it leads."""
    return Counter(Help.objects.filter(state=HelpState.ACTIVE).values_list("lead_id", flat=True))
