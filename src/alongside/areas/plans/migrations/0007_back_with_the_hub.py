"""What came back to the hub is found without reading all help that ever was."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside people at work

    dependencies = [
        ('chronology', '0002_row_security'),
        ('plans', '0006_reasons_in_plain_words'),
        ('register', '0005_relationship_discreet'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='help',
            index=models.Index(condition=models.Q(('passed_on_at__isnull', True), ('request_id__isnull', False), ('state__in', ('declined', 'returned'))), fields=['authority', 'offered_at'], name='help_back_with_the_hub'),
        ),
    ]
