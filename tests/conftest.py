"""A real PostgreSQL for every test that asks for `db`: pages connect as the web role, never the owner."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql

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
}
EMPTY_EVERY_TABLE = """
DO $$ DECLARE t text; BEGIN
    SELECT string_agg(format('%I', tablename), ', ') INTO t FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT LIKE 'django_migrations'
        AND tablename NOT LIKE 'django_content_type'
        AND tablename NOT LIKE 'audit_entry_%';
    EXECUTE 'TRUNCATE ' || t || ' CASCADE';
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
    import psycopg

    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Committed rows, as the web role; every table is emptied afterwards by the owner."""
    with django_db_blocker.unblock():
        yield
        for alias in connections:
            if alias != "owner":
                connections[alias].close()
        with connections["owner"].cursor() as cursor:
            cursor.execute(EMPTY_EVERY_TABLE)


@pytest.fixture
def packs_of_tests() -> Iterator[None]:
    """Calderwick can be found too: an invented council that does many things its own way."""
    look_in([Path(__file__).parent / "packs" / "data"])
    yield
    look_in([])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the server once the last test process is done with it."""
    server = EmbeddedPostgres(HOME / "postgres")
    if not hasattr(session.config, "workerinput") and server.is_running():
        server.stop()
