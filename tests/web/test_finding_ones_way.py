"""What a tired person at a school or hub is told, so that nothing is sent twice or taken for sent."""

import pytest

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Draft
from alongside.areas.people.models import Identifier
from tests.factories.council import Council, make_child, make_council
from tests.web.signing_in import signed_in
from tests.web.test_pages import decide, deliver, tell


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def lead(council):
    return signed_in(council.lead)


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def begun(lead, council) -> str:
    """The address of a draft, up to its question."""
    return lead.post(f"/children/{council.child.id}/tell/").url.removesuffix("danger/")


def test_going_back_after_sending_leads_to_the_receipt(lead, council):
    draft = begun(lead, council)
    request = tell(lead, council.child.id)
    for question in ("danger/", "check/", "delete/"):
        assert lead.get(draft + question).url == f"{request}sent/"
    assert lead.post(draft + "check/").url == f"{request}sent/"


def test_whoever_types_into_a_draft_that_was_deleted_gets_the_words_back(lead, council):
    draft = begun(lead, council)
    signed_in(council.deputy).post(draft + "delete/")
    answer = lead.post(draft + "harm/", {"harm": "A bruise on the arm", "version": "1"})
    assert answer.status_code == 409
    assert "A bruise on the arm" in answer.content.decode()
    assert "A colleague has deleted this" in answer.content.decode()


def test_changing_one_answer_leads_back_to_the_check(lead, council):
    draft = begun(lead, council)
    assert f'{draft}harm/?change=1"' in page(lead, draft + "check/")
    sent = lead.post(draft + "harm/?change=1", {"harm": "None that we know of", "version": "1"})
    assert sent.url == draft + "check/"


def test_a_draft_about_danger_says_so_and_that_nobody_has_it(lead, council):
    draft = begun(lead, council)
    where = lead.post(draft + "danger/", {"danger": "yes", "version": "1"}).url
    assert "Nothing has been sent yet" in page(lead, where)
    shown = page(lead, "/children/")
    assert "Nobody outside your team has these" in shown
    assert "Immediate danger" in shown


def test_a_child_about_whom_something_is_open_says_so_before_another_is_begun(lead, council):
    address = f"/children/{council.child.id}/"
    assert "has asked about" not in page(lead, address)
    tell(lead, council.child.id)
    assert "Your school has asked about Zoë already" in page(lead, address)


def test_namesakes_born_on_one_day_are_told_apart(lead, council):
    with connected_as("loader"):
        child = make_child(council.authority, council.school, "Zoë", "O’Neill")
        Identifier.objects.create(child=child, scheme="upn", value="Y330200012001")
    assert "UPN Y330200012001" in page(lead, "/children/?q=neill")


def test_one_who_has_no_namesake_needs_no_number(lead, council):
    with connected_as("loader"):
        Identifier.objects.create(child=council.child, scheme="upn", value="Y330200012001")
    assert "UPN" not in page(lead, "/children/?q=neill")


def test_a_decision_is_in_no_chronology_of_the_school_s_before_it_is_told(lead, council):
    hub = signed_in(council.social_worker)
    decide(hub, f"/hub{tell(lead, council.child.id)}")
    address = f"/children/{council.child.id}/"
    assert "Request decided" not in page(lead, address)
    assert "Request decided" in page(hub, address)
    deliver()
    assert "Request decided" in page(lead, address)


def test_only_a_manager_is_offered_to_take_over_from_a_colleague(lead, council):
    at_hub = f"/hub{tell(lead, council.child.id)}"
    signed_in(council.screener).post(at_hub + "claim/", {"version": "1"})
    assert "ask Dee Screener to hand it back" in page(signed_in(council.social_worker), at_hub)
    manager = signed_in(council.manager)
    assert "Take over from Dee Screener" in page(manager, at_hub)
    manager.post(at_hub + "claim/", {"version": "2"})
    assert "Being looked at, with you" in page(manager, at_hub)


def test_what_is_saved_for_later_says_that_it_is_not_sent(lead, council):
    draft = begun(lead, council)
    later = lead.post(draft + "harm/", {"harm": "x", "version": "1", "later": "yes"}).url
    assert "Saved. It has not been sent yet." in page(lead, later)
    gone = lead.post(draft + "delete/").url
    assert "Deleted." in page(lead, gone)
    with connected_as("loader"):
        assert not Draft.objects.exists()


def test_too_much_to_read_is_said_to_be_too_long(lead, council):
    draft = begun(lead, council)
    answer = lead.post(draft + "harm/", {"harm": "long words " * 1_000_000, "version": "1"})
    assert answer.status_code == 413
    assert "That is too long" in answer.content.decode()
