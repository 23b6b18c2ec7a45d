"""Every policy looks into an index for each row: none reads all children of an organisation to show fifty."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from alongside.access.lean_functions import FUNCTIONS
from alongside.access.rewriting import PolicyNotUnderstood, rewritten

POLICIES = """
    SELECT polname, polrelid::regclass::text, pg_get_expr(polqual, polrelid),
        pg_get_expr(polwithcheck, polrelid)
    FROM pg_policy WHERE polname LIKE 'web\\_%%' ORDER BY 2, 1
"""
# How a look is written that PostgreSQL may turn into a hash of everything.
OLD = """
    SELECT count(*) FROM pg_policy
    WHERE concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
        LIKE '%%JOIN access_matrix m%%'
"""


def rewrite(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What policies there are already; those of later migrations are made in the present form."""
    with editor.connection.cursor() as cursor:
        cursor.execute(POLICIES, [])
        for name, table, using, check in cursor.fetchall():
            clauses = [
                f"{clause} ({rewritten(condition)})"
                for clause, condition in (("USING", using), ("WITH CHECK", check))
                if condition and rewritten(condition) != condition
            ]
            if clauses:
                editor.execute(f"ALTER POLICY {name} ON {table} {' '.join(clauses)}", params=None)
        cursor.execute(OLD, [])
        if cursor.fetchone() != (0,):
            raise PolicyNotUnderstood("A policy still joins the matrix.")


class Migration(migrations.Migration):
    dependencies = [("access", "0010_kept_from_viewer")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(rewrite, migrations.RunPython.noop),
    ]
