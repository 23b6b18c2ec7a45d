"""What runs of one timescale is found without reading every clock that runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside people at work

    dependencies = [
        ('clocks', '0002_row_security'),
        ('register', '0005_relationship_discreet'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='clock',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['timescale', 'due_at'], name='clock_running_of_timescale'),
        ),
    ]
