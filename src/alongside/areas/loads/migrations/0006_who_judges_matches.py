"""Whoever looks after a council's data sees the children of its files who wait for a person, and judges them.

They hold no tie to any child: of the child who may be meant they are shown what tells two children
apart, and only while the question stands.
"""

from django.db import migrations

from alongside.access.policies import LIVE, Rows, enforce

MATCH, EVENT = "loads_unclearmatch", "chronology_event"
JUDGES = f"""((SELECT access_does('management', 'judge_match'))
    AND {MATCH}.authority_id = (SELECT access_authority())
    AND NOT EXISTS (SELECT 1 FROM register_conflict c WHERE c.child_id = {MATCH}.child_id
        AND c.user_id = (SELECT access_user()) AND {LIVE.format(r="c")}))"""  # noqa: S608  names of our own

# Asked of whole lists at once: a match that the viewer may not see has no candidate either.
CANDIDATES = f"""
CREATE FUNCTION loads_candidates(matches uuid[]) RETURNS TABLE (
    match_id uuid, child_id uuid, forename varchar, surname varchar, date_of_birth date, sex varchar,
    school varchar, upn varchar, nhs_number varchar, case_number varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT {MATCH}.id, {MATCH}.child_id, coalesce(n.forename, ''), coalesce(n.surname, ''), i.date_of_birth, i.sex,
        coalesce(s.name, ''), coalesce(u.value, ''), coalesce(h.value, ''), coalesce(k.value, '')
    FROM {MATCH}
        JOIN people_identity i ON i.child_id = {MATCH}.child_id
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
CREATE POLICY web_insert_of_match ON {EVENT} FOR INSERT TO alongside_web WITH CHECK (
    {EVENT}.child_id IS NULL AND {EVENT}.part = 'management'
    AND EXISTS (SELECT 1 FROM {MATCH} WHERE {MATCH}.id = {EVENT}.subject_id));
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("loads", "0005_unclear_matches"),
        ("chronology", "0002_row_security"),
        ("people", "0007_case_numbers"),
    ]

    operations = [
        enforce(
            Rows(
                table=MATCH,
                select=JUDGES,
                update=JUDGES,
                web_columns="judged, judged_by_id, judged_at, why, version",
            )
        ),
        migrations.RunSQL(CANDIDATES, reverse_sql="DROP FUNCTION loads_candidates(uuid[]);"),
        migrations.RunSQL(JUDGED, reverse_sql=f"DROP POLICY web_insert_of_match ON {EVENT};"),
    ]
