"""How this process logs in to PostgreSQL: an embedded server by default, a real one by DATABASE_URL.

Web and worker log in as roles that own nothing. DATABASE_URL is the web role's;
DATABASE_SIGN_IN_URL, DATABASE_WORKER_URL, DATABASE_LOADER_URL and DATABASE_OWNER_URL are needed only by the
processes that use them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from alongside.foundation.database_roles import ROLES, URL_OF_ROLE, login, read_passwords
from alongside.foundation.embedded_postgres import EmbeddedPostgres

DATABASE = "alongside"
# Migrations and loads run long and alone; a page keeps its connection for the next.
SECONDS_KEPT = 60
# A server that is away is said to be, instead of being waited for until the network gives up.
SECONDS_TO_CONNECT = "5"


def databases(environ: Mapping[str, str], home: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: one entry for each role this process may use, and `default` as one of them."""
    found = _by_url(environ) if environ.get("DATABASE_URL") else _embedded(home)
    role = environ.get("ALONGSIDE_ROLE", "web")
    if role not in found:
        raise RuntimeError(
            f"Set {URL_OF_ROLE.get(role, 'ALONGSIDE_ROLE')}: this process works as the {role} role."
        )
    return {"default": dict(found[role]), **found}


def _by_url(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {
        role: _entry(**conninfo_to_dict(environ[name]))
        for role, name in URL_OF_ROLE.items()
        if environ.get(name)
    }


def embedded_server(home: Path) -> EmbeddedPostgres:
    """The embedded server that belongs to this home folder."""
    return EmbeddedPostgres(home / "postgres")


def secrets_file(home: Path) -> Path:
    return home / "database-passwords.json"


def _embedded(home: Path) -> dict[str, dict[str, Any]]:
    server, passwords = embedded_server(home), read_passwords(secrets_file(home))
    return {
        role: _entry(
            **server.parameters(
                dbname=DATABASE, user=login(role), password=passwords.get(role, "not made yet")
            )
        )
        for role in ROLES
    }


def _entry(**given: Any) -> dict[str, Any]:
    given = {"connect_timeout": SECONDS_TO_CONNECT, **given}
    known = {"dbname", "user", "password", "host", "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.get("dbname", DATABASE),
        "USER": given.get("user", ""),
        "PASSWORD": given.get("password", ""),
        "HOST": given.get("host", ""),
        "PORT": str(given.get("port", "")),
        "CONN_MAX_AGE": SECONDS_KEPT,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # our own middleware owns the transaction, rendering included
        "OPTIONS": {key: value for key, value in given.items() if key not in known},
    }
