"""Who is involved with a child names nobody who has left: their team is responsible, and is named."""

from django.db import migrations

from alongside.access.tie_functions import INVOLVED


class Migration(migrations.Migration):
    dependencies = [("access", "0005_discreet_ties")]

    operations = [migrations.RunSQL(INVOLVED, reverse_sql=migrations.RunSQL.noop)]
