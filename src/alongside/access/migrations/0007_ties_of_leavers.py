"""Ties of people who have left and of teams in which nobody is left, which the worker ends."""

from django.db import migrations

from alongside.access.tie_functions import END_LEFT


class Migration(migrations.Migration):
    dependencies = [("access", "0006_bounded_ties")]

    operations = [migrations.RunSQL(END_LEFT, reverse_sql=migrations.RunSQL.noop)]
