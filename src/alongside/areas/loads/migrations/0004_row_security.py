"""Who sees what came in: whoever looks after the council's data, and the loader.

What was not taken is of children: by the sender's own number, and at first by what stood there.
What concerns no one council (the list of schools) is shown where one council is served here: several
would be shown each other's.
"""

from django.db import migrations

from alongside.access.policies import Rows, enforce

LOAD, REJECTION = "loads_load", "loads_rejection"
SEES = "(SELECT access_does('management', 'see_loads'))"
OWN = "{load}.authority_id = (SELECT access_authority())"
NOBODYS = """({load}.authority_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM register_authority a WHERE a.pack <> '' AND a.id <> (SELECT access_authority())))"""


def of_own_council(load: str) -> str:
    return f"({SEES} AND ({OWN.format(load=load)} OR {NOBODYS.format(load=load)}))"


class Migration(migrations.Migration):
    dependencies = [("loads", "0003_earlier_loads"), ("access", "0004_ties_that_start_and_end")]

    operations = [
        # The table came with plain grants of its own.
        migrations.RunSQL("REVOKE ALL ON loads_load FROM alongside_loader;", reverse_sql=migrations.RunSQL.noop),
        enforce(
            Rows(table=LOAD, select=of_own_council(LOAD)),
            Rows(
                table=REJECTION,
                select=f"EXISTS (SELECT 1 FROM {LOAD} l WHERE l.id = {REJECTION}.load_id AND {of_own_council('l')})",  # noqa: S608
            ),
        ),
    ]
