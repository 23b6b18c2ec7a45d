"""What must hold before a page is served."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import run_checks

from alongside.access.context import SIGN_IN
from alongside.access.database_role import role_too_powerful, unguarded_tables


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
    if tables := unguarded_tables():
        raise UnsafeToStart(f"Not under forced row-level security: {', '.join(tables)}.")


def sign_in_not_apart(databases: Mapping[str, Mapping[str, Any]]) -> str:
    """Why pages and sign-in would share a login, so that each could do what the other may."""
    if SIGN_IN not in databases:
        return "Set DATABASE_SIGN_IN_URL: without it nobody can sign in."
    if databases[SIGN_IN]["USER"] == databases["default"]["USER"]:
        return "DATABASE_URL and DATABASE_SIGN_IN_URL name one role. Use the web and sign_in roles."
    return ""
