"""Identity and whereabouts: no role but the loader writes them yet, and the worker never reads them."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, may


def _read(table: str, part: str) -> Rows:
    return Rows(table=table, select=may(table=table, act="read", part=f"'{part}'", subject=None))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_functions_and_register_policies")]

    operations = [
        enforce(
            _read("people_identity", "identity"),
            _read("people_name", "identity"),
            _read("people_identifier", "identity"),
            _read("people_address", "location"),
        )
    ]
