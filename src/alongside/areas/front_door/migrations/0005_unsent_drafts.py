"""Whose words a draft holds last; and the worker finds unsent drafts without reading a word of them."""

import django.db.models.deletion
from django.db import migrations, models

# Never `answers`, `replaced` or `siblings`: when, whose and where is all that an alert needs.
WORKER = """
GRANT SELECT (id, authority_id, child_id, team_id, begun_by_id, saved_by_id, saved_at, alerted_on)
    ON front_door_draft TO alongside_worker;
GRANT UPDATE (alerted_on) ON front_door_draft TO alongside_worker;
CREATE POLICY worker_all ON front_door_draft TO alongside_worker USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("front_door", "0004_row_security_of_the_whole_loop")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="saved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.posting",
            ),
        ),
        migrations.RunSQL(WORKER, reverse_sql=migrations.RunSQL.noop),
    ]
