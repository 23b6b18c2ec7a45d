"""When the school said that it had read what it was told, for whoever told it."""

import django.db.models.deletion
from django.db import migrations, models

from alongside.access.policies import may

FEEDBACK = "plans_feedback"
MARKS = may(table=FEEDBACK, act="mark_read", part="'feedback'", subject="request_id")
READ = f"""
GRANT UPDATE (read_at, read_by_id) ON {FEEDBACK} TO alongside_web;
CREATE POLICY web_update ON {FEEDBACK} FOR UPDATE TO alongside_web USING ({MARKS}) WITH CHECK ({MARKS});
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_row_security"), ("register", "0005_relationship_discreet")]

    operations = [
        migrations.AddField("feedback", "read_at", models.DateTimeField(null=True, help_text="When the school said it had read it")),
        migrations.AddField(
            "feedback",
            "read_by",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.posting"),
        ),
        migrations.RunSQL(READ, reverse_sql=migrations.RunSQL.noop),
    ]
