"""Sessions, passwords, authenticators and addresses to sign in with: for the sign_in role alone."""

from django.db import migrations

from alongside.access.policies import grant

TABLES = "django_session, mfa_authenticator, account_emailaddress, register_credential, sign_in_throttle"
WITHDRAW = f"""
REVOKE ALL ON {TABLES} FROM PUBLIC, alongside_web, alongside_worker, alongside_loader;
GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO alongside_sign_in;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_functions_and_register_policies"),
        ("register", "0003_user_without_password"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunSQL(WITHDRAW, reverse_sql=migrations.RunSQL.noop),
        # Whom an address or a passkey stands for.
        grant("register_user", sign_in="SELECT"),
    ]
