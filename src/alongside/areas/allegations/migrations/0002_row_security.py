"""A concern is its reporter's and the designated officer's: nobody else's, not even the loader's or the worker's.

Its events, clocks and messages are about no child, so no policy of theirs lets anyone by. Here are those
that do: an event or a clock of a concern may be written by whoever may see the concern itself.
"""

from django.db import migrations

from alongside.access.policies import Rows, enforce

CONCERN, ENTRY, DRAFT = "allegations_concern", "allegations_concernentry", "allegations_concerndraft"


def does(act: str) -> str:
    return f"(SELECT access_does('allegation', '{act}'))"


def officers(act: str, concern: str = CONCERN) -> str:
    return f"({does(act)} AND {concern}.team_id = (SELECT access_team()))"


REPORTERS = f"({does('report')} AND {CONCERN}.reported_by_id = (SELECT access_posting()))"
OWN_DRAFT = f"({does('report')} AND {DRAFT}.posting_id = (SELECT access_posting()))"


def of_a_concern(condition: str) -> str:
    of_this = f"SELECT 1 FROM {CONCERN} c WHERE c.id = {ENTRY}.concern_id AND {condition}"  # noqa: S608
    return f"EXISTS ({of_this})"


def about_a_concern(table: str) -> str:
    """A row about no child whose subject is a concern that the acting posting may itself see."""
    of_this = f"SELECT 1 FROM {CONCERN} c WHERE c.id = {table}.subject_id"  # noqa: S608  names of our own
    return f"({table}.child_id IS NULL AND {table}.part = 'allegation' AND EXISTS ({of_this}))"


EVENT, CLOCK, DELIVERY = "chronology_event", "clocks_clock", "messages_delivery"
FOR_THEM = f"""({DELIVERY}.child_id IS NULL AND {DELIVERY}.part = 'allegation' AND {DELIVERY}.channel = 'inbox'
    AND (({DELIVERY}.posting_id IS NULL AND {DELIVERY}.team_id = (SELECT access_team()) AND {does("read")})
        OR {DELIVERY}.posting_id = (SELECT access_posting())))"""

FOLLOWING = f"""
CREATE POLICY web_insert_of_concern ON {EVENT} FOR INSERT TO alongside_web
    WITH CHECK ({about_a_concern(EVENT)});
CREATE POLICY web_select_of_concern ON {CLOCK} FOR SELECT TO alongside_web USING ({about_a_concern(CLOCK)});
CREATE POLICY web_insert_of_concern ON {CLOCK} FOR INSERT TO alongside_web
    WITH CHECK ({about_a_concern(CLOCK)});
CREATE POLICY web_update_of_concern ON {CLOCK} FOR UPDATE TO alongside_web
    USING ({about_a_concern(CLOCK)} AND {does("record")}) WITH CHECK ({about_a_concern(CLOCK)} AND {does("record")});
CREATE POLICY web_insert_of_concern ON {DELIVERY} FOR INSERT TO alongside_web
    WITH CHECK ({about_a_concern(DELIVERY)});
CREATE POLICY web_select_of_concern ON {DELIVERY} FOR SELECT TO alongside_web USING ({FOR_THEM});
CREATE POLICY web_update_of_concern ON {DELIVERY} FOR UPDATE TO alongside_web
    USING ({FOR_THEM}) WITH CHECK ({FOR_THEM});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allegations", "0001_initial"),
        ("chronology", "0002_row_security"),
        ("clocks", "0002_row_security"),
        ("messages", "0004_to_one_person"),
        ("access", "0004_ties_that_start_and_end"),
    ]

    operations = [
        enforce(
            Rows(
                table=CONCERN,
                select=f"({REPORTERS} OR {officers('read')})",
                insert=REPORTERS,
                update=officers("record"),
                loader=False,
            ),
            Rows(
                table=ENTRY,
                select=of_a_concern(
                    f"({officers('read', 'c')} OR ({ENTRY}.to_reporter"
                    " AND c.reported_by_id = (SELECT access_posting())))"
                ),
                insert=of_a_concern(officers("answer", "c")),
                loader=False,
            ),
            Rows(
                table=DRAFT, select=OWN_DRAFT, insert=OWN_DRAFT, update=OWN_DRAFT, delete=OWN_DRAFT, loader=False
            ),
        ),
        migrations.RunSQL(FOLLOWING, reverse_sql=migrations.RunSQL.noop),
    ]
