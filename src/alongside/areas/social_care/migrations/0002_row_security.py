"""What a return tells is read by the hub and by whoever holds the case; loads alone write it."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

TABLES = (
    "censusreturn",
    "characteristics",
    "referral",
    "assessment",
    "section47enquiry",
    "childprotectionplan",
    "childinneedplan",
)


def _read(name: str) -> Rows:
    table = f"social_care_{name}"
    return Rows(
        table=table, select=may(table=table, act="read", part="'social_care'", subject=None)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("social_care", "0001_initial"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [enforce(*map(_read, TABLES))]
