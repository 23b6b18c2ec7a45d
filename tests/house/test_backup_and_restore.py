"""A council is backed up and restored elsewhere by PostgreSQL's own tools, as docs/operations.md says."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client
from psycopg import sql

from alongside.access.database_role import unguarded_tables
from alongside.cli import examining
from alongside.foundation.database_roles import (
    BACKUP,
    ROLES,
    login,
    prepare_database,
    read_passwords,
)
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from tests.areas.front_door.test_telling_to_told import send
from tests.conftest import HOME
from tests.factories.council import Council, make_council
from tests.web.signing_in import code, follow, give_app, type_password

CASTS = re.compile(r"::(character varying|text)(\[\])?|[()]")
TABLES = (
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
    " AND c.relkind = 'r' ORDER BY 1"
)
GUARDS = {
    "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
    "forced": "SELECT relname, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner)"
    " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S') ORDER BY 1",
    "grants": "SELECT relname, pg_get_userbyid(grantee), privilege_type FROM pg_class, aclexplode(coalesce("
    "relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"
    '"char"'
    ", relowner))) WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3",
    "columns": "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
    " WHERE attacl IS NOT NULL AND attrelid >= 16384 ORDER BY 1, 2",
    "functions": "SELECT p.oid::regprocedure::text, prosecdef, pg_get_userbyid(proowner), md5(prosrc),"
    " (SELECT string_agg(pg_get_userbyid(grantee)::text, ' ' ORDER BY grantee::regrole::text)"
    " FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee <> 0), proconfig::text"
    " FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS"
    " (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1",
    "partitions": "SELECT inhparent::regclass::text, inhrelid::regclass::text,"
    " pg_get_expr(relpartbound, c.oid) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid ORDER BY 2",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY 1, 2",
}  # fmt: skip


def pg(program: str, *words: str) -> None:
    done = subprocess.run(
        [EmbeddedPostgres.program(program), *words], env={"PATH": os.defpath},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def contents(conninfo: str) -> dict[str, tuple[int, str]]:
    """Of every table, how many rows it has and a sum over all that stands in them."""
    with psycopg.connect(conninfo) as asked:
        asked.execute("SET timezone = 'UTC'")
        names = [name for (name,) in asked.execute(TABLES)]
        return {
            name: asked.execute(
                sql.SQL("SELECT count(*), md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), ''))"
                        " FROM {} t").format(sql.Identifier(name))
            ).fetchone()
            for name in names
        }  # fmt: skip


def guards(conninfo: str) -> dict[str, list[tuple]]:
    """What keeps people from what is not theirs; PostgreSQL words a cast anew when it reads its own."""
    with psycopg.connect(conninfo) as asked:
        return {
            about: [
                tuple(CASTS.sub("", value) if isinstance(value, str) else value for value in row)
                for row in asked.execute(question)
            ]
            for about, question in GUARDS.items()
        }


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    council = make_council()
    send(council)
    return council


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """A fresh cluster, prepared with passwords of its own: its administrator, its logins, where it is."""
    server = EmbeddedPostgres(tmp_path / "elsewhere")
    server.start({"fsync": "off"})
    logins = prepare_database(
        server.conninfo(), database="restored", secrets_file=tmp_path / "roles.json"
    )
    passwords = read_passwords(tmp_path / "roles.json")
    where = {role: server.parameters(dbname="restored", user=login(role), password=passwords[role])
             for role in ROLES}  # fmt: skip
    yield server.conninfo("restored"), logins, where
    connections.close_all()
    server.stop()


@pytest.fixture
def connected_elsewhere(elsewhere) -> Iterator[None]:
    """Every connection of the product leads to the restored database until the test is over."""
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    for alias in connections:
        given = elsewhere[2]["web" if alias == "default" else alias]
        connections[alias].close()
        connections[alias].settings_dict.update(
            NAME=given["dbname"], USER=given["user"], PASSWORD=given["password"], HOST=given["host"]
        )
    yield
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict.update(before[alias])


@pytest.fixture
def restored(council: Council, elsewhere, tmp_path: Path) -> tuple[str, str, str]:
    """The administrators' addresses of the council and of its copy, and a colleague's app."""
    secret = give_app(council.lead.user)
    tests = EmbeddedPostgres(HOME / "postgres")
    name = connections["default"].settings_dict["NAME"]
    backup = tests.conninfo(name, login(BACKUP), read_passwords(HOME / "passwords.json")[BACKUP])
    pg("pg_dump", "--format=custom", f"--file={tmp_path / 'council.dump'}", f"--dbname={backup}")
    pg("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={elsewhere[0]}",
       str(tmp_path / "council.dump"))  # fmt: skip
    return tests.conninfo(name), elsewhere[0], secret


def test_a_restored_council_is_the_same_and_as_well_guarded_and_people_sign_in(
    council: Council, restored: tuple[str, str, str], connected_elsewhere, monkeypatch
) -> None:
    before, after, secret = restored
    held = contents(before)
    assert contents(after) == held
    assert held["chronology_event"][0] > 0
    assert held["register_credential"][0] > 0
    assert guards(after) == guards(before)

    with monkeypatch.context() as known:  # where the database is, no matter whose
        known.setattr(examining.EmbeddedPostgres, "is_running", lambda _: True)
        findings = list(examining.examine())
    wrong = {finding.about for finding in findings if finding.state == "wrong"}
    assert wrong == {"worker", "messages"}  # none was started there, and some wait for one
    assert unguarded_tables("web") == []
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_name")
        assert cursor.fetchone() == (0,)  # nobody acts: nobody is seen

    with psycopg.connect(after) as administrator:  # whoever was signed in then is so no more
        administrator.execute("TRUNCATE django_session, access_context")
    client = Client()
    signed_in = client.post(type_password(client, council.lead.user).url, {"code": code(secret)})
    address, page = follow(client, signed_in)
    assert "Zoë" in page, address


def test_no_other_role_makes_a_backup_that_is_silently_half(council: Council, tmp_path: Path):
    """pg_dump asks for no row-level security, and PostgreSQL refuses rather than leave rows out."""
    tests, name = EmbeddedPostgres(HOME / "postgres"), connections["default"].settings_dict["NAME"]
    loader = tests.conninfo(
        name, login("loader"), read_passwords(HOME / "passwords.json")["loader"]
    )
    done = subprocess.run(
        [EmbeddedPostgres.program("pg_dump"), "-Fc", f"--file={tmp_path / 'half.dump'}",
         "--table=people_name", f"--dbname={loader}"],
        env={"PATH": os.defpath}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "row-level security" in done.stderr
