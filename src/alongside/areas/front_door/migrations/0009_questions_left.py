"""Questions to teams in which nobody is left who could answer, taken back by the worker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("front_door", "0008_told_unread"), ("access", "0007_ties_of_leavers")]

    operations = [
        migrations.AlterField(
            "enquiry",
            "state",
            models.CharField(choices=[("asked", "Asked"), ("answered", "Answered"), ("withdrawn", "No longer asked"), ("left", "Nobody is left there to answer")], default="asked", max_length=10),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (state, version) ON front_door_enquiry TO alongside_worker;",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
