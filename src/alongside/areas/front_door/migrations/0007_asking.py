"""Who reads what was asked, who judges whether two records are of one child, and what that opens.

What others are asked and say is not the school's to read, though it came of the school's request.
"""

from django.db import migrations

from alongside.access.policies import may

ENQUIRY, JUDGEMENT = "front_door_enquiry", "front_door_identityjudgement"
JUDGE = may(table=JUDGEMENT, act="judge_identity", part="'identity'", subject=None)
ASK = may(table=ENQUIRY, act="ask", part="'enquiry'", subject="request_id")
ANSWER = may(table=ENQUIRY, act="answer", part="'enquiry'", subject="request_id")


def _theirs(act: str) -> str:
    """Rows of whoever was asked or asks: a school's own request opens only what the school was asked."""
    of_school = may(table=ENQUIRY, act=act, part="'enquiry'", subject="request_id")
    of_enquiry = may(table=ENQUIRY, act=act, part="'enquiry'", subject="id")
    return f"(({ENQUIRY}.to_referrer AND {of_school}) OR {of_enquiry})"


READ, RECORD = _theirs("read"), _theirs("record")

# Not through `access_start_relationship`: the hub has no tie to the other child yet. What opens the
# other record is a judgement on a request of its own, on one of the records that were put beside it.
TIE_SAME = """
CREATE FUNCTION front_door_tie_same(
    asked_child uuid, other uuid, subject uuid, new_id uuid, starts timestamptz, is_same boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT access_may(asked_child, 'identity', 'judge_identity', NULL)
        OR NOT EXISTS (SELECT 1 FROM front_door_request r WHERE r.id = subject
            AND r.child_id = asked_child AND r.receiving_team_id = access_team())
        OR NOT EXISTS (SELECT 1 FROM front_door_identityjudgement j WHERE j.child_id = asked_child
            AND j.other_id = other AND j.same = is_same)
        OR NOT EXISTS (SELECT 1 FROM people_possibly_same(asked_child) p WHERE p.child_id = other)
    THEN
        RAISE EXCEPTION 'this posting may not judge these two records' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF is_same THEN
        INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, user_id,
            kind, subject_id, starts_at, ends_at, evidence, discreet)
        SELECT new_id, c.authority_id, c.id, access_organisation(), access_team(), NULL, 'received',
            subject, starts, NULL, 'judged_same:' || asked_child, false
        FROM register_child c WHERE c.id = other
        ON CONFLICT (child_id, organisation_id, kind, team_id, user_id, subject_id) WHERE ends_at IS NULL
            DO NOTHING;
    ELSE
        UPDATE register_relationship r SET ends_at = greatest(starts, r.starts_at)
        WHERE r.child_id = other AND r.kind = 'received' AND r.team_id = access_team()
            AND r.evidence = 'judged_same:' || asked_child AND r.ends_at IS NULL;
    END IF;
END $$;
REVOKE ALL ON FUNCTION front_door_tie_same(uuid, uuid, uuid, uuid, timestamptz, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION front_door_tie_same(uuid, uuid, uuid, uuid, timestamptz, boolean) TO alongside_web;
"""

POLICIES = f"""
GRANT UPDATE ON {JUDGEMENT} TO alongside_web;
CREATE POLICY web_update ON {JUDGEMENT} FOR UPDATE TO alongside_web USING ({JUDGE}) WITH CHECK ({JUDGE});
DROP POLICY web_select ON {ENQUIRY};
CREATE POLICY web_select ON {ENQUIRY} FOR SELECT TO alongside_web USING ({READ});
DROP POLICY web_update ON {ENQUIRY};
CREATE POLICY web_update ON {ENQUIRY} FOR UPDATE TO alongside_web USING ({RECORD}) WITH CHECK ({RECORD});
DROP POLICY web_insert ON {ENQUIRY};
CREATE POLICY web_insert ON {ENQUIRY} FOR INSERT TO alongside_web WITH CHECK ({ASK}
    OR ({ANSWER} AND {ENQUIRY}.state = 'answered' AND {ENQUIRY}.to_team_id = (SELECT access_team())));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("front_door", "0006_answers_saved"),
        ("people", "0004_possibly_same"),
    ]

    operations = [
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(TIE_SAME, reverse_sql=migrations.RunSQL.noop),
    ]
