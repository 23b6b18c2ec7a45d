"""Who is away is said of colleagues in one's own team, and of nobody else."""

from django.db import migrations

from alongside.access.policies import Rows, enforce

AWAY = "staffing_away"
OF_OWN_TEAM = f"""(EXISTS (SELECT 1 FROM register_posting p
    WHERE p.id = {AWAY}.posting_id AND p.team_id = (SELECT access_team())))"""  # noqa: S608  names of our own


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0002_who_writes"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            Rows(
                table=AWAY, select="true", insert=OF_OWN_TEAM, update=OF_OWN_TEAM, worker=("SELECT",)
            )
        )
    ]
