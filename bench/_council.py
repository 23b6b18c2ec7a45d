"""A made-up council of any size in a PostgreSQL of its own, filled straight by SQL.

The rows are the product's own in every column; its constraints hold, its row-level security is on
and its indexes are there. Only the filling is in a hurry: no index while rows go in, no write-ahead
log to speak of. What is measured afterwards is a server as it comes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

COUNCIL = Path(__file__).with_name("council.sql")
# A crash while filling costs the filling, and nothing else.
IN_A_HURRY = {
    "fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "max_wal_size": "8GB", "checkpoint_timeout": "1h", "autovacuum": "off", "jit": "off",
    "shared_buffers": "1GB",
}  # fmt: skip
HURRYING = (
    "SET session_replication_role = replica; SET work_mem = '512MB'; SET maintenance_work_mem = '1GB'; "
    "SET synchronous_commit = off"
)
INDEXES = """
    SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
        AND t.relname ~ '^(people|schools|register|front_door|chronology|plans|clocks|messages)_'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
FOREIGN_KEYS = """
    SELECT format('SELECT count(*) FROM %s a WHERE a.%I IS NOT NULL AND NOT EXISTS'
        ' (SELECT 1 FROM %s b WHERE b.%I = a.%I)', k.conrelid::regclass, here.attname,
        k.confrelid::regclass, there.attname, here.attname), k.conname
    FROM pg_constraint k
        JOIN pg_attribute here ON here.attrelid = k.conrelid AND here.attnum = k.conkey[1]
        JOIN pg_attribute there ON there.attrelid = k.confrelid AND there.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
"""
LARGEST_CHECKED = 12_000  # looking up every foreign key takes as long again as the filling


@contextmanager
def a_council(home: Path, children: int) -> Iterator[str]:
    """A running server with a council of that many children: how its administrator connects.

    One that was left in `home` is taken as it is. Ends with the server.
    """
    settings_of(home)
    from alongside.cli.database import DATABASE, database
    from alongside.foundation.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(home / "postgres")
    done = home / f"filled-{children}"
    if not done.exists():
        server.start(IN_A_HURRY)
        try:
            with database():  # a process of its own: Django holds on to the home it was set up in
                subprocess.run([sys.executable, "-m", "bench._council", str(children)], check=True)
        finally:
            server.stop()
        done.touch()
    with database():
        yield psycopg.conninfo.make_conninfo(server.conninfo(), dbname=DATABASE)


def settings_of(home: Path) -> None:
    """The environment in which the product finds this home: pages that sign in by app, as they are."""
    os.environ.update(ALONGSIDE_HOME=str(home), ALONGSIDE_ROLE="loader")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    for name in ("DATABASE_URL", "ALONGSIDE_DEMO"):
        os.environ.pop(name, None)


def migrate_and_fill(children: int) -> None:
    """Every table, and the council in it, on the server that runs in this home."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from alongside.access.context import connected_as
    from alongside.cli.database import DATABASE, home
    from alongside.foundation.embedded_postgres import EmbeddedPostgres

    server = EmbeddedPostgres(home() / "postgres")
    admin = psycopg.conninfo.make_conninfo(server.conninfo(), dbname=DATABASE)
    with connected_as("owner"):
        call_command("migrate", verbosity=0, interactive=False)
    settings = _set_up() | {"bench.children": str(children)}
    connections.close_all()
    with psycopg.connect(admin) as connection:
        _fill(connection, settings)
    with psycopg.connect(admin, autocommit=True) as connection:
        # Row visibility is known and statistics are fresh, as after the first nightly vacuum.
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _set_up() -> dict[str, str]:
    """The authority as the operator's command makes it, with its grants; what the filling is told."""
    from django.utils import timezone

    from alongside.areas.staffing.actions import set_up_authority
    from alongside.register.models import Authority, Organisation, Team

    set_up_authority(pack="thornmere", dfe_code="999", gss_code="E99999999", at=timezone.now())
    return {
        "bench.authority": str(Authority.objects.get().id),
        "bench.organisation": str(Organisation.objects.get(kind="local_authority").id),
        "bench.hub": str(Team.objects.get(kind="front_door").id),
    }


def _fill(connection: psycopg.Connection[tuple[str, ...]], settings: dict[str, str]) -> None:
    began = time.perf_counter()
    connection.execute(HURRYING)
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    indexes = connection.execute(INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    connection.execute(COUNCIL.read_text(encoding="utf-8"))
    for _, definition in indexes:
        connection.execute(definition)
    if int(settings["bench.children"]) <= LARGEST_CHECKED:
        _refuse_broken(connection)
    connection.commit()
    seconds = time.perf_counter() - began
    print(f"{int(settings['bench.children']):,} children filled in {seconds:.0f} s", flush=True)


def _refuse_broken(connection: psycopg.Connection[tuple[str, ...]]) -> None:
    """Foreign keys were not looked up while rows went in, so they are now."""
    for query, name in connection.execute(FOREIGN_KEYS).fetchall():
        row = connection.execute(query).fetchone()
        if row is None or row[0] != 0:
            raise AssertionError(f"{name} does not hold for {row} rows")


if __name__ == "__main__":
    migrate_and_fill(int(sys.argv[1]))
