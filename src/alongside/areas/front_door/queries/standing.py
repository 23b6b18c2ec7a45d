"""What holds requests in a team's queue, why, and in which order they stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from alongside.access.viewer import Viewer
from alongside.areas.front_door.models import Request, Transfer
from alongside.areas.front_door.terms import RequestState, Standing, TransferState
from alongside.areas.plans.queries import requests_to_hand_on, requests_with_help

MINE, NOBODY = "mine", "nobody"  # what of the queue is shown


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What holds decided requests in the queue from outside their own rows, by request."""

    declined: Mapping[UUID, str]  # which team declined, or has nobody left
    offered: Mapping[UUID, str]  # the authority that has not answered
    refused: Mapping[UUID, str]  # the authority that did not take it on


# For lists that do not say why a request stands in the queue.
NOTHING = Elsewhere(declined={}, offered={}, refused={})


def elsewhere(viewer: Viewer) -> Elsewhere:
    """Whatever of the team's decided requests waits for somebody else, or came back from them."""
    rows = Transfer.objects.filter(
        request__receiving_team_id=viewer.team_id,
        state__in=(TransferState.OFFERED, TransferState.REFUSED),
    ).values_list("request_id", "to_authority__name", "state")
    transfers = list(rows)
    refused = {r: name for r, name, state in transfers if state == TransferState.REFUSED}
    handed_on = requests_with_help(viewer, refused)
    return Elsewhere(
        declined=requests_to_hand_on(viewer),
        offered={r: name for r, name, state in transfers if state == TransferState.OFFERED},
        refused={r: name for r, name in refused.items() if r not in handed_on},
    )


def standing_of(held: Elsewhere) -> Case:
    """Why a request stands in the queue, the weightiest reason first: one table for rows and counts."""
    open_states = (RequestState.WAITING, RequestState.ACKNOWLEDGED, RequestState.PROPOSED)
    reasons = [
        When(Q(state__in=open_states), then=F("state")),
        When(Q(telephone_first=True, called_at=None), then=Value(Standing.RING.value)),
        When(Q(told_at=None), then=Value(Standing.NOT_TOLD.value)),
    ]
    for standing, ids in (
        (Standing.DECLINED, held.declined),
        (Standing.REFUSED, held.refused),
    ):
        if ids:
            reasons.append(When(Q(id__in=list(ids)), then=Value(standing.value)))
    reconsidered = Q(reconsidered_at__isnull=False)
    reasons.append(When(reconsidered, then=Value(Standing.RECONSIDERED.value)))
    if held.offered:
        offered = Q(id__in=list(held.offered))
        reasons.append(When(offered, then=Value(Standing.TRANSFER.value)))
    return Case(*reasons, default=Value(""), output_field=CharField())


def standing_in_words(standing: str, request_id: UUID, held: Elsewhere) -> str:
    """The same, as the queue says it."""
    if standing == Standing.DECLINED:
        return f"{held.declined[request_id]}: hand on"
    if standing == Standing.TRANSFER:
        return f"Waiting for {held.offered[request_id]}"
    if standing == Standing.REFUSED:
        return f"{held.refused[request_id]} did not take it on: hand on"
    return str(Standing(standing).label) if standing else ""


def with_standing(rows: QuerySet[Request], held: Elsewhere) -> QuerySet[Request]:
    """Requests with all that a row of the queue is made of."""
    return rows.select_related(
        "referring_team__organisation", "claimed_by__user", "decision"
    ).annotate(standing=standing_of(held))


# What of its own row holds a request in the queue: as the index `request_stands_in_queue` has it.
_STANDS = (
    ~Q(state=RequestState.DECIDED)
    | Q(told_at=None)
    | Q(telephone_first=True, called_at=None)
    | Q(reconsidered_at__isnull=False)
)


def _shown(rows: QuerySet[Request], show: str, viewer: Viewer, now: datetime) -> QuerySet[Request]:
    if show == MINE:
        return rows.filter(claimed_by_id=viewer.posting_id)
    if show == NOBODY:
        held_no_more = Q(claimed_by__ends_at__lte=now) | Q(claimed_by__user__is_active=False)
        return rows.filter(Q(claimed_by=None) | held_no_more)
    return rows


@dataclass(frozen=True, slots=True)
class InQueue:
    """The front of the queue in its order, up to a number: each request's id, and why it stands there."""

    requests: tuple[tuple[UUID, str], ...]
    held: Elsewhere


def in_queue(viewer: Viewer, *, now: datetime, show: str = "", most: int | None = None) -> InQueue:
    """What waits for the team, urgent first, then the oldest; `show` is "mine", "nobody" or all of it.

    The cost is of what is asked for, not of the queue: the index has it in this order.
    """
    held = elsewhere(viewer)
    of_team = Request.objects.filter(receiving_team_id=viewer.team_id)
    rows = _shown(of_team, show, viewer, now).annotate(standing=standing_of(held))
    columns = ("urgent", "sent_at", "id", "standing")
    own = rows.filter(_STANDS).order_by("-urgent", "sent_at", "id").values_list(*columns)[:most]
    found = set(own)
    if ids := [*held.declined, *held.offered, *held.refused]:
        found |= set(rows.filter(id__in=ids).values_list(*columns))
    ordered = sorted(found, key=lambda one: (not one[0], one[1], one[2]))[:most]
    return InQueue(tuple((id_, standing) for _, _, id_, standing in ordered), held)
