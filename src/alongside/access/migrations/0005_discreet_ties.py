"""Ties that a family has not agreed to be told of, set when a team takes the help on."""

from django.db import migrations

from alongside.access.tie_functions import SET_DISCREET


class Migration(migrations.Migration):
    dependencies = [("access", "0004_ties_that_start_and_end")]

    operations = [migrations.RunSQL(SET_DISCREET, reverse_sql=migrations.RunSQL.noop)]
