"""Events never change; words are read by those with the part, unless sealed or withheld from them."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may

EVENT = "chronology_event"
TEXT = "chronology_textblock"
OPEN_TO_THEM = f"{TEXT}.seal = 'normal' AND NOT ((SELECT access_user()) = ANY ({TEXT}.withheld_from))"
NEVER_CHANGED = """
CREATE FUNCTION chronology_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN RAISE EXCEPTION 'an event is never changed or removed' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE ON chronology_event
    FOR EACH ROW EXECUTE FUNCTION chronology_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("chronology", "0001_initial"), ("access", "0002_functions_and_register_policies")]

    operations = [
        enforce(
            Rows(
                table=EVENT,
                select=may(table=EVENT, act="read", part=f"{EVENT}.part"),
                insert=may(table=EVENT, act="record", part=f"{EVENT}.part"),
                worker=("SELECT", "INSERT"),
            ),
            Rows(
                table=TEXT,
                select=f"({OPEN_TO_THEM} AND {may(table=TEXT, act='read', part=f'{TEXT}.part')})",
                insert=may(table=TEXT, act="record", part=f"{TEXT}.part"),
            ),
        ),
        migrations.RunSQL(NEVER_CHANGED, reverse_sql=migrations.RunSQL.noop),
    ]
