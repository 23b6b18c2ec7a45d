"""Absences are no record of a child's. Whoever may say that a colleague is away may record that they did."""

from django.db import migrations

from alongside.access.policies import grant

# An event about no child belongs to nobody's tie: who acts, and as what, is all there is to decide by.
OWN_EVENT = """
CREATE POLICY web_insert_absence ON chronology_event FOR INSERT TO alongside_web WITH CHECK (
    child_id IS NULL AND kind IN ('colleague_away', 'colleague_back')
    AND by_posting_id = (SELECT access_posting()) AND authority_id = (SELECT access_authority())
    AND (SELECT access_does('management', 'mark_away')));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        grant(
            "staffing_away",
            web="SELECT, INSERT, UPDATE",
            worker="SELECT",
            loader="SELECT, INSERT, UPDATE, DELETE",
        ),
        migrations.RunSQL(OWN_EVENT, reverse_sql=migrations.RunSQL.noop),
    ]
