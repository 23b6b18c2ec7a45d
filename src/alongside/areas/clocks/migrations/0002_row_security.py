"""Clocks are seen by those with the part they are about; term dates are nobody's record."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, grant, may

CLOCK = "clocks_clock"
READ = may(table=CLOCK, act="read", part=f"{CLOCK}.part")
RECORD = may(table=CLOCK, act="record", part=f"{CLOCK}.part")


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial"), ("access", "0002_functions_and_register_policies")]

    operations = [
        enforce(
            Rows(table=CLOCK, select=READ, insert=RECORD, update=RECORD, worker=("SELECT", "INSERT", "UPDATE"))
        ),
        *(
            grant(table, web="SELECT", worker="SELECT", loader="SELECT, INSERT, UPDATE, DELETE")
            for table in ("clocks_schoolterm", "clocks_schoolclosure")
        ),
    ]
