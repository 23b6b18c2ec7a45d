"""A team reads its own inbox; whoever may write about a child may cause a message about them."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

DELIVERY = "messages_delivery"
OWN_TEAM = f"{DELIVERY}.team_id = (SELECT access_team())"
STILL_THEIRS = may(table=DELIVERY, act="read", part=f"{DELIVERY}.part")


class Migration(migrations.Migration):
    dependencies = [("messages", "0001_initial"), ("access", "0002_functions_and_register_policies")]

    operations = [
        enforce(
            Rows(
                table=DELIVERY,
                select=f"({OWN_TEAM} AND {STILL_THEIRS})",
                insert=may(table=DELIVERY, act="record", part=f"{DELIVERY}.part"),
                update=f"({OWN_TEAM} AND {STILL_THEIRS})",
                web_columns="read_at, read_by_id",
                worker=("SELECT", "INSERT", "UPDATE"),
            )
        )
    ]
