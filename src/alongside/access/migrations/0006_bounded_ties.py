"""Ties are bounded by the child's authority, by the kind of team, and by the posting they were given to."""

from django.db import migrations

from alongside.access.bounded_ties import FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("access", "0005_discreet_ties")]

    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
