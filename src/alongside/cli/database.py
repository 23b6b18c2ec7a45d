"""Bring the database up and up to date: embedded by default, or the one DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.foundation.database_roles import prepare_database
from alongside.foundation.embedded_postgres import EmbeddedPostgres

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

DATABASE = "alongside"
# A migration that waits for a lock makes every page behind it wait: give up, and try again later.
MIGRATING = "SET lock_timeout = '10s'; SET statement_timeout = '1h'"
# An index built beside people at work, where it gave up, is left behind under its name and of no use.
UNFINISHED = """
SELECT format('DROP INDEX CONCURRENTLY %s', i.indexrelid::regclass) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relnamespace = 'public'::regnamespace
AND c.relowner = current_user::regrole
"""


def home() -> Path:
    """Where this installation keeps what it makes for itself."""
    return Path(os.environ.get("ALONGSIDE_HOME") or Path.cwd() / ".local" / "alongside").resolve()


@contextmanager
def database() -> Iterator[None]:
    """A running, prepared database for as long as this lasts; a server of the deployment's own is left as it is."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = EmbeddedPostgres(home() / "postgres")
    ours = not server.is_running()
    try:
        server.start()
        secrets = home() / "database-passwords.json"
        prepare_database(server.conninfo(), database=DATABASE, secrets_file=secrets)
        yield
    finally:
        if ours:
            server.stop()


def drop_unfinished_indexes(cursor: "CursorWrapper") -> None:
    """Take away, as the owner, what would stop the migration that builds it from being run again."""
    cursor.execute(UNFINISHED)
    for (drop,) in cursor.fetchall():
        cursor.execute(drop)


def migrate() -> None:
    """Bring tables, policies, partitions and the access matrix of every authority up to date, as the owner."""
    import django

    os.environ["ALONGSIDE_ROLE"] = "owner"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from alongside.access.matrix import load_matrix
    from alongside.register.models import Authority

    with connection.cursor() as cursor:
        cursor.execute(MIGRATING)
        drop_unfinished_indexes(cursor)
    call_command("migrate", verbosity=0, interactive=False)
    for authority in Authority.objects.all():
        load_matrix(authority)
