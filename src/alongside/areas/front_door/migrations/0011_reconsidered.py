"""A request whose disagreement was upheld stands in the queue until it is handed on or need not be."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("front_door", "0009_questions_left")]

    operations = [
        migrations.AddField(
            "request",
            "reconsidered_at",
            models.DateTimeField(null=True, help_text="When the school was promised a change, until it is handed on or need not be"),
        ),
        migrations.AddIndex(
            "request",
            models.Index(fields=["receiving_team"], condition=Q(reconsidered_at__isnull=False), name="request_reconsidered"),
        ),
    ]
