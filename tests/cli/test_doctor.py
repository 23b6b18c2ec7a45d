"""`alongside doctor` finds each thing that is broken on purpose, and nothing in a sound deployment."""

import json
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connections
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.access.models import MatrixRow
from alongside.areas.front_door.actions import begin_draft
from alongside.areas.loads.models import Load
from alongside.areas.messages.models import Delivery
from alongside.cli import examining, examining_machine
from alongside.cli.doctor import doctor
from alongside.cli.findings import Finding
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from alongside.foundation.ids import new_id
from alongside.jobs.beating import beat, say_goodbye
from alongside.jobs.models import Worker
from alongside.jobs.working import Working
from alongside.register.models import Authority, Posting, Team
from tests.areas.front_door.test_telling_to_told import send
from tests.conftest import HOME
from tests.factories.council import Council, make_council


@pytest.fixture
def council(db: None, settings, monkeypatch) -> Council:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # The tests' server is not the deployment's own.
    monkeypatch.setattr(examining.EmbeddedPostgres, "is_running", lambda _: True)
    return make_council()


@pytest.fixture
def working(council):
    """A worker that beats somewhere."""
    with connected_as("worker"):
        beat(new_id(), at=timezone.now())


def wrong() -> dict[str, str]:
    return {f.about: f.words for f in examining.examine() if f.state == "wrong"}


def test_nothing_is_wrong_with_a_sound_deployment(council, working):
    assert wrong() == {}


def test_a_worker_that_is_not_running_is_missed(council):
    assert wrong() == {"worker": "No worker is running. Start `alongside worker`."}


def test_a_worker_that_hangs_is_missed_and_one_that_was_told_to_end_runs_no_more(council):
    worker_id = new_id()
    with connected_as("worker"):
        beat(worker_id, at=timezone.now() - timedelta(minutes=4))
        assert "was seen since" in wrong()["worker"]
        say_goodbye(worker_id)
    assert "No worker is running" in wrong()["worker"]


def test_a_worker_beats_while_it_works_and_says_when_it_ends(council):
    now = timezone.now()
    with connected_as("worker"):
        working = Working()
        working.go_on(at=now)
        working.go_on(at=now + timedelta(seconds=5))
        assert Worker.objects.get().seen_at == now  # not at every look
        working.go_on(at=now + timedelta(seconds=16))
        assert Worker.objects.get().seen_at == now + timedelta(seconds=16)
        working.end()
        assert not Worker.objects.exists()


def test_messages_that_wait_for_long_are_noticed(council, working):
    send(council)
    with connected_as("worker"):
        Delivery.objects.update(next_try_at=timezone.now() - timedelta(minutes=6))
    assert "waiting since" in wrong()["messages"]


@pytest.mark.parametrize(
    ("state", "minutes", "about"),
    [("reading", 4, {"loads"}), ("applying", 4, {"loads"}), ("applying", 2, set()), ("stopped", 4, set())],
)  # fmt: skip
def test_a_load_whose_process_died_is_noticed(council, working, state, minutes, about):
    heard_at = timezone.now() - timedelta(minutes=minutes)
    with connected_as("loader"):
        Load.objects.create(
            kind="steps", file_name="steps.csv", digest="x", state=state, started_at=heard_at,
            heard_at=heard_at,
        )  # fmt: skip
    assert set(wrong()) == about


def test_a_matrix_older_than_its_pack_is_noticed(council, working):
    with connected_as("loader"):
        MatrixRow.objects.filter(role="head").delete()
    assert "older than its pack" in wrong()["packs"]


def test_a_pack_that_is_gone_is_named(council, working):
    with connected_as("loader"):
        Authority.objects.update(pack="calderwick")
    assert "calderwick" in wrong()["packs"]


def test_a_hub_where_nobody_is_posted_is_noticed(council, working):
    with connected_as("loader"):
        Posting.objects.filter(team=council.hub).update(ends_at=timezone.now())
    assert "no request is read" in wrong()["teams"]


def test_a_table_without_row_level_security_is_named(council, working):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE people_address NO FORCE ROW LEVEL SECURITY")
    try:
        assert "people_address" in wrong()["tables"]
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE people_address FORCE ROW LEVEL SECURITY")


