"""The school as a team: danger first, drafts that are everybody's, a head who reads, search as you type."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.access.context import connected_as
from alongside.jobs.working import deliver_all
from tests.areas.front_door.test_telling_to_told import acknowledge, decide, send
from tests.factories.council import make_council, make_posting
from tests.journeys.windows import (
    IN_WINDOWS,
    SIZES,
    come_to,
    follow,
    must_be_accessible,
    press,
    window,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


def begin(page, address, council) -> None:
    come_to(page, f"{address}/children/{council.child.id}/")
    press(page, "Tell us about Zoë")


@IN_WINDOWS
def test_danger_is_met_with_999_before_anything_else_is_asked(
    browser, address, council, size, scripts
):
    page = window(browser, council.lead, address, size, scripts=scripts)
    begin(page, address, council)
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "Save and continue")
    assert page.get_by_role("heading", name="Ring 999 now").is_visible()
    assert page.get_by_role("link", name="01632 9601").is_visible()
    press(page, "I have rung. Continue")
    assert page.get_by_text("question 2 of 11").is_visible()
    page.get_by_role("textbox").fill("Words worth keeping")
    press(page, "Save and come back later")
    follow(page, "Zoë O’Neill")
    assert page.get_by_text("Words worth keeping").is_visible()
    press(page, "Send")
    assert page.get_by_role("link", name="Enter what harm you know of").is_visible()
    page.context.close()


def test_a_colleague_goes_on_with_the_draft_and_a_draft_is_deleted_only_when_meant(
    browser, address, council
):
    lead = window(browser, council.lead, address)
    begin(lead, address, council)
    lead.get_by_role("radio", name="No", exact=True).check()
    press(lead, "Save and continue")
    lead.get_by_role("textbox").fill("What Ada saw")
    press(lead, "Save and come back later")
    deputy = window(browser, council.deputy, address)
    assert deputy.get_by_text("begun by Ada Lead").is_visible()
    follow(deputy, "Zoë O’Neill")
    assert deputy.get_by_text("What Ada saw").is_visible()
    follow(deputy, "Delete what you have written")
    follow(deputy, "Keep it")
    follow(deputy, "Delete what you have written")
    press(deputy, "Delete it")
    assert not deputy.get_by_text("begun by").is_visible()
    for page in (lead, deputy):
        page.context.close()


def test_two_people_answering_one_question_are_told_and_neither_loses_a_word(
    browser, address, council
):
    lead, deputy = (window(browser, person, address) for person in (council.lead, council.deputy))
    begin(lead, address, council)
    lead.get_by_role("radio", name="No", exact=True).check()
    press(lead, "Save and continue")
    come_to(deputy, lead.url)
    lead.get_by_role("textbox").fill("What Ada saw")
    press(lead, "Save and continue")
    deputy.get_by_role("textbox").fill("What Bea saw")
    press(deputy, "Save and continue")
    assert deputy.get_by_role("link", name="Ada Lead changed this").is_visible()
    assert deputy.get_by_text("What Ada saw").is_visible()
    assert deputy.get_by_role("textbox").input_value() == "What Bea saw"
    for page in (lead, deputy):
        page.context.close()


def test_a_head_reads_the_answer_and_marks_nothing(browser, address, council):
    with connected_as("loader"):
        head = make_posting(council.school, "head", "Hal Head")
    at = timezone.now()
    request_id = send(council, at=at)
    acknowledge(request_id, council.social_worker, at=at)
    decide(request_id, council.social_worker, at=at)
    with connected_as("worker"):
        deliver_all(at=at)
    page = window(browser, head, address)
    follow(page, "Zoë O’Neill")
    assert page.get_by_text("Sam from family help rings mum on Tuesday.").is_visible()
    assert page.get_by_role("button", name="I have read this").count() == 0
    come_to(page, f"{address}/inbox/")
    assert page.get_by_text("Request decided").is_visible()
    follow(page, "Zoë O’Neill")
    follow(page, "See Zoë O’Neill’s page")
    assert page.get_by_role("button", name="Tell us about Zoë").count() == 0
    page.context.close()


def test_names_are_found_while_they_are_typed(browser, address, council):
    page = window(browser, council.lead, address)
    page.get_by_label("Find any child on your roll").press_sequentially("o'nei")
    expect(page.locator("#found").get_by_role("link", name="Zoë O’Neill")).to_be_visible()
    assert page.url == f"{address}/children/"
    page.get_by_label("Find any child on your roll").fill("nobody at all")
    expect(page.get_by_text("Nobody on your roll has that in their name.")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_who_is_signed_out_while_typing_gets_the_words_back(browser, address, council, size):
    page = window(browser, council.lead, address, size)
    begin(page, address, council)
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Save and continue")
    page.get_by_role("textbox").fill("A bruise on the arm, seen at swimming")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue").click()
    must_be_accessible(page)
    assert page.get_by_role("heading", name="nothing has been saved").is_visible()
    assert page.get_by_role("textbox").input_value() == "A bruise on the arm, seen at swimming"
    page.goto(f"{address}/nowhere/")
    must_be_accessible(page)
    assert page.get_by_role("heading", name="Page not found").is_visible()
    page.context.close()
