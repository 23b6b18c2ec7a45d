"""Children of one authority with one birth date are found without reading them all."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside people at work

    dependencies = [("people", "0002_row_security")]

    operations = [
        AddIndexConcurrently(
            model_name="identity",
            index=models.Index(fields=["authority", "date_of_birth"], name="identity_born_on"),
        ),
    ]
