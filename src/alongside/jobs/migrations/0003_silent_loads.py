"""Since when a load that is under way has said nothing: a moment, of no council, file or child."""

from django.db import migrations

SILENT = """
CREATE FUNCTION jobs_loads_silent_since() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(coalesce(l.heard_at, l.started_at)) FROM loads_load l
        WHERE l.state IN ('reading', 'applying')
        AND coalesce(l.heard_at, l.started_at) < now() - interval '3 minutes'
$$;
REVOKE ALL ON FUNCTION jobs_loads_silent_since() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs_loads_silent_since() TO alongside_web, alongside_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_counts_of_the_deployment"),
        ("loads", "0004_row_security"),
    ]

    operations = [
        migrations.RunSQL(SILENT, reverse_sql="DROP FUNCTION jobs_loads_silent_since()")
    ]
