"""A load whose process is killed, and two loads at once: one right state, and others see how far it is."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.actions.running import run_load
from alongside.areas.loads.actions.sources import Nobody
from alongside.areas.loads.models import Load, Rejection
from alongside.foundation.database_roles import URL_OF_ROLE
from alongside.register.models import Team
from tests.factories.council import make_council
from tests.factories.counting import TeamsFile, write_teams

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
NAMES = ["Oak", "?", "Elm", "!", "Ash", "Fir", "Yew"]
REPOSITORY = Path(__file__).resolve().parents[3]
KILLED = -9


@pytest.fixture
def council(db):
    council = make_council()
    with connected_as("loader"):
        yield council


def source(council, path, **hooks):
    return TeamsFile(
        path=path,
        authority_id=council.authority.id,
        organisation_id=council.hub.organisation_id,
        **hooks,
    )


def in_a_process(council, path, *, killed_at):
    """Load in a process of its own, which dies as the batch with that line comes; how it ended."""
    urls = {}
    for role in ("web", "loader"):
        given = connections.settings[role]
        urls[URL_OF_ROLE[role]] = make_conninfo(
            dbname=given["NAME"], user=given["USER"], password=given["PASSWORD"],
            host=given["HOST"], port=given["PORT"],
        )  # fmt: skip
    words = [
        path, council.authority.id, council.hub.organisation_id, NOW.isoformat(), killed_at,
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.areas.loads.run_teams", *map(str, words)],
        env={**os.environ, **urls, "ALONGSIDE_ROLE": "loader"}, cwd=REPOSITORY,
        check=False, capture_output=True,
    )  # fmt: skip
    return done.returncode


def end_state():
    """Everything a load leaves, without its ids and moments."""
    kept = ("state", "units_total", "units_done", "rows_read", "rows_rejected", "taken", "added")
    return (
        sorted(Team.objects.filter(kind="charity_team").values_list("name", flat=True)),
        [{name: getattr(row, name) for name in kept} for row in Load.objects.all()],
        sorted(Rejection.objects.values_list("line", "reason", "value", "unit", "by_reading")),
        Event.objects.filter(kind="file_loaded").count(),
    )


def batches_audited():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT detail ->> 'units' FROM audit_entry WHERE outcome = 'loaded' ORDER BY at"
        )
        return [units for (units,) in cursor.fetchall()]


def test_a_killed_process_leaves_what_it_committed_and_the_same_command_goes_on(council, tmp_path):
    path = write_teams(tmp_path / "teams.txt", NAMES)
    assert in_a_process(council, path, killed_at=5) == KILLED
    dead = Load.objects.get()
    assert (dead.state, dead.units_done, dead.units_total) == ("applying", 4, 7)
    assert in_a_process(council, path, killed_at=7) == KILLED
    assert run_load(
        source(council, path), at=NOW + timedelta(hours=1), operator="op", batch=2
    ).went_on_from == 6  # fmt: skip
    broken = end_state()
    assert batches_audited() == ["1-2", "3-4", "5-6", "7-7", "7"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "TRUNCATE loads_load, chronology_event CASCADE;"
            "DELETE FROM register_team WHERE kind = 'charity_team'"
        )
    run_load(source(council, path), at=NOW, operator="op", batch=2)
    assert end_state() == broken


def test_others_see_how_far_a_load_is_while_it_runs(council, tmp_path):
    seen = []

    def between(line):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT state, units_done, units_total FROM loads_load")
            seen.append(cursor.fetchone())

    path = write_teams(tmp_path / "teams.txt", NAMES)
    run_load(source(council, path, between=between), at=NOW, operator="op", batch=3)
    assert seen == [("applying", 0, 7), ("applying", 3, 7), ("applying", 6, 7)]


def test_of_two_loads_at_once_one_waits_and_nothing_is_there_twice(council, tmp_path):
    path = write_teams(tmp_path / "teams.txt", NAMES)
    waits, totals = threading.Event(), []

    class Second(Nobody):
        def says(self, words):
            assert "waits until that is done" in words
            waits.set()

    def second():
        try:
            with connected_as("loader"):
                totals.append(
                    run_load(
                        source(council, path), at=NOW + timedelta(seconds=1), operator="op",
                        watching=Second(), batch=2,
                    )
                )  # fmt: skip
        finally:
            connections["loader"].close()

    thread = threading.Thread(target=second)

    def between(line):
        if line == 3:
            thread.start()
            assert waits.wait(20)

    first = run_load(source(council, path, between=between), at=NOW, operator="op", batch=2)
    thread.join(60)
    assert (first.added, totals[0].added, totals[0].taken) == (5, 0, 5)
    assert sorted(Team.objects.filter(kind="charity_team").values_list("name", flat=True)) == [
        "Ash", "Elm", "Fir", "Oak", "Yew",
    ]  # fmt: skip
    assert list(Load.objects.values_list("state", flat=True)) == ["finished", "finished"]
