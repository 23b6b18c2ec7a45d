"""What is unread is counted without reading the whole inbox."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside people at work

    dependencies = [
        ('messages', '0005_failed_in_rounds'),
        ('register', '0005_relationship_discreet'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('channel', 'inbox'), ('read_at__isnull', True), ('state', 'delivered')), fields=['team', '-delivered_at'], name='delivery_unread'),
        ),
    ]
