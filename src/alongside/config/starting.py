"""What must hold before a page is served."""

from django.core.checks import run_checks

from alongside.access.database_role import role_too_powerful, unguarded_tables


class UnsafeToStart(Exception):
    """Something would let a record be seen that should not be: nothing is served."""


def refuse_to_start_unsafe() -> None:
    """Raise `UnsafeToStart` unless every route is classified and the database binds this process."""
    if problems := [check for check in run_checks() if check.is_serious()]:
        raise UnsafeToStart("\n".join(str(problem) for problem in problems))
    if reason := role_too_powerful():
        raise UnsafeToStart(reason)
    if tables := unguarded_tables():
        raise UnsafeToStart(f"Not under forced row-level security: {', '.join(tables)}.")
