"""A school's own record: what it asked, whether it was told in time, what came of it, how soon help began."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from alongside.access.viewer import Viewer
from alongside.areas.clocks.queries import limits_of
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries.school import TOLD_CLOCK
from alongside.areas.front_door.queries.status import may_be_read
from alongside.areas.front_door.rules import Term, term_of
from alongside.areas.plans.queries.first_help import first_accepted
from alongside.foundation.calendars import local_day, midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """What became of the requests of one term, or of all of them. A share is in whole hundredths."""

    term: str
    requests: int
    told: int
    told_in_time: int
    late: int  # told after the limit, or not yet told though it is up
    waiting: int  # not told, and the limit is not up
    outcomes: Mapping[str, int]
    helped: int
    days_to_help: float | None  # the middle value, of those that were taken on

    @property
    def share_in_time(self) -> int | None:
        """Of those that were told or are late, how many of a hundred in time; None where there is none."""
        due = self.told_in_time + self.late
        return round(100 * self.told_in_time / due) if due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRecord:
    """The record by term, oldest first, and all together."""

    rows: list[RecordRow]
    whole: RecordRow


def school_record(viewer: Viewer, *, since: date, until: date, now: datetime) -> SchoolRecord:
    """Figures of the team's own requests sent on these days; a fixed number of queries."""
    requests = _own(viewer, since=since, until=until)
    ids = [request.id for request in requests]
    limits, helped = limits_of(ids, TOLD_CLOCK), first_accepted(viewer, ids)
    by_term: dict[Term, list[Request]] = {}
    for request in requests:
        by_term.setdefault(term_of(local_day(request.sent_at)), []).append(request)

    def row(label: str, some: Sequence[Request]) -> RecordRow:
        return _row(label, some, limits, helped, now=now)

    rows = [row(term.label, by_term[term]) for term in sorted(by_term)]
    return SchoolRecord(rows=rows, whole=row("All", requests))


def _own(viewer: Viewer, *, since: date, until: date) -> list[Request]:
    own = Request.objects.select_related("decision").filter(
        referring_team_id=viewer.team_id,
        sent_at__gte=midnight(since),
        sent_at__lt=midnight(until + timedelta(days=1)),
    )
    return list(own.order_by("sent_at", "id"))


def _row(
    term: str,
    requests: Sequence[Request],
    limits: Mapping[UUID, datetime],
    helped: Mapping[UUID, datetime],
    *,
    now: datetime,
) -> RecordRow:
    told = [request for request in requests if request.told_at]
    in_time = [r for r in told if r.told_at and r.told_at <= limits.get(r.id, r.told_at)]
    untold = [request for request in requests if not request.told_at]
    waiting = [r for r in untold if now <= limits.get(r.id, now)]
    days = [(helped[r.id] - r.sent_at) / timedelta(days=1) for r in requests if r.id in helped]
    # A decision that has not reached the school yet is not in its record.
    outcomes = Counter(r.decision.outcome for r in requests if may_be_read(r))
    return RecordRow(
        term=term,
        requests=len(requests),
        told=len(told),
        told_in_time=len(in_time),
        late=len(requests) - len(in_time) - len(waiting),
        waiting=len(waiting),
        outcomes=outcomes,
        helped=len(days),
        days_to_help=median(days) if days else None,
    )
