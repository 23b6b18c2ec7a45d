import json
import stat
from pathlib import Path
from typing import Any

import psycopg
import pytest

from alongside.foundation.database_roles import (
    BACKUP,
    ROLES,
    DatabaseBelongsToAnother,
    RoleTooPowerful,
    login,
    prepare_database,
)
from alongside.foundation.embedded_postgres import EmbeddedPostgres

OTHERS = [role for role in ROLES if role != "owner"]


@pytest.fixture(scope="module")
def secrets_file(server: EmbeddedPostgres) -> Path:
    return server.home / "roles.json"


@pytest.fixture(scope="module")
def logins(server: EmbeddedPostgres, secrets_file: Path) -> dict[str, str]:
    return prepare_database(server.conninfo(), database="alongside", secrets_file=secrets_file)


def state(server: EmbeddedPostgres) -> list[Any]:
    """All that prepare_database may change."""
    with psycopg.connect(server.conninfo("alongside")) as connection:
        return [
            connection.execute(question).fetchall()
            for question in (
                "SELECT * FROM pg_authid ORDER BY oid",
                "SELECT datname, datdba, datacl FROM pg_database ORDER BY oid",
                "SELECT nspname, nspowner, nspacl FROM pg_namespace ORDER BY oid",
                "SELECT extname, extversion FROM pg_extension ORDER BY oid",
                "SELECT * FROM pg_auth_members ORDER BY oid",
            )
        ]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_logs_in_as_itself_and_is_no_superuser(logins: dict[str, str], role: str) -> None:
    with psycopg.connect(logins[role]) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found == (login(role), False, False, False, role == "owner")


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("wanted", ["alongside_owner", "postgres"])
def test_no_role_may_become_the_owner(logins: dict[str, str], role: str, wanted: str) -> None:
    forbidden = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(logins[role]) as connection, forbidden:
        connection.execute(f"SET ROLE {wanted}".encode())


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine ()", "CREATE TEMPORARY TABLE mine ()", "CREATE SCHEMA mine"]
)
def test_only_the_owner_makes_tables(logins: dict[str, str], role: str, statement: str) -> None:
    forbidden = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(logins[role]) as connection, forbidden:
        connection.execute(statement.encode())


def test_the_owner_makes_tables_and_has_the_extensions(logins: dict[str, str]) -> None:
    with psycopg.connect(logins["owner"]) as connection:
        connection.execute(
            "CREATE TABLE postings (who text, held daterange,"
            " EXCLUDE USING gist (who WITH =, held WITH &&))"
        )
        answer = connection.execute("SELECT unaccent('Zoë'), similarity('Anna', 'Anna')").fetchone()
        connection.rollback()
    assert answer == ("Zoe", 1.0)


def test_a_login_made_for_something_else_may_not_connect(
    server: EmbeddedPostgres, logins: dict[str, str]
) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.conninfo("alongside", "stranger", "known"))


def test_passwords_are_kept_where_only_we_can_read_them(
    logins: dict[str, str], secrets_file: Path
) -> None:
    assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600
    kept = json.loads(secrets_file.read_text())
    assert sorted(kept) == sorted([*ROLES, BACKUP])
    assert len(set(kept.values())) == len(kept)


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO backed_up VALUES (1)", "CREATE TABLE x ()", "SET ROLE alongside_owner"],
)
def test_the_backup_reads_past_row_level_security_and_changes_nothing(
    logins: dict[str, str], statement: str
) -> None:
    with psycopg.connect(logins["owner"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS backed_up (n int)")
        connection.execute("ALTER TABLE backed_up ENABLE ROW LEVEL SECURITY")
        connection.execute("ALTER TABLE backed_up FORCE ROW LEVEL SECURITY")
    with psycopg.connect(logins[BACKUP]) as connection:
        assert connection.execute("TABLE backed_up").fetchall() == []
        connection.execute("SET row_security = off")  # as pg_dump does: an error where any applies
        connection.execute("TABLE backed_up")
        connection.commit()
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_a_second_call_changes_nothing(
    server: EmbeddedPostgres, logins: dict[str, str], secrets_file: Path
) -> None:
    before = state(server), secrets_file.read_bytes()
    again = prepare_database(server.conninfo(), database="alongside", secrets_file=secrets_file)
    assert again == logins
    assert (state(server), secrets_file.read_bytes()) == before


def test_a_role_whose_password_was_lost_gets_a_new_one(
    server: EmbeddedPostgres, logins: dict[str, str], tmp_path: Path, secrets_file: Path
) -> None:
    kept = json.loads(secrets_file.read_text())
    lost = kept.pop("loader")
    secrets_file.write_text(json.dumps(kept))
    again = prepare_database(server.conninfo(), database="alongside", secrets_file=secrets_file)
    with psycopg.connect(again["loader"]):
        pass
    assert lost not in again["loader"]
    logins.update(again)


@pytest.mark.parametrize(
    ("power", "back"),
    [
        ("ALTER ROLE alongside_web BYPASSRLS", "ALTER ROLE alongside_web NOBYPASSRLS"),
        ("ALTER ROLE alongside_web SUPERUSER", "ALTER ROLE alongside_web NOSUPERUSER"),
        ("GRANT alongside_owner TO alongside_web", "REVOKE alongside_owner FROM alongside_web"),
    ],
)
def test_a_role_that_could_see_everything_stops_us(
    server: EmbeddedPostgres, logins: dict[str, str], secrets_file: Path, power: str, back: str
) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(power.encode())
        try:
            with pytest.raises(RoleTooPowerful, match="alongside_web"):
                prepare_database(server.conninfo(), database="alongside", secrets_file=secrets_file)
        finally:
            connection.execute(back.encode())


def test_a_database_of_somebody_else_is_left_alone(
    server: EmbeddedPostgres, logins: dict[str, str], secrets_file: Path
) -> None:
    with pytest.raises(DatabaseBelongsToAnother, match="belongs to postgres"):
        prepare_database(server.conninfo(), database="postgres", secrets_file=secrets_file)


def test_an_administrator_who_is_no_superuser_is_enough(tmp_path: Path) -> None:
    """As on a hosted PostgreSQL, whose customers are never made superuser."""
    fresh = EmbeddedPostgres(tmp_path / "hosted")
    fresh.start()
    try:
        with psycopg.connect(fresh.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE ROLE boss LOGIN CREATEDB CREATEROLE PASSWORD 'known'")
        admin = fresh.conninfo("postgres", "boss", "known")
        for _ in range(2):
            made = prepare_database(admin, database="council", secrets_file=tmp_path / "roles.json")
        with psycopg.connect(made["web"]) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("council",)
    finally:
        fresh.stop()
