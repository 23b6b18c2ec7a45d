"""What a manager sees of help at a glance: where nothing is recorded, and where nobody leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import office_hours
from alongside.areas.clocks.rules import due_at
from alongside.areas.plans.models import Help
from alongside.areas.plans.rules import OPEN
from alongside.areas.plans.terms import HelpState
from alongside.packs import load_pack

SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOfTeam:
    """One team's open help: children, of whom nothing is recorded of some, and some have no lead."""

    team: str
    children: int
    silent: int
    without_lead: int


def open_help(viewer: Viewer, *, now: datetime) -> list[HelpOfTeam]:
    """By team, the children who are being helped, as far as the viewer may know: one query.

    Silence is counted from when anything was last recorded: a clock that repeats has begun again.
    """
    rows = Help.objects.select_related("team").filter(
        authority_id=viewer.authority_id, state__in=OPEN
    )
    by_team: dict[UUID, list[Help]] = {}
    for row in rows.order_by("team__name", "id"):
        by_team.setdefault(row.team_id, []).append(row)
    return [_counted(viewer, helps, now=now) for helps in by_team.values()]


def _counted(viewer: Viewer, helps: Sequence[Help], *, now: datetime) -> HelpOfTeam:
    return HelpOfTeam(
        team=helps[0].team.name,
        children=len({h.child_id for h in helps}),
        silent=len({h.child_id for h in helps if _is_silent(h, pack=viewer.pack, now=now)}),
        without_lead=len({h.child_id for h in helps if h.lead_id is None}),
    )


def _is_silent(help_: Help, *, pack: str, now: datetime) -> bool:
    """Whether help that was taken on has had nothing recorded for the time in the pack."""
    timescale = load_pack(pack).timescales.get(SILENCE)
    if timescale is None or help_.state == HelpState.OFFERED:
        return False
    since = max(help_.last_recorded_at, help_.accepted_at or help_.last_recorded_at)
    return now > due_at(timescale, since, office=office_hours(pack), school=None)
