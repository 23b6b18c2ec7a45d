"""What an import asks of help. For loads alone, as a role that sees every child: nobody is shown it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q

from alongside.areas.plans.imported import Asked
from alongside.areas.plans.models import Help
from alongside.areas.plans.rules import OPEN
from alongside.register.models import Relationship


def help_asked_for(children: Collection[UUID], *, source: str) -> dict[UUID, list[Asked]]:
    """By child, help asked for a request that is open, or is already the answer of this source."""
    rows = Help.objects.filter(
        Q(source_key="", state__in=OPEN) | Q(source_key__startswith=f"{source}/"),
        child_id__in=children,
        request_id__isnull=False,
    )
    teams = first_teams_asked(children)
    found: dict[UUID, list[Asked]] = {}
    for row in rows.order_by("offered_at", "id"):
        assert row.request_id is not None
        asked = Asked(
            help_id=row.id,
            child_id=row.child_id,
            request_id=row.request_id,
            team_id=teams.get(f"help:{row.id}", row.team_id),
            offered_at=row.offered_at,
            source_key=row.source_key,
        )
        found.setdefault(row.child_id, []).append(asked)
    return found


def first_teams_asked(children: Collection[UUID]) -> Mapping[str, UUID]:
    """By evidence, the team first tied by it: the one that was asked, whoever has the help now."""
    ties = Relationship.objects.filter(
        child_id__in=children, kind="allocated", user=None, team_id__isnull=False,
        evidence__startswith="help:",
    )  # fmt: skip
    found: dict[str, UUID] = {}
    for evidence, team_id in ties.order_by("starts_at", "id").values_list("evidence", "team_id"):
        found.setdefault(evidence, team_id)
    return found
