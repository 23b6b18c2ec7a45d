"""Loads are of every kind of file by now, so they have an area of their own; the rows stay."""

import django.db.models.deletion
from django.db import migrations, models

import alongside.foundation.ids


class Migration(migrations.Migration):
    dependencies = [("schools", "0004_loads_have_moved"), ("register", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Load",
                    fields=[
                        ("id", models.UUIDField(default=alongside.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=20)),
                        ("file_name", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("started_at", models.DateTimeField()),
                        ("rows_read", models.PositiveIntegerField(default=0)),
                        ("rows_rejected", models.PositiveIntegerField(default=0)),
                        ("added", models.PositiveIntegerField(default=0)),
                        ("changed", models.PositiveIntegerField(default=0)),
                        ("ended", models.PositiveIntegerField(default=0)),
                        ("school", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.organisation")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "school", "digest"], name="load_by_digest")],
                    },
                ),
            ],
        ),
    ]
