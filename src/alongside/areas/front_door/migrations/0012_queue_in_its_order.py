"""The queue lies in its own order, whole, however much a team has decided before."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # beside people at work

    dependencies = [("chronology", "0002_row_security"), ("front_door", "0011_reconsidered")]

    operations = [
        AddIndexConcurrently(
            model_name='request',
            index=models.Index(condition=models.Q(models.Q(('state', 'decided'), _negated=True), ('told_at__isnull', True), models.Q(('called_at__isnull', True), ('telephone_first', True)), ('reconsidered_at__isnull', False), _connector='OR'), fields=['receiving_team', '-urgent', 'sent_at', 'id'], name='request_stands_in_queue'),
        ),
    ]
