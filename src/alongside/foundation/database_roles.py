"""The logins of the database, each with no more than its work needs, and the database they share.

The owner makes tables. Pages, jobs, loads and sign-in log in as others, so that row-level security
binds them: PostgreSQL lets a table's owner and a superuser past it.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROLES = ("owner", "web", "worker", "loader", "sign_in")
# What each process is told of the logins it uses, where the server is the deployment's own.
URL_OF_ROLE = {
    "web": "DATABASE_URL",
    "sign_in": "DATABASE_SIGN_IN_URL",
    "worker": "DATABASE_WORKER_URL",
    "loader": "DATABASE_LOADER_URL",
    "owner": "DATABASE_OWNER_URL",
}
# Reads everything and changes nothing, for pg_dump alone; no process of ours is told of it.
BACKUP = "backup"
# Else the server's log quotes a statement that failed, with what somebody typed into it.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
# Equality in exclusion constraints (dated rows), names without accents, names nearly alike.
EXTENSIONS = ("btree_gist", "unaccent", "pg_trgm")
# Two programs started at once must not both make the roles. Any number, the same for ever.
LOCK_NUMBER = 7_241_550_938


class RoleTooPowerful(Exception):
    """A login could pass row-level security, so nothing may be shown through it."""


class DatabaseBelongsToAnother(Exception):
    """The database exists and our owner does not own it."""


def login(role: str) -> str:
    """The name PostgreSQL knows a role by."""
    return f"alongside_{role}"


def prepare_database(admin_conninfo: str, *, database: str, secrets_file: Path) -> dict[str, str]:
    """How each role connects to the database, after making what is missing; changes nothing twice.

    `secrets_file` holds the passwords and belongs to one server: a role without one in it is given
    a new password.
    """
    with psycopg.connect(admin_conninfo, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
        passwords = read_passwords(secrets_file)
        for role in ROLES:
            make_role(server, role, passwords, secrets_file)
        require_modest_roles(server)
        make_database(server, database)
        superuser = bool(server.info.parameter_status("is_superuser") == "on")
        if superuser:
            make_role(server, BACKUP, passwords, secrets_file)
            prepare_backup_and_log(server, database)
        with psycopg.connect(admin_conninfo, dbname=database) as inside:
            prepare_schema(inside)
    return {
        role: make_conninfo(
            admin_conninfo, dbname=database, user=login(role), password=passwords[role]
        )
        for role in (*ROLES, *([BACKUP] if superuser else []))
    }


def read_passwords(secrets_file: Path) -> dict[str, str]:
    """The passwords kept so far, by role."""
    if not secrets_file.exists():
        return {}
    kept: dict[str, str] = json.loads(secrets_file.read_text(encoding="utf-8"))
    return kept


def keep_passwords(secrets_file: Path, passwords: dict[str, str]) -> None:
    """Replaces the file whole, readable by its owner alone from the first byte."""
    secrets_file.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets_file.with_name(f"{secrets_file.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_text(json.dumps(passwords, indent=2) + "\n", encoding="utf-8")
    fresh.replace(secrets_file)


def make_role(
    server: psycopg.Connection[Any], role: str, passwords: dict[str, str], secrets_file: Path
) -> None:
    """Makes the login, or gives one whose password is lost a new one."""
    found = server.execute("SELECT FROM pg_roles WHERE rolname = %s", [login(role)]).fetchone()
    if found is not None and role in passwords:
        return
    password = passwords.setdefault(role, secrets.token_urlsafe(24))
    verb = "CREATE" if found is None else "ALTER"
    rights = "CREATEDB" if role == "owner" else "NOCREATEDB"
    with server.transaction():
        # An administrator who is no superuser may then make a database for the owner.
        server.execute("SET LOCAL createrole_self_grant = 'set, inherit'")
        server.execute(
            sql.SQL("{} ROLE {} LOGIN NOCREATEROLE {} PASSWORD {}").format(
                sql.SQL(verb),
                sql.Identifier(login(role)),
                sql.SQL(rights),
                sql.Literal(scrambled(server, role, password)),
            )
        )
        keep_passwords(secrets_file, passwords)


def scrambled(server: psycopg.Connection[Any], role: str, password: str) -> str:
    """The password as PostgreSQL stores it, so that it cannot turn up in the server's log."""
    return server.pgconn.encrypt_password(
        password.encode(), login(role).encode(), b"scram-sha-256"
    ).decode()


def require_modest_roles(server: psycopg.Connection[Any]) -> None:
    """Raises RoleTooPowerful if a login may pass row-level security or become another."""
    ours = [login(role) for role in ROLES]
    powerful = server.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)"
        " UNION SELECT pg_get_userbyid(member) FROM pg_auth_members"
        " WHERE pg_get_userbyid(member) = ANY(%s)",
        [ours, ours],
    ).fetchall()
    if powerful:
        names = ", ".join(name for (name,) in powerful)
        raise RoleTooPowerful(
            f"The database role {names} is a superuser, may bypass row-level security or is a "
            f"member of another role. As administrator run ALTER ROLE ... NOSUPERUSER NOBYPASSRLS "
            "and REVOKE its memberships, then try again."
        )


def make_database(server: psycopg.Connection[Any], database: str) -> None:
    """Makes the database if it is missing; only our own logins may connect to it."""
    name, owner = sql.Identifier(database), sql.Identifier(login("owner"))
    found = server.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if found is None:
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8'").format(name, owner))
    elif found[0] != login("owner"):
        raise DatabaseBelongsToAnother(
            f"The database {database} belongs to {found[0]}. Choose another name, or run "
            f"ALTER DATABASE {database} OWNER TO {login('owner')}."
        )
    others = sql.SQL(", ").join(sql.Identifier(login(r)) for r in ROLES if r != "owner")
    with server.transaction():
        server.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(name))
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, others))


def prepare_backup_and_log(server: psycopg.Connection[Any], database: str) -> None:
    """What only a superuser may do: let the backup past row-level security, and keep the log quiet."""
    name, backup = sql.Identifier(database), sql.Identifier(login(BACKUP))
    for statement in (
        "ALTER ROLE {backup} BYPASSRLS CONNECTION LIMIT 5",
        "ALTER ROLE {backup} SET default_transaction_read_only = on",
        "GRANT pg_read_all_data TO {backup}",
        "GRANT CONNECT ON DATABASE {name} TO {backup}",
    ):
        server.execute(sql.SQL(statement).format(name=name, backup=backup))
    for setting, value in QUIET.items():
        statement = "ALTER DATABASE {} SET {} = {}"
        server.execute(sql.SQL(statement).format(name, sql.Identifier(setting), sql.Literal(value)))


def prepare_schema(inside: psycopg.Connection[Any]) -> None:
    """Adds the extensions; nobody but the owner may then make anything in the schema."""
    for extension in EXTENSIONS:
        inside.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )
    owner = sql.Identifier(login("owner"))
    inside.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    inside.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(owner))
