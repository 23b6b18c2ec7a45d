"""What the council's case management system has of the families its social workers help: a feed, loaded."""

import csv
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.gate import is_live
from alongside.areas.case_system.actions import load_steps
from alongside.areas.case_system.feed import KEYS, read_steps_file
from alongside.areas.plans.imported import Asked
from alongside.areas.plans.queries.imported import help_asked_for
from alongside.demo.families import SyntheticChild
from alongside.foundation.ids import reference_of
from alongside.register.models import Posting

SOURCE = "case_system"
LEADS = ("social_worker", "lead_practitioner")
TAKEN_ON, WAITING = 0.85, timedelta(weeks=6)  # of those asked for lately; the rest still wait
CLOSED = 0.92  # of those whose time has come: some go on for longer than that
WEEKS = (8, 40)
LONGEST = timedelta(weeks=90)
OFTEN = timedelta(weeks=8)  # visits are every week or two at first
WORDS = (
    "Seen at home. {child} showed me their room and talked about school.",
    "Seen at school, alone. {child} said that mornings are hard.",
    "Home visit. The family and I went through what would help first.",
)
Row = dict[str, str]


def case_steps(
    by_id: Mapping[UUID, SyntheticChild], *, now: datetime, say: Callable[[str], None]
) -> None:
    """Load the steps of whatever help social work teams have been asked for, as a council does."""
    with connected_as("loader"):
        asked = [one for row in help_asked_for(by_id, source=SOURCE).values() for one in row]
        workers = _workers({one.team_id for one in asked})
        rows = [
            row
            for one in sorted(asked, key=lambda one: (one.offered_at, one.help_id))
            if one.team_id in workers
            for row in _case(one, by_id[one.child_id].upn, by_id[one.child_id].called, workers, now)
        ]
        if rows:
            _load(rows, now=now)
    say(f"{len(rows):,} steps of the case management system")


def _workers(teams: Collection[UUID]) -> Mapping[UUID, Sequence[Posting]]:
    """By assessment team, whom it can or could allocate to."""
    found: dict[UUID, list[Posting]] = {}
    postings = Posting.objects.filter(
        team_id__in=teams, team__kind="assessment_team", role__in=LEADS
    )
    for posting in postings.select_related("user", "team").order_by("user__email"):
        found.setdefault(posting.team_id, []).append(posting)
    return found


def _case(
    asked: Asked, upn: str, child: str, workers: Mapping[UUID, Sequence[Posting]], now: datetime
) -> Iterator[Row]:
    """The steps of one case so far; none where the team has not taken it on."""
    reference = reference_of(asked.request_id)
    rng = Random(reference)  # noqa: S311  made-up people, not secrets
    opened = asked.offered_at + timedelta(hours=3)
    allocated = [one for one in workers[asked.team_id] if is_live(one, opened)]
    waits = rng.random() > TAKEN_ON and now - opened < WAITING
    if waits or not allocated or opened + timedelta(hours=2) > now:
        return
    worker = rng.choice(allocated)
    case = f"E-{reference}"
    numbers = iter(range(1, 100))

    def row(kind: str, at: datetime, **cells: str) -> Row:
        told = {"step": f"{case}-{next(numbers)}", "case": case, "kind": kind, "upn": upn}
        moments = {"happened_at": at.isoformat(), "changed_at": min(at + _TYPED, now).isoformat()}
        return told | moments | cells

    yield row("opening", opened, team=worker.team.name, request_reference=reference)
    yield row("allocation", opened + timedelta(hours=1), worker=worker.user.email)
    ends = opened + (timedelta(weeks=rng.randint(*WEEKS)) if rng.random() < CLOSED else LONGEST)
    closed, last = ends < now, min(ends, now)
    yield from _work(row, rng, child, opened, last)
    yield from _next_workers(row, rng, worker, workers[asked.team_id], last)
    if closed:
        yield row("closure", last, code=rng.choice(("needs_met", "stepped_down")))


_TYPED = timedelta(hours=1)


def _next_workers(
    row: Callable[..., Row],
    rng: Random,
    worker: Posting,
    team: Sequence[Posting],
    last: datetime,
) -> Iterator[Row]:
    """Whoever takes the case over where its worker left while it was open."""
    while worker.ends_at and worker.ends_at < last:
        at = worker.ends_at + timedelta(hours=10)
        others = [one for one in team if is_live(one, at)]
        if not others or at >= last:
            return
        worker = rng.choice(others)
        yield row("allocation", at, worker=worker.user.email)


def _work(
    row: Callable[..., Row], rng: Random, child: str, opened: datetime, last: datetime
) -> Iterator[Row]:
    """What was done from the opening on: an assessment, a meeting, visits, at first every week or two."""
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
        often = visit - opened < OFTEN
        visit += timedelta(days=rng.randint(6, 14) if often else rng.randint(24, 44))


def _load(rows: Sequence[Row], *, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "steps.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, KEYS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        found = read_steps_file(path, at=now, read=lambda _: None)
    load_steps(found, at=now, operator="demo")
