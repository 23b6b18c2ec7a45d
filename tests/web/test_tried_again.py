"""A page that PostgreSQL asks to try again, whose session lies outside the page's own transaction."""

from contextlib import contextmanager

import pytest
from allauth.account.signals import user_logged_in
from django.db import OperationalError
from django.test import Client
from psycopg.errors import DeadlockDetected

from alongside.web.sign_in import posting
from tests.factories.council import Council, make_council
from tests.web.signing_in import code, follow, give_app, type_password
from tests.web.test_pages import audited


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


class Once:
    """Deadlocks the first time it is called."""

    def __init__(self, then=None):
        self.then, self.calls = then, 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        if self.calls == 1:
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return self.then(*args, **kwargs) if self.then else None


@contextmanager
def deadlock_at_sign_in():
    once = Once()
    user_logged_in.connect(once)
    yield once
    user_logged_in.disconnect(once)


def test_choosing_a_posting_is_tried_again_and_audited_once(council, monkeypatch):
    client = Client(raise_request_exception=False)
    give_app(council.lead.user)
    client.force_login(council.lead.user)
    once = Once(posting.open_context)
    monkeypatch.setattr(posting, "open_context", once)
    assert client.get("/posting/").url == "/"
    assert once.calls == 2
    assert client.get("/children/").status_code == 200
    assert [row[0] for row in audited()].count("signed_in") == 1


def test_somebody_signed_in_by_a_try_that_failed_is_asked_to_sign_in_again(council):
    secret, client = give_app(council.lead.user), Client(raise_request_exception=False)
    code_page = type_password(client, council.lead.user).url
    with deadlock_at_sign_in() as once:
        answer = client.post(code_page, {"code": code(secret)})
        assert once.calls == 1
    assert answer.url == "/sign-in/"
    assert client.get("/children/").url.startswith("/sign-in/")
    again = type_password(client, council.lead.user).url
    follow(client, client.post(again, {"code": code(secret, later=1)}))
    assert client.get("/children/").status_code == 200
