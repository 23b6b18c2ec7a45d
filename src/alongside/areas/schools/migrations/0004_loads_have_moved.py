"""The table of loads goes to an area of its own, with its rows and its grants."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schools", "0003_share_home")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Load")],
            database_operations=[migrations.AlterModelTable(name="Load", table="loads_load")],
        ),
    ]
