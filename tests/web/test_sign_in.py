"""Signing in for real: password and a code from an authenticator app, and what goes wrong on the way."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from alongside.access.context import connected_as
from alongside.register.models import Posting, User
from tests.factories.council import Council, make_council
from tests.web.test_pages import audited

PASSWORD = "correct horse battery"


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def give_password(user: User) -> None:
    with connected_as("owner"):
        user.set_password(PASSWORD)
        user.save()


def give_app(user: User) -> str:
    give_password(user)
    secret = generate_totp_secret()
    with connected_as("owner"):
        TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def type_password(client: Client, user: User, after: str = ""):
    return client.post(f"/sign-in/{after}", {"login": user.email, "password": PASSWORD})


def follow(client: Client, response) -> tuple[str, str]:
    """Where the redirects end: the address, and the page."""
    address = ""
    for _ in range(9):
        if response.status_code != 302:
            break
        address = response.url
        response = client.get(address)
    assert response.status_code == 200
    return address, response.content.decode()


def test_password_and_code_open_the_page_that_was_asked_for(council):
    secret, client = give_app(council.lead.user), Client()
    assert client.get("/inbox/?q=zoe").url == "/sign-in/?next=%2Finbox%2F"
    code_page = type_password(client, council.lead.user, "?next=/inbox/").url
    address, _ = follow(client, client.post(code_page, {"code": code(secret)}))
    assert address == "/inbox/"
    client.post("/sign-out/")
    assert [row[0] for row in audited()] == ["signed_in", "signed_out"]


def test_a_wrong_code_opens_nothing(council):
    give_app(council.lead.user)
    client = Client()
    code_page = type_password(client, council.lead.user).url
    assert "There is a problem" in client.post(code_page, {"code": "000000"}).content.decode()
    assert client.get("/children/").url.startswith("/sign-in/")


@pytest.mark.parametrize("mail", ["locmem", "down"])
def test_a_new_person_sets_up_an_authenticator_app_even_while_mail_is_down(council, settings, mail):
    if mail == "down":
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    give_password(council.lead.user)
    client = Client()
    again, _ = follow(client, type_password(client, council.lead.user))
    _, page = follow(client, client.post(again, {"password": PASSWORD}))
    secret = page.split("<code>")[1].split("<")[0]
    follow(client, client.post("/sign-in/authenticator/", {"code": code(secret)}))
    assert follow(client, client.get("/"))[0] == "/children/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(council, elsewhere):
    secret, client = give_app(council.lead.user), Client()
    code_page = type_password(client, council.lead.user).url
    client.post(code_page, {"code": code(secret)})
    assert client.get("/posting/", {"next": elsewhere}).url == "/"


def test_a_person_with_two_postings_chooses_and_never_anothers(council):
    with connected_as("loader"):
        second = Posting.objects.create(
            user=council.lead.user,
            team=council.hub,
            role="hub_screener",
            starts_at=council.lead.starts_at,
        )
    secret, client = give_app(council.lead.user), Client()
    code_page = type_password(client, council.lead.user).url
    _, page = follow(client, client.post(code_page, {"code": code(secret)}))
    assert "Where are you working now?" in page
    for wrong in ("abc", str(council.other_lead.id)):
        assert client.post("/posting/", {"posting": wrong}).status_code == 200
    assert follow(client, client.post("/posting/", {"posting": str(second.id)}))[0] == "/hub/"


def test_an_account_that_was_closed_cannot_sign_in(council):
    give_app(council.lead.user)
    with connected_as("owner"):
        User.objects.filter(id=council.lead.user_id).update(is_active=False)
    client = Client()
    follow(client, type_password(client, council.lead.user))
    assert client.get("/children/").url.startswith("/sign-in/")


def test_guessing_is_throttled_with_a_page_in_words(db):
    for number in range(32):
        response = Client().post("/sign-in/", {"login": f"a{number}@b.example", "password": "x"})
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
