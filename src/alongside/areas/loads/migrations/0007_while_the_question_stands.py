"""The child known here is shown while the question stands, and to the council whose child it is.

Of a judged match, and of another council's child, a row without details comes: the page says why. Who
judged is whoever acts, in the match and in its event.
"""

from django.db import migrations

from alongside.access.policies import LIVE

MATCH, EVENT = "loads_unclearmatch", "chronology_event"
JUDGES = f"""((SELECT access_does('management', 'judge_match'))
    AND {MATCH}.authority_id = (SELECT access_authority())
    AND NOT EXISTS (SELECT 1 FROM register_conflict c WHERE c.child_id = {MATCH}.child_id
        AND c.user_id = (SELECT access_user()) AND {LIVE.format(r="c")} OFFSET 0))"""  # noqa: S608  names of our own

CANDIDATES = f"""
DROP FUNCTION loads_candidates(uuid[]);
CREATE FUNCTION loads_candidates(matches uuid[]) RETURNS TABLE (
    match_id uuid, of_council boolean, forename varchar, surname varchar, date_of_birth date, sex varchar,
    school varchar, upn varchar, nhs_number varchar, case_number varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT {MATCH}.id, b.authority_id = {MATCH}.authority_id, coalesce(n.forename, ''), coalesce(n.surname, ''),
        i.date_of_birth, coalesce(i.sex, ''),
        coalesce(s.name, ''), coalesce(u.value, ''), coalesce(h.value, ''), coalesce(k.value, '')
    FROM {MATCH}
        JOIN register_child b ON b.id = {MATCH}.child_id
        LEFT JOIN people_identity i ON i.child_id = b.id
            AND {MATCH}.judged = '' AND b.authority_id = {MATCH}.authority_id
        LEFT JOIN LATERAL (SELECT used.forename, used.surname FROM people_name used
            WHERE used.child_id = i.child_id AND used.ends_on IS NULL
            ORDER BY used.kind = 'preferred' DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT g.name FROM register_relationship r
                JOIN register_organisation g ON g.id = r.organisation_id
            WHERE r.child_id = i.child_id AND r.kind = 'on_roll' AND {LIVE.format(r="r")}
            ORDER BY r.starts_at DESC, r.id LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT string_agg(p.value, ', ' ORDER BY p.value) AS value FROM people_identifier p
            WHERE p.child_id = i.child_id AND p.scheme = 'upn') u ON true
        LEFT JOIN LATERAL (SELECT string_agg(p.value, ', ' ORDER BY p.value) AS value FROM people_identifier p
            WHERE p.child_id = i.child_id AND p.scheme = 'nhs_number') h ON true
        LEFT JOIN LATERAL (SELECT string_agg(split_part(p.value, '/', 2), ', ' ORDER BY p.value) AS value
            FROM people_identifier p WHERE p.child_id = i.child_id AND p.scheme = 'case_number'
                AND p.value LIKE (SELECT a.dfe_code || '/%' FROM register_authority a
                    WHERE a.id = {MATCH}.authority_id)) k ON true
    WHERE {MATCH}.id = ANY (matches) AND {JUDGES}
$$;
REVOKE ALL ON FUNCTION loads_candidates(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION loads_candidates(uuid[]) TO alongside_web;
"""  # noqa: S608  names of our own

JUDGED = f"""
ALTER POLICY web_select ON {MATCH} USING ({JUDGES});
ALTER POLICY web_update ON {MATCH} USING ({JUDGES})
    WITH CHECK ({JUDGES} AND {MATCH}.judged_by_id = (SELECT access_posting()));
DROP POLICY web_insert_of_match ON {EVENT};
CREATE POLICY web_insert_of_match ON {EVENT} FOR INSERT TO alongside_web WITH CHECK (
    {EVENT}.child_id IS NULL AND {EVENT}.part = 'management' AND {EVENT}.kind = 'match_judged'
    AND {EVENT}.by_posting_id = (SELECT access_posting())
    AND {EVENT}.authority_id = (SELECT access_authority())
    AND EXISTS (SELECT 1 FROM {MATCH} WHERE {MATCH}.id = {EVENT}.subject_id));
"""  # noqa: S608

# What rows of before hold of who a child is, as areas/loads/rules.py names it.
WITHHOLD = """
UPDATE loads_rejection SET value = '', withheld = true
WHERE value <> '' AND "column" ~* '(upn|nhs|uln|birth|dob|name|address|post|telephone|email)';
"""


class Migration(migrations.Migration):
    dependencies = [("loads", "0006_who_judges_matches"), ("register", "0005_relationship_discreet")]

    operations = [
        migrations.RunSQL(CANDIDATES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(JUDGED, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(WITHHOLD, reverse_sql=migrations.RunSQL.noop),
    ]
