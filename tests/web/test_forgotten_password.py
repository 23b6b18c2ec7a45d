"""A link by email: how a new member of staff chooses a first password, and anybody a forgotten one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.register.models import Credential, User
from tests.factories.council import Council, make_council
from tests.web.signing_in import (
    ANOTHER,
    code,
    follow,
    give_app,
    give_password,
    link_to,
    posted,
    sign_in,
    type_password,
)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def choose(client: Client, link: str, password: str = ANOTHER):
    form, page = follow(client, client.get(link))
    assert "Choose your password" in page
    return client.post(form, {"password1": password})


def test_a_new_member_of_staff_chooses_a_password_and_goes_on_to_a_second_factor(council):
    client = Client()
    link = link_to(council.lead.user.email, client)
    address, _ = follow(client, choose(client, link))
    assert address == "/sign-in/set-up/"
    assert User.objects.get(pk=council.lead.user_id).check_password(ANOTHER)


def test_the_email_holds_the_link_to_our_own_address_and_nothing_of_the_person(council, settings):
    settings.BASE_URL = "https://alongside.thornmere.example"
    Client(headers={"host": "localhost:81"}).post(
        "/sign-in/forgotten/", {"email": council.lead.user.email}
    )
    (sent,) = posted()
    assert "https://alongside.thornmere.example/sign-in/new-password/" in sent.body
    assert "for 3 hours" in sent.body
    assert sent.to == [council.lead.user.email]
    everything = sent.subject + sent.body
    assert not {"Ada", "Lead", "Alder", "localhost", "&#"} & set(everything.split())
    assert council.lead.user.email not in everything


@pytest.mark.parametrize("who", ["nobody", "closed"])
def test_an_address_we_do_not_know_gets_the_same_page_and_no_mail(council, who):
    known = follow(
        client := Client(),
        client.post("/sign-in/forgotten/", {"email": council.lead.user.email}),
    )
    before = len(posted())
    email = "nobody@thornmere.example"
    if who == "closed":
        with connected_as("owner"):
            User.objects.filter(pk=council.deputy.user_id).update(is_active=False)
        email = council.deputy.user.email
    stranger = Client()
    assert follow(stranger, stranger.post("/sign-in/forgotten/", {"email": email})) == known
    assert len(posted()) == before


def test_an_address_the_organisation_has_replaced_gets_no_link(council):
    old = council.lead.user.email
    link_to(old, Client())
    with connected_as("owner"):
        User.objects.filter(pk=council.lead.user_id).update(email="new@thornmere.example")
    before = len(posted())
    Client().post("/sign-in/forgotten/", {"email": old})
    assert len(posted()) == before


def test_a_link_works_once(council):
    link = link_to(council.lead.user.email, Client())
    choose(first := Client(), link)
    follow(first, first.get("/"))
    _, page = follow(second := Client(), second.get(link))
    assert "This link no longer works" in page


def test_a_link_is_dead_after_three_hours(council):
    with time_machine.travel(timezone.now() - timedelta(hours=3, minutes=1), tick=False):
        link = link_to(council.lead.user.email, Client())
    _, page = follow(client := Client(), client.get(link))
    assert "This link no longer works" in page


def test_a_link_cut_short_by_an_email_program_is_a_page_in_words(council):
    link = link_to(council.lead.user.email, Client())
    for broken in (link[:-6] + "/", link.replace("new-password/", "new-password/0")):
        page = Client().get(broken).content.decode()
        assert "This link no longer works" in page


def test_a_new_password_still_asks_for_the_code(council):
    secret, client = give_app(council.lead.user), Client()
    address, _ = follow(client, choose(client, link_to(council.lead.user.email, client)))
    assert address == "/sign-in/code/"
    assert client.get("/children/").url.startswith("/sign-in/")
    follow(client, client.post(address, {"code": code(secret)}))
    assert follow(client, client.get("/"))[0] == "/children/"


def test_a_new_password_ends_every_other_session_and_is_told_by_email(council):
    elsewhere = sign_in(council.lead.user)
    assert elsewhere.get("/children/").status_code == 200
    client = Client()
    choose(client, link_to(council.lead.user.email, client))
    assert elsewhere.get("/children/").url.startswith("/sign-in/")
    assert "was changed through a link" in posted()[-1].body


@pytest.mark.parametrize(
    ("password", "words"),
    [("", "Enter a new password"), ("short", "too short"), ("q1w2e3r4t5y6", "too common")],
)
def test_a_weak_password_is_refused_in_words(council, password, words):
    client = Client()
    response = choose(client, link_to(council.lead.user.email, client), password)
    assert words in response.content.decode()
    assert Credential.objects.count() == 0


def test_asking_again_and_again_for_one_address_is_throttled(council):
    answers = [
        Client().post("/sign-in/forgotten/", {"email": council.lead.user.email}) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(posted()) == 5


def test_a_password_that_was_never_chosen_is_matched_by_nothing(council):
    for guess in ("!", " ", "None"):
        assert type_password(Client(), council.lead.user, password=guess).status_code == 200
    assert not council.lead.user.has_usable_password()
    give_password(council.lead.user)
    assert User.objects.get(pk=council.lead.user_id).has_usable_password()
