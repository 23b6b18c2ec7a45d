"""Whatever happens while somebody types, they get their words back."""

import pytest
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Draft
from alongside.register.models import Posting
from tests.factories.council import Council, make_council
from tests.web.signing_in import signed_in

WORDS = "She said: <b>'I was grabbed'</b> & would not go home."
ESCAPED = "She said: &lt;b&gt;&#39;I was grabbed&#39;&lt;/b&gt; &amp; would not go home."


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def lead(council):
    return signed_in(council.lead)


@pytest.fixture
def question(council, lead) -> str:
    begun = lead.post(f"/children/{council.child.id}/tell/").url
    return begun.replace("/danger/", "/what_happened/")


def sends(client: Client, address: str, words: str = WORDS):
    return client.post(address, {"what_happened": words, "version": "1"})


def test_a_session_that_ended_gives_the_words_back_and_saves_nothing(lead, question):
    lead.logout()
    answer = sends(lead, question)
    assert answer.status_code == 403
    assert ESCAPED in answer.content.decode()
    assert "nothing has been saved" in answer.content.decode()
    with connected_as("loader"):
        assert "what_happened" not in Draft.objects.get().answers


def test_a_posting_that_ended_gives_the_words_back(council, lead, question):
    with connected_as("loader"):
        Posting.objects.filter(id=council.lead.id).update(ends_at=timezone.now())
    assert ESCAPED in sends(lead, question).content.decode()


def test_a_form_whose_token_is_too_old_gives_the_words_back(council, question):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(council.lead).cookies
    form = {"what_happened": WORDS, "version": "1"}
    answer = strict.post(question, form, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert ESCAPED in answer.content.decode()
    foreign = strict.post(question, form, headers={"Origin": "https://elsewhere.example"})
    assert ESCAPED not in foreign.content.decode()


def test_one_word_is_given_back_too_and_no_choice_is(lead, question):
    lead.logout()
    form = {"what_happened": "Bruises", "version": "17", "danger": "yes"}
    shown = lead.post(question, form).content.decode()
    assert ">Bruises</textarea>" in shown
    assert shown.count("<textarea") == 1


def test_words_in_a_link_are_not_taken_for_what_was_typed(lead, question):
    lead.post(f"{question}?what_happened=planted", {"what_happened": "", "version": "1"})
    with connected_as("loader"):
        assert Draft.objects.get().answers["what_happened"] == ""


def test_a_password_is_never_given_back(council):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"login": "a@b.example", "password": "two words here"})
    assert answer.status_code == 403
    assert "two words here" not in answer.content.decode()


def test_a_search_while_typing_goes_to_the_whole_sign_in_page(lead):
    lead.logout()
    answer = lead.get("/children/", {"q": "zo"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/sign-in/")
    assert answer.content == b""


@pytest.mark.parametrize(
    "words",
    ["a\x00b", "\x01\x1f\u202e text", "🙂" * 50, "x" * 19_999, "<script>alert(1)</script>", "{{ 7*7 }}"],
)  # fmt: skip
def test_whatever_is_pasted_is_kept_as_it_was_and_shown_safely(lead, question, words):
    assert sends(lead, question, words).status_code == 302
    with connected_as("loader"):
        assert Draft.objects.get().answers["what_happened"] == words.replace("\x00", "")
    shown = lead.get(question).content.decode()
    assert "<script>alert" not in shown
    assert ">49<" not in shown


def test_more_than_two_hundred_thousand_characters_are_too_many_and_still_kept(lead, question):
    words = "long words " * 19_000
    answer = sends(lead, question, words)
    assert "Shorten this to 200,000 characters or fewer" in answer.content.decode()
    assert words.strip() in answer.content.decode()
    with connected_as("loader"):
        assert Draft.objects.get().answers["what_happened"] == words.strip()
