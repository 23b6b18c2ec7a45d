"""What must hold before a page is served."""

from django.core.checks import run_checks
from django.db import connection


class UnsafeToStart(Exception):
    """Something would let a record be seen that should not be: nothing is served."""


def refuse_to_start_unsafe() -> None:
    """Raise `UnsafeToStart` unless every route is classified and the database binds this process."""
    if problems := [check for check in run_checks() if check.is_serious()]:
        raise UnsafeToStart("\n".join(str(problem) for problem in problems))
    if reason := role_too_powerful():
        raise UnsafeToStart(reason)


def role_too_powerful() -> str:
    """Why this process's database role could get past row-level security; empty when it could not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        name, powerful, memberships, owned = cursor.fetchone()
    if powerful:
        return f"The database role {name} may bypass row-level security. Use the web role."
    if memberships:
        return f"The database role {name} is a member of another role. Use the web role."
    if owned:
        return f"The database role {name} owns tables. Use the web role."
    return ""
