"""Loads of before were each of one table in one transaction: what they took, and whose they were, is known."""

from django.db import migrations

FILL = """
UPDATE loads_load l SET units_total = l.rows_read, units_done = l.rows_read,
    taken = greatest(l.rows_read - l.rows_rejected, 0), heard_at = l.started_at, finished_at = l.started_at,
    authority_id = (SELECT o.authority_id FROM register_organisation o WHERE o.id = l.school_id)
WHERE l.finished_at IS NULL AND l.state = 'finished';
"""


class Migration(migrations.Migration):
    dependencies = [("loads", "0002_long_loads")]

    operations = [migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop)]
