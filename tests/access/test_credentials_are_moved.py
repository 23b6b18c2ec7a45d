"""A database from before passwords had a table of their own keeps every one of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connections

from alongside.access.context import connected_as
from alongside.foundation.database_roles import prepare_database
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from alongside.foundation.ids import new_id
from alongside.register.models import Credential, User
from tests.conftest import HOME, drop_database
from tests.web.signing_in import PASSWORD


@pytest.fixture
def before(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of its own, as it was then: the tables made since know no way back to it."""
    server, used = EmbeddedPostgres(HOME / "postgres"), connections["default"].settings_dict["NAME"]
    name = f"{used}_before"
    with django_db_blocker.unblock():
        drop_database(server, name)
        prepare_database(server.conninfo(), database=name, secrets_file=HOME / "passwords.json")
        use(name)
        try:
            with connected_as("owner"):
                migrate("access", "0002")
                yield
        finally:
            use(used)
            drop_database(server, name)


def use(name: str) -> None:
    for alias in ("default", "owner", "web", "worker", "loader", "sign_in"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def migrate(app: str, to: str) -> None:
    call_command("migrate", app, to, verbosity=0)


def user(password: str, *, signed_in: bool = False):
    key = new_id()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO register_user (id, email, full_name, is_active, password, last_login)"
            " VALUES (%s, %s, 'Somebody', true, %s, CASE WHEN %s THEN now() END)",
            [key, f"{key}@thornmere.example", password, signed_in],
        )
    return key


def test_passwords_and_last_sign_ins_move_and_users_without_either_get_no_row(before):
    kept = user(make_password(PASSWORD), signed_in=True)
    never, empty, no_password = user("!never"), user(""), user("!but signed in", signed_in=True)
    migrate("access", "0003")
    assert set(Credential.objects.values_list("pk", flat=True)) == {kept, no_password}
    moved = User.objects.get(pk=kept)
    assert moved.check_password(PASSWORD)
    assert moved.last_login is not None
    for other in (never, empty, no_password):
        assert not User.objects.get(pk=other).check_password(PASSWORD)
        assert not User.objects.get(pk=other).has_usable_password()


def test_the_way_back_keeps_them_too(before):
    kept = user(make_password(PASSWORD))
    migrate("register", "0003")
    migrate("register", "0001")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT password FROM register_user WHERE id = %s", [kept])
        assert cursor.fetchone()[0].startswith("pbkdf2_sha256$")
