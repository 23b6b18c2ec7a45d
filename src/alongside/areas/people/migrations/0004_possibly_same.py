"""Which other records may be of one child: only for who may judge it, and only what tells them apart.

One number is one child's by constraint, so records of one child differ in their numbers: they are
found by birth date and a shared forename or surname.
"""

from django.db import migrations

POSSIBLY_SAME = """
CREATE FUNCTION people_words_of_name(searched varchar, middle_names varchar) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    -- The folded words of forename and surname: middle names are shared by too many.
    SELECT array(SELECT word FROM unnest(string_to_array(searched, ' ')) word
        WHERE word <> ALL (regexp_split_to_array(lower(middle_names), '[^[:alpha:]]+')))
$$;
REVOKE ALL ON FUNCTION people_words_of_name(varchar, varchar) FROM PUBLIC;
CREATE FUNCTION people_possibly_same(asked_child uuid) RETURNS TABLE (
    child_id uuid, forename varchar, surname varchar, date_of_birth date, sex varchar,
    school varchar, upn varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.child_id, n.forename, n.surname, o.date_of_birth, o.sex, coalesce(s.name, ''),
        coalesce(u.value, '')
    FROM people_identity a
        JOIN people_identity o ON o.authority_id = a.authority_id
            AND o.date_of_birth = a.date_of_birth AND o.child_id <> a.child_id
        JOIN LATERAL (SELECT used.forename, used.surname FROM people_name used
            WHERE used.child_id = o.child_id AND used.ends_on IS NULL
            ORDER BY used.kind = 'preferred' DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT g.name FROM register_relationship r
                JOIN register_organisation g ON g.id = r.organisation_id
            WHERE r.child_id = o.child_id AND r.kind = 'on_roll' AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())
            ORDER BY r.starts_at DESC, r.id LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT i.value FROM people_identifier i
            WHERE i.child_id = o.child_id AND i.scheme = 'upn' ORDER BY i.value LIMIT 1) u ON true
    WHERE a.child_id = asked_child
        AND (SELECT access_may(asked_child, 'identity', 'judge_identity', NULL))
        AND EXISTS (SELECT 1 FROM people_name mine JOIN people_name theirs
                ON people_words_of_name(mine.searched, mine.middle_names)
                    && people_words_of_name(theirs.searched, theirs.middle_names)
            WHERE mine.child_id = a.child_id AND theirs.child_id = o.child_id)
        AND NOT EXISTS (SELECT 1 FROM register_conflict c
            WHERE c.child_id = o.child_id AND c.user_id = (SELECT access_user())
                AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()))
    ORDER BY EXISTS (SELECT 1 FROM people_name mine JOIN people_name theirs
            ON theirs.searched = mine.searched
        WHERE mine.child_id = a.child_id AND theirs.child_id = o.child_id) DESC,
        n.surname, n.forename, o.child_id
    LIMIT 10
$$;
REVOKE ALL ON FUNCTION people_possibly_same(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_possibly_same(uuid) TO alongside_web;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_born_on"), ("access", "0004_ties_that_start_and_end")]

    operations = [
        migrations.RunSQL(
            POSSIBLY_SAME, reverse_sql="DROP FUNCTION people_possibly_same(uuid); DROP FUNCTION people_words_of_name(varchar, varchar);"
        )
    ]
