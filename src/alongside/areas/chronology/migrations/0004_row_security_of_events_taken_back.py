"""Who may read an event may know that it was taken back; loads alone take one back."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

TAKEN_BACK = "chronology_takenback"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0003_events_taken_back")]

    operations = [
        enforce(
            Rows(
                table=TAKEN_BACK,
                select=may(table=TAKEN_BACK, act="read", part=f"{TAKEN_BACK}.part"),
                worker=("SELECT",),
            )
        )
    ]