def test_a_mail_server_that_does_not_answer_is_named(council, working, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "127.0.0.1:9" in wrong()["mail"]


@pytest.mark.parametrize(
    ("address", "about"),
    [("http://alongside.thornmere.example", "address"), ("https://x.thornmere.example", "demo")],
)
def test_an_address_that_gives_records_away_is_wrong(council, working, settings, address, about):
    settings.BASE_URL, settings.DEMO = address, True
    assert about in wrong()


def test_a_migration_that_waits_is_noticed(council, working):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'messages' AND name ~ '^0005'")
    try:
        assert "Run `alongside migrate`" in wrong()["migrations"]
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('messages', '0005_failed_in_rounds', now())"
            )


def test_without_a_database_it_still_looks_at_mail_disk_and_address(council, monkeypatch):
    monkeypatch.setattr(examining.EmbeddedPostgres, "is_running", lambda _: False)
    assert list(wrong()) == ["database"]
    assert {"database", "address", "secrets", "mail", "disk"} == {
        finding.about for finding in examining.examine()
    }


def test_a_role_that_cannot_log_in_is_named(council, working, monkeypatch):
    monkeypatch.setitem(connections["sign_in"].settings_dict, "PASSWORD", "another")
    connections["sign_in"].close()
    assert wrong()["database"].startswith("The sign_in role cannot log in")


def test_a_role_that_could_see_everything_is_named(council, working):
    as_administrator("ALTER ROLE alongside_worker BYPASSRLS")
    try:
        assert "alongside_worker may bypass" in wrong()["roles"]
    finally:
        as_administrator("ALTER ROLE alongside_worker NOBYPASSRLS")


def as_administrator(*statements: str) -> None:
    with psycopg.connect(EmbeddedPostgres(HOME / "postgres").conninfo(), autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def test_clocks_that_are_apart_are_noticed(council, working, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(examining.timezone, "now", lambda: real() + timedelta(seconds=20))
    assert "seconds apart" in wrong()["clock"]


def test_an_audit_that_has_no_room_next_month_is_noticed(council, working, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(examining.timezone, "now", lambda: real() + timedelta(days=200))
    assert "no audit partition" in wrong()["audit"]


@pytest.mark.parametrize(("free", "state"), [(1e9, "wrong"), (5e9, "warning"), (50e9, "ok")])
def test_a_disk_that_fills_is_noticed(council, working, monkeypatch, free, state):
    usage = SimpleNamespace(free=free)
    monkeypatch.setattr(examining_machine.shutil, "disk_usage", lambda _: usage)
    assert {f.about: f.state for f in examining.examine()}["disk"] == state


def test_a_secret_that_others_can_read_is_named(council, working, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "secret-key").chmod(0o644)
    assert "chmod 600" in wrong()["secrets"]


def test_mail_that_reaches_nobody_is_worth_a_look(council, working):
    looked = {f.about: f for f in examining.examine()}
    assert (looked["mail"].state, "locmem" in looked["mail"].words) == ("warning", True)


def test_a_database_log_that_quotes_what_is_typed_is_worth_a_look(council, working):
    quiet = {f.about: f.state for f in examining.examine()}
    assert quiet["database log"] == "ok"
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
    as_administrator(f"ALTER DATABASE {name} SET log_error_verbosity = 'default'")
    connections["web"].close()
    try:
        looked = {f.about: f for f in examining.examine()}
        assert looked["database log"].state == "warning"
        assert "log_error_verbosity = terse" in looked["database log"].words
    finally:
        as_administrator(f"ALTER DATABASE {name} SET log_error_verbosity = 'terse'")


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("warning", 1), ("wrong", 2)])
def test_the_exit_code_and_the_object_for_machines_say_the_worst(monkeypatch, state, code):
    findings = [Finding("disk", "ok", "Room."), Finding("mail", state, "As it is.")]
    monkeypatch.setattr(examining, "examine", lambda: iter(findings))
    done = CliRunner().invoke(doctor, ["--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["state"]) == (code, state)
    assert told["findings"][1] == {"about": "mail", "state": state, "words": "As it is."}
    assert CliRunner().invoke(doctor, []).exit_code == code


def test_a_school_that_cannot_send_what_it_wrote_and_officers_who_are_not_there_are_noticed(
    council, working
):
    with acting_as(council.lead.id, at=timezone.now()) as lead:
        begin_draft(child_id=council.child.id, by=lead, at=timezone.now())
    with connected_as("loader"):
        Team.objects.create(
            organisation=council.hub.organisation, kind="designated_officer", name="Officers"
        )
    assert "Officers: nobody is posted" in wrong()["teams"]
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=timezone.now())
        Team.objects.filter(kind="designated_officer").update(kind="education_team")
    assert "Alder Primary School safeguarding team: something is written" in wrong()["teams"]
