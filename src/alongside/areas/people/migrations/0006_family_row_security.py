"""The family: a school reads what it told itself, the hub and whoever helps read all of it."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

FAMILY = "people_familymember"
OWN_WORDS = f"{FAMILY}.source_id = (SELECT access_organisation())"


def _read(but: str = "") -> str:
    return may(table=FAMILY, act="read", part="'family'", subject=None, but=but)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_family_member"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(Rows(table=FAMILY, select=f"(({OWN_WORDS} AND {_read()}) OR {_read(but='on_roll')})"))
    ]
