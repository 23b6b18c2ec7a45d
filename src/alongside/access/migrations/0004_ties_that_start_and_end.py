"""Ties of a named person, ties that end, and rows about no one child."""

from django.db import migrations

from alongside.access.tie_functions import FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("access", "0003_only_sign_in"), ("register", "0005_relationship_discreet")]

    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
