"""One's own account: another password, a lost phone, recovery codes, passkeys that are not one's own."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tests.factories.council import Council, make_council
from tests.web.signing_in import (
    ANOTHER,
    PASSWORD,
    code,
    follow,
    give_app,
    posted,
    sign_in,
    type_password,
)

OWN = ("ways/", "password/", "passkeys/", "passkeys/add/", "recovery-codes/", "recovery-codes/new/")


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def codes_on(page: str) -> list[str]:
    return [row.split("<")[0].replace(" ", "") for row in page.split("<li>")[1:11]]


@pytest.mark.parametrize("page", [*OWN, "authenticator/", "authenticator/remove/", "set-up/"])
def test_nobody_sees_a_page_of_the_account_before_signing_in(council, page):
    assert Client().get(f"/sign-in/{page}").url.startswith("/sign-in/")


@pytest.mark.parametrize("page", OWN)
def test_each_page_of_the_account_is_ours(council, page):
    client = sign_in(council.lead.user)
    follow(client, client.post("/sign-in/recovery-codes/new/"))
    shown = client.get(f"/sign-in/{page}")
    assert shown.status_code == 200
    assert "Alongside</title>" in shown.content.decode()
    assert "script-src 'self'" in shown["Content-Security-Policy"]
    assert "<script>" not in shown.content.decode()


def test_another_password_keeps_this_session_ends_the_others_and_is_told_by_email(council):
    client, elsewhere = sign_in(council.lead.user), sign_in_again(council)
    given = {"oldpassword": PASSWORD, "password1": ANOTHER}
    address, page = follow(client, client.post("/sign-in/password/", given))
    assert address == "/sign-in/ways/"
    assert "Your password is changed" in page
    assert client.get("/children/").status_code == 200
    assert elsewhere.get("/children/").url.startswith("/sign-in/")
    assert "The password of your Alongside account was changed on" in posted()[-1].body
    assert "Your password is changed" not in client.get("/sign-in/ways/").content.decode()


def sign_in_again(council: Council) -> Client:
    """The same person in a second browser, on the same factors."""
    client = Client()
    client.force_login(council.lead.user)
    return client


def test_the_present_password_must_be_right(council):
    client = sign_in(council.lead.user)
    given = {"oldpassword": "a guess of mine", "password1": ANOTHER}
    assert "present password is wrong" in client.post("/sign-in/password/", given).content.decode()


def test_after_ten_minutes_the_account_is_changed_only_by_somebody_who_shows_who_they_are(council):
    client = sign_in(council.lead.user)
    assert client.get("/sign-in/authenticator/remove/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        asked = client.get("/sign-in/authenticator/remove/").url
        assert asked == "/sign-in/again/?next=%2Fsign-in%2Fauthenticator%2Fremove%2F"
        assert client.post("/sign-in/authenticator/remove/").url == asked
        assert Authenticator.objects.filter(type="totp").exists()
        page = client.get(asked).content.decode()
        assert "Use a code instead" in page
        wrong = client.post(asked, {"password": "a guess of mine"}).content.decode()
        assert "The password is wrong" in wrong
        client.post(asked, {"password": PASSWORD})
        assert not Authenticator.objects.filter(type="totp").exists()


def test_a_code_shows_who_you_are_as_well_as_the_password_does(council):
    secret, client = give_app(council.lead.user), Client()
    follow(
        client, client.post(type_password(client, council.lead.user).url, {"code": code(secret)})
    )
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        client.get("/sign-in/authenticator/remove/")
        again = "/sign-in/again/code/?next=/sign-in/authenticator/remove/"
        assert "There is a problem" in client.post(again, {"code": "000000"}).content.decode()
        assert client.post(again, {"code": code(secret)}).url == "/sign-in/authenticator/remove/"


def test_who_removes_the_app_is_told_by_email_and_sees_no_record_until_the_next(council):
    client = sign_in(council.lead.user)
    _, page = follow(client, client.post("/sign-in/authenticator/remove/"))
    assert "Your authenticator app is removed" in page
    assert "before you can see any record" in page
    assert client.get("/children/").url == "/sign-in/set-up/"
    assert "The authenticator app of your Alongside account was removed" in posted()[-1].body


def test_a_recovery_code_signs_in_once(council):
    client = sign_in(council.lead.user)
    _, page = follow(client, client.post("/sign-in/recovery-codes/new/"))
    chosen = codes_on(page)[3]
    answers = []
    for _ in range(2):
        lost = Client()
        code_page = type_password(lost, council.lead.user).url
        answers.append(lost.post(code_page, {"code": f"{chosen[:4]} {chosen[4:]}"}).status_code)
    assert answers == [302, 200]
    assert "9 left" in client.get("/sign-in/ways/").content.decode()


def test_new_recovery_codes_end_the_old_and_are_told_by_email(council):
    client = sign_in(council.lead.user)
    pages = [follow(client, client.post("/sign-in/recovery-codes/new/"))[1] for _ in range(2)]
    assert len(set(codes_on(pages[0])) | set(codes_on(pages[1]))) == 20
    assert "New recovery codes were made" in posted()[-1].body
    lost = Client()
    code_page = type_password(lost, council.lead.user).url
    assert lost.post(code_page, {"code": codes_on(pages[0])[0]}).status_code == 200


def test_nobody_without_a_second_factor_makes_recovery_codes(council):
    client = sign_in(council.lead.user)
    Authenticator.objects.all().delete()
    page = client.post("/sign-in/recovery-codes/new/").content.decode()
    assert "Set up an authenticator app or a passkey first" in page
    assert Authenticator.objects.count() == 0


def test_nobody_touches_the_passkey_of_another(council):
    client = sign_in(council.lead.user)
    theirs = Authenticator.objects.create(
        user=council.deputy.user, type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    for act in ("name", "remove"):
        answer = client.post(f"/sign-in/passkeys/{theirs.pk}/{act}/", {"name": "Mine"})
        assert answer.status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data["name"] == "Theirs"


NOT_PASSKEYS = (
    "", "x", "[]", "{}", '"x"', '{"response": {}}', '{"response": {"userHandle": 1}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"userHandle": "AAAA"}}',
)  # fmt: skip


@pytest.mark.parametrize("answer", NOT_PASSKEYS)
def test_a_passkey_that_is_none_is_refused_in_words(council, answer):
    client = Client()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    _, page = follow(client, client.post("/sign-in/passkey/", {"credential": answer}))
    assert "There is a problem" in page
    assert "That passkey did not work here" in page
    signed_in = sign_in(council.lead.user)
    added = signed_in.post("/sign-in/passkeys/add/", {"name": "x", "credential": answer})
    assert "That passkey did not work here" in added.content.decode()
    second = Client()
    code_page = type_password(second, council.lead.user).url
    refused = second.post(code_page, {"credential": answer}).content.decode()
    assert "That passkey did not work here" in refused
