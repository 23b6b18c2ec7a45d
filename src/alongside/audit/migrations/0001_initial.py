"""The audit: partitioned by month from the first day, written only through one function.

Rows are hashed as leaves over every column as they are appended. The batch seals over the leaves
(RFC 6962) need `txid`, since a later number may commit first.
"""

from django.db import migrations

TABLE = """
CREATE TABLE audit_entry (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    at timestamptz NOT NULL,
    txid xid8 NOT NULL,
    outcome text NOT NULL,
    route text NOT NULL,
    act text NOT NULL,
    purpose text NOT NULL,
    user_id uuid,
    posting_id uuid,
    child_ids uuid[] NOT NULL,
    parts text[] NOT NULL,
    detail jsonb NOT NULL,
    leaf bytea NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_entry_txid ON audit_entry (txid);

CREATE FUNCTION audit_ensure_partitions(ahead int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE first date; made int := 0; name text;
BEGIN
    FOR n IN 0..ahead LOOP
        first := date_trunc('month', now())::date + make_interval(months => n);
        name := 'audit_entry_' || to_char(first, 'YYYY_MM');
        IF to_regclass('public.' || name) IS NULL THEN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_entry FOR VALUES FROM (%L) TO (%L)',
                name, first::timestamptz, (first + interval '1 month')::timestamptz);
            EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', name);
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;

CREATE FUNCTION audit_append(outcome text, route text, act text, purpose text, user_id uuid, posting_id uuid,
    child_ids uuid[], parts text[], detail jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE row audit_entry;
BEGIN
    row := ROW(gen_random_uuid(), clock_timestamp(), pg_current_xact_id(), outcome, route, act, purpose,
        user_id, posting_id, child_ids, parts, detail, '\\x00'::bytea);
    row.leaf := audit_leaf(row);
    INSERT INTO audit_entry SELECT row.*;
END $$;

CREATE FUNCTION audit_leaf(e audit_entry) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
    SELECT sha256('\\x00'::bytea || convert_to(jsonb_build_array(e.id, e.at, e.txid::text, e.outcome, e.route,
        e.act, e.purpose, e.user_id, e.posting_id, e.child_ids, e.parts, e.detail)::text, 'UTF8'))
$$;

REVOKE ALL ON audit_entry, audit_entry_default FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_append(text, text, text, text, uuid, uuid, uuid[], text[], jsonb),
    audit_ensure_partitions(int), audit_leaf(audit_entry) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(text, text, text, text, uuid, uuid, uuid[], text[], jsonb)
    TO alongside_web, alongside_worker, alongside_loader, alongside_sign_in;
GRANT EXECUTE ON FUNCTION audit_ensure_partitions(int) TO alongside_worker;
SELECT audit_ensure_partitions(3);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL(TABLE, reverse_sql=migrations.RunSQL.noop)]
