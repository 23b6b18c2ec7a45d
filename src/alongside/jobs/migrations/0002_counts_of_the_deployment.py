"""What a monitor may know: numbers of the whole deployment, of no child, team or person.

The function reads what its caller may not, and gives nothing but counts by authority. Each count has
an index, or is of a table that stays small.
"""

from django.db import migrations

COUNTS = """
GRANT SELECT ON jobs_worker TO alongside_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs_worker TO alongside_worker;
GRANT SELECT ON django_migrations TO alongside_web, alongside_worker;

CREATE FUNCTION jobs_deployment_counts() RETURNS TABLE (counted text, of_what text, authority text, number double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'waiting', d.channel::text, a.dfe_code::text, count(*)::float8
        FROM messages_delivery d JOIN register_authority a ON a.id = d.authority_id
        WHERE d.state = 'waiting' GROUP BY 2, 3
    UNION ALL
    SELECT 'failed', 'inbox', a.dfe_code, count(*)
        FROM messages_delivery d JOIN register_authority a ON a.id = d.authority_id
        WHERE d.state = 'failed' AND d.channel = 'inbox' AND d.posting_id IS NULL GROUP BY 3
    UNION ALL
    SELECT 'oldest_waiting_seconds', '', '', greatest(0, extract(epoch FROM now() - min(d.next_try_at)))
        FROM messages_delivery d WHERE d.state = 'waiting'
    UNION ALL
    SELECT 'overdue', '', a.dfe_code, count(*)
        FROM clocks_clock c JOIN register_authority a ON a.id = c.authority_id
        WHERE c.state = 'running' AND c.due_at < now() GROUP BY 3
    UNION ALL
    SELECT 'workers', '', '', count(*) FROM jobs_worker w WHERE w.seen_at > now() - interval '3 minutes'
    UNION ALL
    SELECT 'worker_seen', '', '', extract(epoch FROM max(w.seen_at)) FROM jobs_worker w
    UNION ALL
    -- A load keeps its state in a column of its own only from a later version on.
    SELECT 'loads', coalesce(to_jsonb(l)->>'state', 'finished'), '', count(*) FROM loads_load l GROUP BY 2
    UNION ALL
    SELECT 'database_bytes', '', '', pg_database_size(current_database())
$$;
REVOKE ALL ON FUNCTION jobs_deployment_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs_deployment_counts() TO alongside_web, alongside_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_workers"),
        ("messages", "0005_failed_in_rounds"),
        ("clocks", "0002_row_security"),
        ("loads", "0001_moved_from_schools"),
        ("access", "0002_functions_and_register_policies"),
    ]

    operations = [migrations.RunSQL(COUNTS, reverse_sql=migrations.RunSQL.noop)]
