"""Judgements are the hub's alone and can be taken back; whoever is asked writes the answer, not the question."""

from django.db import migrations

from alongside.access.policies import may

ENQUIRY, JUDGEMENT = "front_door_enquiry", "front_door_identityjudgement"
SEES = may(table=JUDGEMENT, act="see_queue", part="'request'", subject="request_id")

# As in 0007, but that what was judged the same can be judged not to be, whatever the records say by then.
TIE_SAME = """
CREATE OR REPLACE FUNCTION front_door_tie_same(
    asked_child uuid, other uuid, subject uuid, new_id uuid, starts timestamptz, is_same boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT access_may(asked_child, 'identity', 'judge_identity', NULL)
        OR NOT EXISTS (SELECT 1 FROM front_door_request r WHERE r.id = subject
            AND r.child_id = asked_child AND r.receiving_team_id = access_team())
        OR NOT EXISTS (SELECT 1 FROM front_door_identityjudgement j WHERE j.child_id = asked_child
            AND j.other_id = other AND j.same = is_same)
        OR (is_same AND NOT EXISTS (
            SELECT 1 FROM people_possibly_same(asked_child) p WHERE p.child_id = other))
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
        WHERE r.child_id = other AND r.kind = 'received' AND r.organisation_id = access_organisation()
            AND r.evidence = 'judged_same:' || asked_child AND r.ends_at IS NULL;
    END IF;
END $$;
"""

POLICIES = f"""
ALTER POLICY web_select ON {JUDGEMENT} USING ({SEES});
REVOKE UPDATE ON {ENQUIRY} FROM alongside_web;
GRANT UPDATE (state, version, draft_answer, draft_saved_by_id, draft_saved_at, replaced, answer_id,
    answered_by_id, answered_at) ON {ENQUIRY} TO alongside_web;
"""


class Migration(migrations.Migration):
    dependencies = [("front_door", "0009_questions_left")]

    operations = [
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(TIE_SAME, reverse_sql=migrations.RunSQL.noop),
    ]
