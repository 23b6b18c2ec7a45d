"""What the hub reads of the help that came of its decisions: who has it, or that it must be handed on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.plans.models import Help
from alongside.areas.plans.queries.owing import answers_owed_by_nobody
from alongside.areas.plans.rules import BACK_WITH_THE_HUB, OPEN, TAKEN_ON
from alongside.areas.plans.terms import HelpState

NOBODY_LEFT = "Nobody is left in {}"
NO_LONGER = "No longer helped by {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpForHub:
    """Help that a team was asked for, and how it stands."""

    help_id: UUID
    child_id: UUID
    request_id: UUID | None
    team_id: UUID
    team: str
    telephone: str
    state: str
    state_label: str
    outcome: str
    lead_name: str
    offered_at: datetime
    ended_at: datetime | None
    declined_reason: str
    to_hand_on: bool
    has_declined: bool
    is_open: bool


@discloses("plan")
def help_of_requests(viewer: Viewer, request_ids: Iterable[UUID]) -> list[HelpForHub]:
    """The help that came of each request, oldest first: one query for a list."""
    rows = Help.objects.select_related("team__organisation", "lead__user", "declined_reason")
    found = rows.filter(request_id__in=list(request_ids)).order_by("offered_at", "id")
    return [_read(help_) for help_ in found]


@discloses("plan")
def help_open_for(viewer: Viewer, child_id: UUID) -> list[HelpForHub]:
    """The help that teams have taken on for a child, as far as the viewer may know, newest first."""
    rows = Help.objects.select_related("team__organisation", "lead__user", "declined_reason")
    found = rows.filter(child_id=child_id, state__in=TAKEN_ON)
    return [_read(help_) for help_ in found.order_by("-offered_at", "-id")]


def requests_to_hand_on(viewer: Viewer) -> dict[UUID, str]:
    """Requests that came back and for which no other team was asked: by id, which team, and why."""
    rows = Help.objects.filter(
        authority_id=viewer.authority_id,
        state__in=BACK_WITH_THE_HUB,
        passed_on_at=None,
        request_id__isnull=False,
    )
    found = rows.order_by("offered_at").values_list("request_id", "team__name", "state")
    why = {HelpState.DECLINED: "Declined by {}", HelpState.RETURNED: NOBODY_LEFT}
    back = {request_id: why[HelpState(state)].format(team) for request_id, team, state in found}
    owed = {item.subject_id: NO_LONGER.format(item.team) for item in answers_owed_by_nobody(viewer)}
    return {request_id: words for request_id, words in (owed | back).items() if request_id}


def requests_with_help(viewer: Viewer, request_ids: Iterable[UUID]) -> set[UUID]:
    """Of these requests, those for which a team was asked: ids that the viewer already holds."""
    rows = Help.objects.filter(request_id__in=list(request_ids))
    return {request_id for request_id in rows.values_list("request_id", flat=True) if request_id}


def _read(help_: Help) -> HelpForHub:
    return HelpForHub(
        help_id=help_.id,
        child_id=help_.child_id,
        request_id=help_.request_id,
        team_id=help_.team_id,
        team=help_.team.name,
        telephone=help_.team.telephone or help_.team.organisation.telephone,
        state=help_.state,
        state_label=str(HelpState(help_.state).label),
        outcome=help_.outcome,
        lead_name=help_.lead.user.full_name if help_.lead else "",
        offered_at=help_.offered_at,
        ended_at=help_.ended_at,
        declined_reason=help_.declined_reason.body if help_.declined_reason else "",
        to_hand_on=help_.state in BACK_WITH_THE_HUB and help_.passed_on_at is None,
        has_declined=help_.state == HelpState.DECLINED and help_.passed_on_at is None,
        is_open=help_.state in OPEN,
    )
