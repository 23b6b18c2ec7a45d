"""What must hold before a page is served."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.db import connections

from alongside.access.context import SIGN_IN


class UnsafeToStart(Exception):
    """Something would let a record be seen that should not be: nothing is served."""


def refuse_to_start_unsafe() -> None:
    """Raise `UnsafeToStart` unless every check passes and the database binds this process."""
    if problems := [check for check in run_checks() if check.is_serious()]:
        raise UnsafeToStart("\n".join(str(problem) for problem in problems))
    if reason := sign_in_not_apart(settings.DATABASES):
        raise UnsafeToStart(reason)
    for alias in ("default", SIGN_IN):
        if reason := role_too_powerful(alias):
            raise UnsafeToStart(reason)


def sign_in_not_apart(databases: Mapping[str, Mapping[str, Any]]) -> str:
    """Why pages and sign-in would share a login, so that each could do what the other may."""
    if SIGN_IN not in databases:
        return "Set DATABASE_SIGN_IN_URL: without it nobody can sign in."
    if databases[SIGN_IN]["USER"] == databases["default"]["USER"]:
        return "DATABASE_URL and DATABASE_SIGN_IN_URL name one role. Use the web and sign_in roles."
    return ""


def role_too_powerful(alias: str = "default") -> str:
    """Why a database role of this process could get past row-level security; empty when it could not."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        name, powerful, memberships, owned = cursor.fetchone()
    right = f"Use the {'web' if alias == 'default' else alias} role."
    if powerful:
        return f"The database role {name} may bypass row-level security. {right}"
    if memberships:
        return f"The database role {name} is a member of another role. {right}"
    if owned:
        return f"The database role {name} owns tables. {right}"
    return ""
