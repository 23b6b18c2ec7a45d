"""Signing in for real: password and a code from an authenticator app, and what goes wrong on the way."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.register.models import Credential, Posting, User
from tests.factories.council import Council, make_council
from tests.web.signing_in import PASSWORD, code, follow, give_app, give_password, type_password
from tests.web.test_pages import audited


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


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
    address, _ = follow(client, type_password(client, council.lead.user))
    assert address == "/sign-in/set-up/"
    # Having just signed in, nobody is asked for the password again.
    _, page = follow(client, client.get("/sign-in/authenticator/"))
    secret = re.sub("<.*?>", "", page.split('class="app-key">')[1].split("</code>")[0])
    at, page = follow(client, client.post("/sign-in/authenticator/", {"code": code(secret)}))
    assert at == "/sign-in/recovery-codes/"
    assert page.count("<li>") == 10
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


def test_an_account_that_was_closed_is_told_so_only_with_its_password(council):
    give_app(council.lead.user)
    with connected_as("owner"):
        User.objects.filter(id=council.lead.user_id).update(is_active=False)
    guess = type_password(Client(), council.lead.user, password="a guess of mine")
    assert "The email address or the password is wrong" in guess.content.decode()
    address, page = follow(Client(), type_password(Client(), council.lead.user))
    assert address == "/sign-in/closed/"
    assert "You cannot sign in" in page


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(council):
    give_app(council.lead.user)
    stranger = User(email="nobody@thornmere.example")
    pages = [
        type_password(Client(), user, password="a guess of mine").content.decode()
        for user in (council.lead.user, stranger)
    ]
    assert all("The email address or the password is wrong" in page for page in pages)
    assert len(Credential.objects.all()) == 1


def test_one_account_is_locked_for_five_minutes_after_five_wrong_passwords(council):
    give_app(council.lead.user)
    for _ in range(5):
        type_password(Client(), council.lead.user, password="a guess of mine")
    shown = type_password(Client(), council.lead.user).content.decode()
    assert "There were too many tries" in shown
    give_app(council.deputy.user)
    assert type_password(Client(), council.deputy.user).status_code == 302


def test_guessing_codes_is_throttled_too(council):
    secret, client = give_app(council.lead.user), Client()
    code_page = type_password(client, council.lead.user).url
    for _ in range(5):
        client.post(code_page, {"code": "000000"})
    shown = client.post(code_page, {"code": code(secret)}).content.decode()
    assert "There were too many tries" in shown


def test_a_code_that_was_used_opens_nothing_again(council):
    secret, first, second = give_app(council.lead.user), Client(), Client()
    used = code(secret, later=1)
    first.post(type_password(first, council.lead.user).url, {"code": used})
    for seconds in (0, 25, 40):
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False):
            page = type_password(second, council.lead.user).url
            shown = second.post(page, {"code": used})
            assert "has been used" in shown.content.decode()
    assert second.get("/children/").url.startswith("/sign-in/")


def test_the_code_before_and_the_code_after_are_accepted_and_no_older_one(council):
    secret = give_app(council.lead.user)
    now = timezone.now()
    answers = []
    for seconds in (-61, -30, 30, 61):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            shown = code(secret)
        client = Client()
        with time_machine.travel(now, tick=False):
            page = type_password(client, council.lead.user).url
            answers.append(client.post(page, {"code": shown}).status_code)
    assert answers == [200, 302, 302, 200]


def test_the_session_key_changes_at_sign_in(council):
    secret, client = give_app(council.lead.user), Client()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    planted = client.cookies["sessionid"].value
    code_page = type_password(client, council.lead.user).url
    client.post(code_page, {"code": code(secret)})
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()
    assert client.get("/posting/").url == "/"


def test_signing_out_ends_the_session_and_says_so(council):
    secret, client = give_app(council.lead.user), Client()
    follow(
        client, client.post(type_password(client, council.lead.user).url, {"code": code(secret)})
    )
    address, page = follow(client, client.post("/sign-out/"))
    assert address == "/signed-out/"
    assert "You are signed out" in page
    assert Session.objects.count() == 0


def test_recovery_codes_alone_are_no_second_factor(council):
    give_password(council.lead.user)
    client = Client()
    follow(client, type_password(client, council.lead.user))
    RecoveryCodes.activate(council.lead.user)
    assert client.get("/children/").url == "/sign-in/set-up/"
    assert client.get("/posting/").url == "/sign-in/set-up/"


def test_signing_in_brings_an_old_hash_up_to_date_and_notes_when(council, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(PBKDF2PasswordHasher, "iterations", 1000)
        secret, client = give_app(council.lead.user), Client()
    old = Credential.objects.get().password
    follow(
        client, client.post(type_password(client, council.lead.user).url, {"code": code(secret)})
    )
    now = Credential.objects.get()
    assert old.split("$")[1] == "1000"
    assert int(now.password.split("$")[1]) > 1000
    assert now.last_signed_in_at is not None
    assert User.objects.get(pk=now.pk).check_password(PASSWORD)
