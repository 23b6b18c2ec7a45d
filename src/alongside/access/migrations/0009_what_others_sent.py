"""Nobody ties their own organisation to what another organisation is tied for already."""

from django.db import migrations

from alongside.access.bounded_ties import START


class Migration(migrations.Migration):
    dependencies = [("access", "0008_who_has_left_is_not_named")]

    operations = [migrations.RunSQL(START, reverse_sql=migrations.RunSQL.noop)]
