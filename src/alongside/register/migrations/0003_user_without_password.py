"""The pages' role reads users: nothing to sign in with is left on them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0002_credential")]

    operations = [
        # The default is for the way back only.
        migrations.AlterField("user", "password", models.CharField(max_length=128, default="!")),
        migrations.RemoveField("user", "password"),
        migrations.RemoveField("user", "last_login"),
    ]
