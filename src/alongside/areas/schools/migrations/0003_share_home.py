"""Which children on a school's roll live together: compared by PostgreSQL, so that no address is read for it."""

from django.db import migrations

# A home is a UPRN, or else the postcode with the first lines, however they are spaced and spelt.
# Only for who may read where each of the two lives: nobody learns of an address by the comparison.
SHARE_HOME = """
CREATE FUNCTION people_home(uprn varchar, lines varchar, postcode varchar) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN uprn <> '' THEN 'uprn ' || uprn
        WHEN postcode <> '' AND lines <> '' THEN
            upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')) || ' '
            || lower(regexp_replace(lines, '[^[:alnum:]]', '', 'g'))
    END
$$;
CREATE FUNCTION people_share_home(asked_child uuid) RETURNS TABLE (child_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH home AS MATERIALIZED (
        SELECT people_home(a.uprn, a.lines, a.postcode) AS place FROM people_address a
        WHERE a.child_id = asked_child AND a.ends_on IS NULL
            AND access_may(asked_child, 'identity', 'read', NULL)
            AND access_may(asked_child, 'location', 'read', NULL)
    ), there AS MATERIALIZED (
        SELECT DISTINCT r.child_id FROM register_relationship r
            JOIN people_address b ON b.child_id = r.child_id AND b.ends_on IS NULL
        WHERE r.organisation_id = (SELECT access_organisation()) AND r.kind = 'on_roll'
            AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())
            AND r.child_id <> asked_child AND EXISTS (SELECT 1 FROM home)
            AND people_home(b.uprn, b.lines, b.postcode) IN (SELECT place FROM home)
    )
    SELECT t.child_id FROM there t
    WHERE access_may(t.child_id, 'identity', 'read', NULL)
        AND access_may(t.child_id, 'location', 'read', NULL)
$$;
REVOKE ALL ON FUNCTION people_home(varchar, varchar, varchar), people_share_home(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_share_home(uuid) TO alongside_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_row_security"),
        ("people", "0002_row_security"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [migrations.RunSQL(SHARE_HOME, reverse_sql=migrations.RunSQL.noop)]
