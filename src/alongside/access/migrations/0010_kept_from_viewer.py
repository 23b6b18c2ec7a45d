"""A decision names the team that helps already to those alone who may know that it helps."""

from django.db import migrations

from alongside.access.tie_functions import KEPT_FROM_VIEWER


class Migration(migrations.Migration):
    dependencies = [("access", "0009_what_others_sent")]

    operations = [migrations.RunSQL(KEPT_FROM_VIEWER, reverse_sql=migrations.RunSQL.noop)]
