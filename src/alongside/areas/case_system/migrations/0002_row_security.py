"""A step is read by the team of the help it came to; whom a system's numbers mean, by loads alone."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

STEP = "case_system_step"


class Migration(migrations.Migration):
    dependencies = [
        ("case_system", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            Rows(
                table=STEP,
                select=may(
                    table=STEP, act="read", part="'assessment'", subject="help_id"
                ),
            ),
            Rows(table="case_system_caseperson"),
        )
    ]
