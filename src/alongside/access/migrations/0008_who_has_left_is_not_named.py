"""Who is involved with a child names nobody who has left: their team is responsible, and is named."""

from django.db import migrations

from alongside.access.tie_functions import INVOLVED


class Migration(migrations.Migration):
    dependencies = [("access", "0007_ties_of_leavers")]

    operations = [migrations.RunSQL(INVOLVED, reverse_sql=migrations.RunSQL.noop)]
