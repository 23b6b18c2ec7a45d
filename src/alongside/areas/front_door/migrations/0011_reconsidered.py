"""A request whose disagreement was upheld stands in the queue until it is handed on or need not be."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("front_door", "0010_judgements_and_questions")]

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
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('strategy_discussion', 'Strategy discussion'), ('assessment', 'Child and family assessment'), ('family_help', 'Family help'), ('another_organisation', 'Another organisation'), ('advice', 'Advice and local offer'), ('already_open', 'Already open to a worker'), ('another_authority', "Another council's child"), ('no_further_action', 'No further action')], max_length=30),
        ),
        migrations.AlterField(
            model_name='decisiondraft',
            name='outcome',
            field=models.CharField(blank=True, choices=[('strategy_discussion', 'Strategy discussion'), ('assessment', 'Child and family assessment'), ('family_help', 'Family help'), ('another_organisation', 'Another organisation'), ('advice', 'Advice and local offer'), ('already_open', 'Already open to a worker'), ('another_authority', "Another council's child"), ('no_further_action', 'No further action')], max_length=30),
        ),
        migrations.AlterField(
            model_name='transfer',
            name='state',
            field=models.CharField(choices=[('offered', 'Waiting for the other council'), ('accepted', 'Taken on by the other council'), ('refused', 'Not taken on: ours')], default='offered', max_length=10),
        ),
    ]
