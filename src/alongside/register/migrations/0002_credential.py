"""Passwords in a table of their own, filled from the user's columns, which the next migration drops."""

import django.db.models.deletion
from django.db import migrations, models

# A user who has neither a password nor ever signed in has no credential.
HELD = "password <> '' AND left(password, 1) <> '!' OR last_login IS NOT NULL"


class RowsLost(Exception):
    """Not as many credentials were written as there were: nothing is changed."""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM register_user WHERE {HELD}")  # noqa: S608
        (wanted,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO register_credential (user_id, password, last_signed_in_at)"  # noqa: S608
            f" SELECT id, password, last_login FROM register_user WHERE {HELD}"
        )
        if cursor.rowcount != wanted:
            raise RowsLost(f"{cursor.rowcount} of {wanted}")


def back(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM register_credential")
        (wanted,) = cursor.fetchone()
        cursor.execute(
            "UPDATE register_user u SET password = c.password, last_login = c.last_signed_in_at"
            " FROM register_credential c WHERE c.user_id = u.id"
        )
        if cursor.rowcount != wanted:
            raise RowsLost(f"{cursor.rowcount} of {wanted}")


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
        # It grants rights on the columns that the next migration drops.
        ("access", "0002_functions_and_register_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="credential", serialize=False, to="register.user")),
                ("password", models.CharField(default="!", max_length=128)),
                ("last_signed_in_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(fill, back),
    ]
