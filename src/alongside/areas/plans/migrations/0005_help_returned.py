"""Help that came back because nobody was left in its team; the worker calls off what was planned."""

from django.db import migrations, models

MEETINGS = """
GRANT SELECT, UPDATE (state, version) ON plans_meeting TO alongside_worker;
CREATE POLICY worker_all ON plans_meeting TO alongside_worker USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0007_ties_of_leavers'),
        ('chronology', '0002_row_security'),
        ('plans', '0004_own_help_only'),
        ('register', '0005_relationship_discreet'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='help',
            name='accepted_help_says_when_and_on_what_basis',
        ),
        migrations.AddField(
            model_name='help',
            name='returned_at',
            field=models.DateTimeField(help_text='When nobody was left in the team', null=True),
        ),
        migrations.AlterField(
            model_name='help',
            name='state',
            field=models.CharField(choices=[('offered', 'Waiting for the team to take it on'), ('accepted', 'Taken on; no lead practitioner yet'), ('active', 'Under way'), ('declined', 'Not taken on: back with the hub'), ('returned', 'Nobody is left in the team: back with the hub'), ('ended', 'Ended')], default='offered', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('state', 'returned')), models.Q(models.Q(('state', 'returned'), _negated=True), ('returned_at__isnull', True)), _connector='OR'), name='returned_help_says_when'),
        ),
        migrations.AddConstraint(
            model_name='help',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('offered', 'declined', 'returned')), models.Q(('accepted_at__isnull', False), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='accepted_help_says_when_and_on_what_basis'),
        ),
        migrations.RunSQL(MEETINGS, reverse_sql=migrations.RunSQL.noop),
    ]
