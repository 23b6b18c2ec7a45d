"""The functions access is decided with, and the register under forced row-level security."""

from django.db import migrations

from alongside.access.policies import LIVE, Rows, enforce, grant, may
from alongside.access.sql import FUNCTIONS

# A child is a key: whoever may know that somebody is involved may know that the child exists.
KNOWN_CHILD = may(table="register_child", child="id", act="read", part="'pointer'", subject=None)
OWN_TIES = "organisation_id = (SELECT access_organisation())"
OWN_CONFLICTS = f"user_id = (SELECT access_user()) AND {LIVE.format(r='register_conflict')}"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("register", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("account", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        enforce(
            Rows(table="register_child", select=KNOWN_CHILD, worker=("SELECT",)),
            Rows(table="register_relationship", select=OWN_TIES, worker=("SELECT",)),
            Rows(table="register_conflict", select=OWN_CONFLICTS, worker=("SELECT",)),
        ),
        *(
            grant(table, web="SELECT", worker="SELECT", sign_in="SELECT", loader="SELECT, INSERT, UPDATE, DELETE")
            for table in ("register_authority", "register_organisation", "register_team", "register_posting")
        ),
        grant(
            "register_user",
            web="SELECT, UPDATE (password, last_login)",
            worker="SELECT",
            loader="SELECT, INSERT, UPDATE",
        ),
        grant("access_matrix", web="SELECT", worker="SELECT", loader="SELECT, INSERT, UPDATE, DELETE"),
        grant("django_session", web="SELECT, INSERT, UPDATE, DELETE"),
        grant("django_content_type", web="SELECT", worker="SELECT", loader="SELECT"),
        grant("account_emailaddress", web="SELECT, INSERT, UPDATE, DELETE", loader="SELECT, INSERT, UPDATE, DELETE"),
        grant("mfa_authenticator", web="SELECT, INSERT, UPDATE, DELETE", loader="SELECT"),
        migrations.RunSQL(
            "CREATE TABLE sign_in_throttle (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL); CREATE INDEX sign_in_throttle_expires ON sign_in_throttle (expires);"
            "GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO alongside_sign_in;"
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO alongside_web, alongside_loader;"
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
