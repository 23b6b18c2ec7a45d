"""A team writes its own help: another one that the same request tied may read of it, and change nothing."""

from django.db import migrations

from alongside.access.policies import may

HELP, FEEDBACK = "plans_help", "plans_feedback"


def _records(table: str, part: str, subject: str, *, but: str = "") -> str:
    return may(table=table, act="record", part=f"'{part}'", subject=subject, but=but)


OWN_HELP = f"({_records(HELP, 'plan', 'id')} OR {_records(HELP, 'plan', 'request_id', but='allocated')})"
# In its own name: what a school is told says which team told it.
OWN_FEEDBACK = f"""({_records(FEEDBACK, "feedback", "request_id", but="allocated")}
    OR ({FEEDBACK}.team_id = (SELECT access_team()) AND {_records(FEEDBACK, "feedback", "request_id")}))"""
POLICIES = f"""
ALTER POLICY web_insert ON {HELP} WITH CHECK ({OWN_HELP});
ALTER POLICY web_update ON {HELP} USING ({OWN_HELP}) WITH CHECK ({OWN_HELP});
ALTER POLICY web_insert ON {FEEDBACK} WITH CHECK ({OWN_FEEDBACK});
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_feedback_read"), ("access", "0006_bounded_ties")]

    operations = [migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop)]
