"""What lets somebody in is read and written by the sign_in role alone: each role logs in and tries."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import (
    close_context,
    connected_as,
    open_context,
    set_token,
)
from alongside.access.database_role import role_too_powerful
from alongside.config.starting import sign_in_not_apart
from alongside.register.models import Credential, User
from tests.factories.council import Council, make_council
from tests.web.signing_in import PASSWORD, give_app, sign_in

TABLES = (
    "django_session", "mfa_authenticator", "account_emailaddress", "register_credential",
    "sign_in_throttle",
)  # fmt: skip
OTHERS = ("web", "worker", "loader")
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
def council(db: None) -> Council:
    """With a row in every one of the tables."""
    council = make_council()
    give_app(council.lead.user)
    EmailAddress.objects.create(user=council.lead.user, email=council.lead.user.email)
    SessionStore().save(must_create=True)
    cache.set("tries", [1])
    return council


def ask(role: str, sql: str, values=()):
    with connections[role].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_reads_a_row(council, role, table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(role, f"SELECT * FROM {table}")
    assert len(ask("sign_in", f"SELECT * FROM {table}")) >= 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_has_any_right_on_any_column(council, role, table):
    held = [
        verb
        for verb in VERBS
        if ask(
            "owner", "SELECT has_table_privilege(%s, %s, %s)", [f"alongside_{role}", table, verb]
        )[0][0]
    ]
    columns = ask(
        "owner",
        "SELECT column_name, privilege_type FROM information_schema.column_privileges"
        " WHERE grantee = %s AND table_name = %s",
        [f"alongside_{role}", table],
    )
    assert (held, columns) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO django_session VALUES ('x', 'x', now())",
        "UPDATE django_session SET session_data = 'x'",
        "DELETE FROM mfa_authenticator",
        "UPDATE register_credential SET password = 'x'",
        "UPDATE register_user SET email = 'x@y.example'",
        "UPDATE register_user SET is_active = true",
        "DELETE FROM sign_in_throttle",
        "UPDATE account_emailaddress SET email = 'x@y.example'",
        "CREATE TABLE mine AS SELECT * FROM django_session",
        "COPY register_credential TO STDOUT",
    ],
)
def test_sql_on_the_pages_connection_takes_over_nobody(council, change):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask("web", change)


def test_a_user_as_the_pages_read_one_holds_no_secret(council):
    columns = ask("web", "SELECT * FROM register_user LIMIT 0") == []
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT * FROM register_user")
        assert {c.name for c in cursor.description} == {"id", "email", "full_name", "is_active"}
    assert columns


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_opens_or_closes_a_context(council, role):
    for call in (
        "SELECT access_open_context('\\x00', %s, now() + interval '1 hour')",
        "SELECT access_close_context(convert_to(%s, 'UTF8'))",
    ):
        with pytest.raises(ProgrammingError, match="permission denied for function"):
            ask(role, call, [str(council.lead.id)])
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(role, "SELECT * FROM access_context")


def test_no_token_of_another_is_read_from_what_other_connections_run(council):
    with transaction.atomic():
        set_token("a token of somebody else")
        ran = ask("web", "SELECT query FROM pg_stat_activity WHERE query LIKE '%%set_config%%'")
        assert ask("default", "SELECT current_setting('alongside.token')")[0][0].startswith(
            "a token"
        )
    assert "SELECT set_config('alongside.token', $1, true)" in {query for (query,) in ran}
    assert not [query for (query,) in ran if "somebody else" in query]


def test_the_sign_in_role_reads_no_record_of_a_child(council):
    for table in ("register_child", "people_name", "people_identity", "chronology_event"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask("sign_in", f"SELECT * FROM {table}")
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask("sign_in", "UPDATE register_user SET email = 'x@y.example'")


def test_saving_a_password_touches_no_user_and_nothing_else_touches_a_password(council):
    user = User.objects.get(pk=council.lead.user_id)
    user.set_password("another horse battery")
    with CaptureQueriesContext(connections["default"]) as pages:
        user.save(update_fields=["password"])
    assert len(pages) == 0
    assert User.objects.get(pk=user.pk).check_password("another horse battery")
    user.full_name = "Ada Renamed"
    with connected_as("owner"), CaptureQueriesContext(connections["sign_in"]) as credentials:
        user.save()
    assert len(credentials) == 0
    assert User.objects.get(pk=user.pk).full_name == "Ada Renamed"


def test_a_password_is_kept_while_the_page_s_own_transaction_is_undone(council):
    user = User.objects.get(pk=council.lead.user_id)
    with transaction.atomic():
        user.set_password("another horse battery")
        user.save(update_fields=["password"])
        transaction.set_rollback(True)
    assert Credential.objects.get(pk=user.pk).password == user.password


def test_reading_a_user_again_forgets_a_password_that_was_not_saved(council):
    user = User.objects.get(pk=council.lead.user_id)
    user.set_password("never saved at all")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_sign_in_connection_is_kept_like_any_other(council):
    before = connections["sign_in"].connection
    for _ in range(2):
        nonce = str(uuid4())
        open_context(nonce=nonce, posting_id=council.lead.id, at=timezone.now())
        close_context(nonce=nonce)
    assert connections["sign_in"].connection is before
    assert connections["sign_in"].settings_dict["CONN_HEALTH_CHECKS"]


def test_a_page_asks_the_sign_in_role_only_for_the_session_the_credential_and_the_factor(council):
    client = sign_in(council.deputy.user)
    with CaptureQueriesContext(connections["sign_in"]) as asked:
        assert client.get("/children/").status_code == 200
    tables = [table for query in asked for table in TABLES if f'FROM "{table}"' in query["sql"]]
    assert tables == ["django_session", "register_credential", "mfa_authenticator"]
    assert len(asked) == 3


def test_a_context_is_opened_only_with_its_audit_row(council, monkeypatch):
    client = Client()
    client.force_login(council.lead.user)

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("alongside.web.sign_in.posting.append", refuse)
    with pytest.raises(RuntimeError, match="no audit"):
        client.get("/posting/")
    assert ask("owner", "SELECT count(*) FROM access_context") == [(0,)]
    assert "nonce" not in client.session


def test_pages_and_sign_in_must_not_share_a_login():
    web, apart = {"USER": "alongside_web"}, {"USER": "alongside_sign_in"}
    assert sign_in_not_apart({"default": web, "sign_in": apart}) == ""
    assert "name one role" in sign_in_not_apart({"default": web, "sign_in": web})
    assert "nobody can sign in" in sign_in_not_apart({"default": web})


def test_a_role_that_owns_tables_is_refused_for_sign_in_too(council):
    assert role_too_powerful("sign_in") == role_too_powerful("default") == ""
    assert "owns tables" in role_too_powerful("owner")
