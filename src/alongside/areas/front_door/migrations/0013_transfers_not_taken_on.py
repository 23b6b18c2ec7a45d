"""What another council has not taken on is found without reading every transfer."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # beside people at work

    dependencies = [("front_door", "0012_queue_in_its_order")]

    operations = [
        AddIndexConcurrently(
            model_name='transfer',
            index=models.Index(condition=models.Q(('state__in', ('offered', 'refused'))), fields=['request'], name='transfer_not_taken_on'),
        ),
    ]
