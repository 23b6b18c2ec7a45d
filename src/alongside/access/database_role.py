"""What the database itself says of the role a connection works as, and of the tables it guards."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader


def role_too_powerful(using: str = DEFAULT_DB_ALIAS) -> str:
    """Why this connection's role could get past row-level security; empty when it could not."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        name, powerful, memberships, owned = cursor.fetchone()
    right = f"Use the {'web' if using == DEFAULT_DB_ALIAS else using} role."
    if powerful:
        return f"The database role {name} may bypass row-level security. {right}"
    if memberships:
        return f"The database role {name} is a member of another role. {right}"
    if owned:
        return f"The database role {name} owns tables. {right}"
    return ""


def unguarded_tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Tables with a column that names a child and without forced row-level security; there must be none."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND a.attname = 'child_id' AND NOT a.attisdropped"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def missing_migrations(using: str = DEFAULT_DB_ALIAS) -> set[tuple[str, str]]:
    """What this version needs of the database and it has not had; what a newer one did is no matter."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return set(MigrationLoader(None).disk_migrations or {}) - applied
