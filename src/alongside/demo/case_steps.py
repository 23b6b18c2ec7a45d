"""What the council's case management system has of the families its social workers help: a feed, loaded."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.gate import live
from alongside.areas.case_system.actions import load_steps
from alongside.areas.case_system.feed import KEYS, read_steps_file
from alongside.areas.plans.imported import Asked
from alongside.areas.plans.queries.imported import help_asked_for
from alongside.demo.requests import SyntheticRequest
from alongside.foundation.ids import reference_of
from alongside.register.models import Posting

SOURCE = "case_system"
LEADS = ("social_worker", "lead_practitioner")
TAKEN_ON = 0.85  # of those asked for; the rest still wait
CLOSED = 0.3  # of those that began eight weeks ago or more
EIGHT_WEEKS = timedelta(weeks=8)
WORDS = (
    "Seen at home. {child} showed me their room and talked about school.",
    "Seen at school, alone. {child} said that mornings are hard.",
    "Home visit. The family and I went through what would help first.",
)
Row = dict[str, str]


def case_steps(
    plan: Iterable[SyntheticRequest],
    *,
    children: Mapping[str, UUID],
    now: datetime,
    say: Callable[[str], None],
) -> None:
    """Load the steps of whatever help social work teams have been asked for, as a council does."""
    by_id = {children[one.child.key]: one.child for one in plan}
    with connected_as("loader"):
        asked = [one for row in help_asked_for(by_id, source=SOURCE).values() for one in row]
        workers = _workers(now)
        rows = [
            row
            for one in sorted(asked, key=lambda one: (one.offered_at, one.help_id))
            if one.team_id in workers
            for row in _case(one, by_id[one.child_id].upn, by_id[one.child_id].called, workers, now)
        ]
        if rows:
            _load(rows, now=now)
    say(f"{len(rows)} steps of the case management system")


def _workers(now: datetime) -> Mapping[UUID, Sequence[Posting]]:
    """By assessment team, whom it can allocate to."""
    found: dict[UUID, list[Posting]] = {}
    postings = Posting.objects.filter(live(now), team__kind="assessment_team", role__in=LEADS)
    for posting in postings.select_related("user", "team").order_by("user__email"):
        found.setdefault(posting.team_id, []).append(posting)
    return found


def _case(
    asked: Asked, upn: str, child: str, workers: Mapping[UUID, Sequence[Posting]], now: datetime
) -> Iterator[Row]:
    """The steps of one case so far; none where the team has not taken it on."""
    reference = reference_of(asked.request_id)
    rng = Random(reference)  # noqa: S311  made-up people, not secrets
    worker, opened = rng.choice(workers[asked.team_id]), asked.offered_at + timedelta(hours=3)
    if rng.random() > TAKEN_ON or opened + timedelta(hours=2) > now:
        return
    case = f"E-{reference}"
    numbers = iter(range(1, 100))

    def row(kind: str, at: datetime, **cells: str) -> Row:
        told = {"step": f"{case}-{next(numbers)}", "case": case, "kind": kind, "upn": upn}
        moments = {"happened_at": at.isoformat(), "changed_at": min(at + _TYPED, now).isoformat()}
        return told | moments | cells

    yield row("opening", opened, team=worker.team.name, request_reference=reference)
    yield row("allocation", opened + timedelta(hours=1), worker=worker.user.email)
    closed = rng.random() < CLOSED and now - opened > EIGHT_WEEKS
    last = opened + EIGHT_WEEKS if closed else now
    yield from _work(row, rng, child, opened, last)
    if closed:
        yield row("closure", last, code=rng.choice(("needs_met", "stepped_down")))


_TYPED = timedelta(hours=1)


def _work(
    row: Callable[..., Row], rng: Random, child: str, opened: datetime, last: datetime
) -> Iterator[Row]:
    """What was done from the opening on: an assessment, visits every week or two, a meeting."""
    planned = (
        (1, "assessment_started", {"code": "child_and_family"}),
        (40, "assessment_completed", {"code": "child_and_family"}),
        (42, "plan_started", {"code": "child_in_need"}),
        (50, "meeting", {"code": "child_in_need_review", "state": "held"}),
    )
    for days, kind, cells in planned:
        if (at := opened + timedelta(days=days)) < last:
            yield row(kind, at, **cells)
    visit = opened + timedelta(days=2)
    while visit < last:
        seen, words = rng.choice(("alone", "seen", "seen")), rng.choice(WORDS).format(child=child)
        yield row("visit", visit, code="visit", child_seen=seen, words=words)
        visit += timedelta(days=rng.randint(6, 14))


def _load(rows: Sequence[Row], *, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "steps.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, KEYS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        found = read_steps_file(path, at=now, read=lambda _: None)
    load_steps(found, at=now, operator="demo")
