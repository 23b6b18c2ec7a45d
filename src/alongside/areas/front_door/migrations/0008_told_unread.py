"""Decisions that lie unread are gone round in slices, however many of them there are."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("front_door", "0007_asking"),
        ("register", "0005_relationship_discreet"),
    ]

    operations = [
        migrations.AddIndex(
            "request",
            models.Index(
                fields=["id"],
                condition=Q(told_at__isnull=False, told_how="inbox", read_at__isnull=True),
                name="request_told_unread",
            ),
        ),
    ]
