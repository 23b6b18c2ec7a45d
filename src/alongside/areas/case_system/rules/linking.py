"""Which help that was asked for a case is the answer to: decided for all cases of a child together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from alongside.areas.case_system.rules.folding import Answer, Staff
from alongside.areas.case_system.rules.steps import Version
from alongside.areas.case_system.terms import Reason, Status
from alongside.areas.plans.imported import Asked
from alongside.foundation.calendars import local_day
from alongside.foundation.ids import reference_of

_UNKNOWN: Answer = (Status.WAITING.value, Reason.UNKNOWN_REQUEST.value)
_SEVERAL: Answer = (Status.WAITING.value, Reason.SEVERAL_REQUESTS.value)


@dataclass(slots=True)
class Links:
    """By case, the help it is the answer to, or why its opening has to wait; other cases are their own."""

    helps: dict[str, UUID] = field(default_factory=dict)
    refused: dict[str, Answer] = field(default_factory=dict)


def link(openings: Sequence[Version], asked: Iterable[Asked], *, staff: Staff) -> Links:
    """Link the openings of one child's cases, the earliest first; those that name a request go before.

    Without a reference it is the one help asked of that team by the day on which the case opened.
    """
    links, free = Links(), {one.help_id: one for one in asked}
    ordered = sorted(openings, key=lambda step: step.order)
    for opening in ordered:
        if reference := opening.codes.get("request_reference"):
            meant = [one for one in free.values() if reference_of(one.request_id) == reference]
            of_team = [one for one in meant if one.team_id == staff.team(opening.codes["team"])]
            _take(opening, of_team or meant, links, free, none=_UNKNOWN)
    for opening in ordered:
        if not opening.codes.get("request_reference"):
            _take(opening, _likely(opening, free.values(), staff), links, free, none=None)
    return links


def _likely(opening: Version, free: Iterable[Asked], staff: Staff) -> list[Asked]:
    team_id, opened_on = staff.team(opening.codes["team"]), local_day(opening.happened_at)
    return [
        one for one in free if one.team_id == team_id and local_day(one.offered_at) <= opened_on
    ]


def _take(
    opening: Version,
    meant: Sequence[Asked],
    links: Links,
    free: dict[UUID, Asked],
    *,
    none: Answer | None,
) -> None:
    if len(meant) == 1:
        links.helps[opening.case] = meant[0].help_id
        del free[meant[0].help_id]
    elif meant:
        links.refused[opening.case] = _SEVERAL
    elif none:
        links.refused[opening.case] = none
