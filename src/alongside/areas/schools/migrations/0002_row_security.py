"""Establishments are public; a child's registration is part of who they are."""

from django.db import migrations

from alongside.access.policies import Rows, enforce, grant, may

REGISTRATION = "schools_registration"


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial"), ("access", "0002_functions_and_register_policies")]

    operations = [
        enforce(
            Rows(table=REGISTRATION, select=may(table=REGISTRATION, act="read", part="'identity'", subject=None))
        ),
        grant("schools_establishment", web="SELECT", loader="SELECT, INSERT, UPDATE, DELETE"),
        grant("schools_load", loader="SELECT, INSERT, UPDATE"),
    ]
