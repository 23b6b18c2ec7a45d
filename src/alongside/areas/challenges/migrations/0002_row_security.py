"""A challenge is read and moved by the school that asked and the team that decided."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

CHALLENGE, STEP = "challenges_challenge", "challenges_challengestep"


def _may(table: str, act: str) -> str:
    return may(table=table, act=act, part="'challenge'", subject="request_id")


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            *(
                Rows(
                    table=table,
                    select=_may(table, "read"),
                    insert=_may(table, "challenge"),
                    update=_may(table, "record"),
                )
                for table in (CHALLENGE, STEP)
            )
        )
    ]
