"""`alongside doctor` finds each thing that is broken on purpose, and nothing in a sound deployment."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.access.models import MatrixRow
from alongside.areas.front_door.actions import begin_draft
from alongside.areas.messages.models import Delivery
from alongside.cli import examining
from alongside.register.models import Authority, Posting, Team
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.council import Council, make_council


@pytest.fixture
def council(db: None, settings, monkeypatch) -> Council:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # The tests' server is not the deployment's own.
    monkeypatch.setattr(examining.EmbeddedPostgres, "is_running", lambda _: True)
    return make_council()


@pytest.fixture
def working(council):
    """A worker connected from elsewhere."""
    other = connections["worker"].copy()
    other.connect()
    yield
    other.close()


def wrong() -> dict[str, str]:
    return {f.about: f.words for f in examining.examine() if f.state == "wrong"}


def test_nothing_is_wrong_with_a_sound_deployment(council, working):
    assert wrong() == {}


def test_a_worker_that_is_not_running_is_missed(council):
    assert wrong() == {"worker": "No worker is running. Start `alongside worker`."}


def test_messages_that_wait_for_long_are_noticed(council, working):
    send(council)
    with connected_as("worker"):
        Delivery.objects.update(next_try_at=timezone.now() - timedelta(minutes=6))
    assert "waiting since" in wrong()["worker"]


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


def test_a_database_that_is_not_running_is_all_that_is_said(council, monkeypatch):
    monkeypatch.setattr(examining.EmbeddedPostgres, "is_running", lambda _: False)
    assert list(wrong()) == ["database"]


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
