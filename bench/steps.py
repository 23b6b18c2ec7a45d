"""A feed loaded by `alongside load steps`, beside a bare COPY of the very same rows.

The COPY is the floor: the rows the load wrote, into the same tables with the same indexes, foreign
keys checked, by a superuser whom row-level security does not bind. Both run in one run, in turn, on
a private server thrown away afterwards, each round from a council that has children and no steps.

python3 dev.py bench steps           or    python -m bench.steps --steps 20000 --rounds 3
"""

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from random import Random

import psycopg

from bench._showing import show
from bench.roll import URN, a_database, copy, set_up_school, timed, write_roll

WRITTEN = (
    "case_system_caseperson", "chronology_textblock", "plans_help", "case_system_step", "plans_contact",
    "plans_meeting", "clocks_clock", "chronology_event",
)  # fmt: skip
# A table that holds what was there before as well.
ALSO = {"register_relationship": "kind = 'allocated'"}
A_CASE = 8  # steps
KEYS = (
    "step", "case", "kind", "happened_at", "changed_at", "upn", "person", "team", "worker", "code", "state",
    "child_seen", "words",
)  # fmt: skip

WAYS = {
    "copy": "Bare COPY of the same rows (superuser, indexes, foreign keys)",
    "first": "Load: read, find, keep, fold, write rows, ties, clocks and events",
    "again": "The same file again: read, find, fold, change nothing",
    "read": "Reading and checking the file alone",
}


def main() -> int:
    """Measure, print the table, and end with 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--steps", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, a_database(Path(folder)) as admin:
        seconds = measure(Path(folder), admin, chosen.steps, chosen.rounds)
    title = f"A feed of {chosen.steps:,} steps"
    show(seconds, WAYS, title=title, unit="Steps", size=chosen.steps)
    return 0


def measure(folder: Path, admin: str, steps: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each way, round by round."""
    roll = write_roll(folder / "roll.csv", max(steps // A_CASE, 1))
    set_up(roll)
    path = write_feed(folder / "steps.csv", roll, steps)
    seconds: dict[str, list[float]] = {}
    for turn in range(rounds):
        empty(admin)
        timed(seconds, "read", lambda: read(path))
        timed(seconds, "first", lambda: apply(path))
        rows = written(admin)
        timed(seconds, "again", lambda: apply(path))
        empty(admin)
        timed(seconds, "copy", lambda rows=rows: copy(admin, rows))
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    return seconds


def set_up(roll: Path) -> None:
    """A council with an assessment team, a worker in it, and the children of a roll."""
    from django.utils import timezone

    from alongside.areas.schools.actions import load_roll
    from alongside.areas.schools.roll import read_roll_file
    from alongside.foundation.calendars import local_day
    from alongside.register.models import Organisation, Posting, Team, User

    set_up_school()
    now = timezone.now()
    found = read_roll_file(roll, on=local_day(now), read=lambda _: None)
    load_roll(found, urn=URN, at=now)
    council = Organisation.objects.filter(kind="local_authority").first()
    team = Team.objects.create(
        organisation=council, kind="assessment_team", name="Assessment North"
    )
    user = User.objects.create(email="sam@thornmere.example", full_name="Sam North")
    Posting.objects.create(user=user, team=team, role="social_worker", starts_at=now)


def write_feed(path: Path, roll: Path, steps: int) -> Path:
    """Cases of eight steps, each of another child, in no order at all."""
    rng = Random(2026)
    with roll.open(encoding="utf-8") as file:
        upns = [row["UPN"] for row in csv.DictReader(file)]
    rows = [row for case, upn in enumerate(upns) for row in _case(case, upn)][:steps]
    rng.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, KEYS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _case(case: int, upn: str) -> list[dict[str, str]]:
    kinds = (
        {"kind": "opening", "team": "Assessment North"},
        {"kind": "allocation", "worker": "sam@thornmere.example"},
        {"kind": "assessment_started", "code": "child_and_family"},
        {
            "kind": "visit",
            "child_seen": "alone",
            "words": "Seen at home, and said what worries them. " * 4,
        },
        {"kind": "meeting", "code": "child_in_need_review", "state": "held"},
        {"kind": "assessment_completed", "code": "child_and_family"},
        {"kind": "plan_started", "code": "child_in_need"},
        {"kind": "visit", "child_seen": "seen", "words": "Seen at school. " * 10},
    )
    return [
        {
            "step": f"{case}-{n}", "case": f"E{case}", "upn": upn, "person": f"P{case}",
            "happened_at": f"2026-0{1 + n}-{1 + case % 28:02}T10:00", "changed_at": "2026-09-01T09:00", **cells,
        }
        for n, cells in enumerate(kinds)
    ]  # fmt: skip


def read(path: Path) -> object:
    """Parsing alone, as the command does before its transaction."""
    from django.utils import timezone

    from alongside.areas.case_system.feed import read_steps_file

    return read_steps_file(path, at=timezone.now(), read=lambda _: None)


def apply(path: Path) -> object:
    """The whole load as the command does it: parsing included, the loader role, row-level security."""
    from django.utils import timezone

    from alongside.areas.case_system.actions import load_steps
    from alongside.cli.as_loader import without_cycle_searches

    with without_cycle_searches():
        return load_steps(read(path), at=timezone.now())


def written(admin: str) -> dict[str, bytes]:
    """What the load wrote, by table, as COPY reads it."""
    asked = dict.fromkeys(WRITTEN, "true") | ALSO
    rows = {}
    with psycopg.connect(admin) as connection, connection.cursor() as cursor:
        for table, which in asked.items():
            query = f"COPY (SELECT * FROM {table} WHERE {which}) TO STDOUT"
            with cursor.copy(query) as out:
                rows[table] = b"".join(bytes(block) for block in out)
    return rows


def empty(admin: str) -> None:
    """What a load writes, emptied; the children and who works with them stay."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(WRITTEN)} CASCADE")
        for table, which in ALSO.items():
            connection.execute(f"DELETE FROM {table} WHERE {which}")
            connection.execute(f"VACUUM {table}")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    sys.exit(main())
