"""What a manager of the hub counts: what waits, what was told in time, how alike requests were decided.

Numbers over what the viewer's own team received. No number is hidden for being small: whoever reads
these may open each of the requests behind it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import first_due
from alongside.areas.front_door.counting import Counted
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.queue import QueueRow, queue_counts, standing_rows
from alongside.areas.front_door.queries.school import TOLD_CLOCK
from alongside.areas.front_door.queries.standing import NOTHING, with_standing
from alongside.areas.front_door.terms import RequestState
from alongside.foundation.calendars import local_day, midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNow:
    """What stands in the team's queue now, and how much of it is late."""

    waiting: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Requests sent from one day to another, both included."""

    first: date
    last: date


def standing_now(viewer: Viewer, *, now: datetime) -> QueueNow:
    """How many requests stand in the queue, and of how many the school should have been told by now."""
    untold = _received(viewer).filter(~Q(state=RequestState.DECIDED) | Q(told_at=None))
    late = untold.annotate(due=first_due(TOLD_CLOCK)).filter(due__lt=now)
    return QueueNow(waiting=sum(queue_counts(viewer, now=now).values()), late=late.count())


def requests_counted(viewer: Viewer, period: Period) -> list[Counted]:
    """Every request of the period, for counting: one query, whatever their number."""
    rows = _of_period(viewer, period).annotate(due=first_due(TOLD_CLOCK))
    columns = (
        *("sent_at", "referring_team__organisation__name", "decision__outcome"),
        *("decision__level_of_need", "decision__need", "told_at", "due"),
    )
    return [
        Counted(
            sent_on=local_day(sent_at),
            school=school,
            outcome=outcome or "",
            level_of_need=level,
            need=need or "",
            told_at=told_at,
            due_at=due,
        )
        for sent_at, school, outcome, level, need, told_at, due in rows.values_list(*columns)
    ]


@discloses("identity", "request")
def requests_alike(
    viewer: Viewer,
    period: Period,
    *,
    level_of_need: int,
    need: str,
    outcome: str,
    now: datetime,
    first: int = 0,
    most: int = 50,
) -> list[QueueRow]:
    """The requests behind one number: of one level, need and outcome, latest decision first."""
    rows = _of_period(viewer, period).filter(
        decision__level_of_need=level_of_need, decision__need=need, decision__outcome=outcome
    )
    chosen = with_standing(rows, NOTHING).order_by("-decided_at", "-id")[first : first + most]
    return standing_rows(viewer, list(chosen), NOTHING, now=now)


def _received(viewer: Viewer) -> QuerySet[Request]:
    return Request.objects.filter(
        receiving_team_id=viewer.team_id, authority_id=viewer.authority_id
    )


def _of_period(viewer: Viewer, period: Period) -> QuerySet[Request]:
    begins = midnight(period.first)
    ends = midnight(period.last + timedelta(days=1))
    return _received(viewer).filter(sent_at__gte=begins, sent_at__lt=ends)
