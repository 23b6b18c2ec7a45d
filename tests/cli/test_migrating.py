"""Migrating beside people at work: what gave up is begun anew by the next time."""

import psycopg
import pytest
from django.db import OperationalError, connections

from alongside.access.context import connected_as
from alongside.cli.database import migrate

INVALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
BUILD = "CREATE INDEX CONCURRENTLY clocks_running ON clocks_clock (due_at)"


@pytest.fixture
def owner(db: None):
    """The owner's connection, as the one that commands use."""
    with connected_as("owner"):
        yield connections["owner"]
        connections["owner"].close()


def test_an_index_whose_building_gave_up_stands_in_nobody_s_way(
    owner, superuser: psycopg.Connection, monkeypatch
):
    monkeypatch.setenv("ALONGSIDE_ROLE", "owner")
    with owner.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        with superuser.transaction():  # somebody writes there, and is not done
            superuser.execute("LOCK TABLE clocks_clock IN ROW EXCLUSIVE MODE")
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute(BUILD)
        cursor.execute(INVALID)
        assert cursor.fetchall() == [("clocks_running",)]
    migrate()
    with owner.cursor() as cursor:
        cursor.execute(INVALID)
        assert cursor.fetchall() == []
        cursor.execute(BUILD)
        cursor.execute("DROP INDEX clocks_running")
