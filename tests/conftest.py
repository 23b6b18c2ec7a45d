"""A real PostgreSQL for every test that asks for `db`: pages connect as the web role, never the owner."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from alongside.access.context import connected_as
from alongside.foundation.database_roles import ROLES, login, prepare_database, read_passwords
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from alongside.packs import look_in

HOME = Path(__file__).resolve().parents[1] / ".local" / "tests"
# Nothing a test writes needs to outlive the machine.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    # What a test leaves dead is gone before the next hundred tests have to read past it.
    "autovacuum_naptime": "5s",
}
# Rows are deleted, not truncated: with a few rows in each table that is a hundred times quicker. A superuser
# does it, because neither triggers nor foreign keys may ask about each of them.
EMPTY_EVERY_TABLE = """
DO $$ DECLARE t text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT format('%I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT LIKE 'django_migrations'
        AND tablename NOT LIKE 'django_content_type'
        AND tablename NOT LIKE 'audit_entry_%'
    LOOP
        EXECUTE 'DELETE FROM ' || t;
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """One migrated database for each test process, on a server all of them share."""
    server = EmbeddedPostgres(HOME / "postgres")
    server.start(FAST)
    name = f"test_alongside_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    secrets = HOME / "passwords.json"
    drop_database(server, name)
    prepare_database(server.conninfo(), database=name, secrets_file=secrets)
    passwords = read_passwords(secrets)
    for alias in ("default", *ROLES):
        role = "web" if alias == "default" else alias
        given = server.parameters(dbname=name, user=login(role), password=passwords[role])
        connections.settings[alias].update(
            NAME=name, USER=given["user"], PASSWORD=given["password"], HOST=given["host"], PORT=str(given["port"]),
            CONN_MAX_AGE=0,
        )  # fmt: skip
    with django_db_blocker.unblock():
        with connected_as("owner"):
            call_command("migrate", verbosity=0, interactive=False)
        yield
        connections.close_all()


def drop_database(server: EmbeddedPostgres, name: str) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@pytest.fixture(scope="session")
def superuser(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection that row-level security and triggers do not bind, for clearing up."""
    server = EmbeddedPostgres(HOME / "postgres")
    name = connections["owner"].settings_dict["NAME"]
    with psycopg.connect(make_conninfo(server.conninfo(), dbname=name), autocommit=True) as admin:
        yield admin


@pytest.fixture
def db(
    django_db_setup: None, django_db_blocker: Any, superuser: psycopg.Connection
) -> Iterator[None]:
    """Committed rows, as the web role; every table is emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        for alias in connections:
            if alias != "owner":
                connections[alias].close()
        superuser.execute(EMPTY_EVERY_TABLE)


@pytest.fixture(autouse=True)
def _hooks_of_this_process() -> Iterator[None]:
    """A command that runs inside a test says what ends its process no longer than the test lasts."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


@pytest.fixture
def packs_of_tests() -> Iterator[None]:
    """Calderwick can be found too: an invented council that does many things its own way."""
    look_in([Path(__file__).parent / "packs" / "data"])
    yield
    look_in([])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the server once the last test process is done with it."""
    server = EmbeddedPostgres(HOME / "postgres")
    collecting = session.config.option.collectonly
    if not (collecting or hasattr(session.config, "workerinput")) and server.is_running():
        server.stop()
