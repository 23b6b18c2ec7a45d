"""The former index of the queue held only a part of it."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # beside people at work

    dependencies = [("front_door", "0013_transfers_not_taken_on")]

    operations = [
        RemoveIndexConcurrently(
            model_name='request',
            name='request_in_queue',
        ),
    ]
