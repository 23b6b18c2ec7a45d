"""A team declines, another council refuses: the hub hands on, having seen what the school will read."""

from dataclasses import replace

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.plans.models import Help
from tests.areas.front_door.test_telling_to_told import WORDS, acknowledge, decide, deliver, send
from tests.factories.council import ELSEWHERE, make_council
from tests.journeys.windows import IN_WINDOWS, SIZES, follow, press, window

pytestmark = pytest.mark.browser


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


def decided(council, words=WORDS) -> None:
    request_id = send(council, at=timezone.now())
    acknowledge(request_id, council.social_worker, at=timezone.now())
    decide(request_id, council.social_worker, at=timezone.now(), words=words)
    deliver(at=timezone.now())


def ask_another_team(page) -> None:
    press_link(page, "Hand on")
    press(page, "See it as the school will")
    assert page.get_by_role("link", name="Enter what the school will read").is_visible()
    page.get_by_label("Which team?").select_option(label="Assessment team 1, Thornmere Council")
    page.get_by_role("textbox", name="What should").fill("The first team could not help.")
    press(page, "See it as the school will")
    assert page.get_by_text("This is what Alder Primary School will read").is_visible()
    press(page, "Change it")
    assert page.get_by_role("textbox", name="What should").input_value().startswith("The first")
    press(page, "See it as the school will")
    press(page, "Hand on and tell the school")
    assert page.get_by_text("Assessment team 1", exact=True).is_visible()


def press_link(page, words) -> None:
    page.get_by_role("button", name=words, exact=True).click()


@IN_WINDOWS
def test_a_request_that_a_team_declined_is_handed_on(browser, address, council, size, scripts):
    decided(council)
    with connected_as("loader"):
        Help.objects.update(state="declined", declined_at=timezone.now())
    page = window(browser, council.screener, address, size, scripts=scripts)
    assert page.get_by_text("Declined by Mill family help team: hand on").is_visible()
    follow(page, "Zoë O’Neill")
    ask_another_team(page)
    follow(page, "Queue")
    assert page.get_by_text("Nothing is waiting.").is_visible()
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_what_another_council_does_not_take_on_is_handed_on(browser, address, council, size):
    decided(council, replace(WORDS, outcome="another_authority", other_authority=ELSEWHERE))
    page = window(browser, council.screener, address, size)
    assert page.get_by_text("Waiting for Eastmere").first.is_visible()
    follow(page, "Zoë O’Neill")
    press_link(page, "Record what Eastmere answered")
    press(page, "Record their answer")
    assert page.get_by_role("link", name="Select yes if they have taken it on").is_visible()
    page.get_by_role("radio", name="No, it is still ours").check()
    page.get_by_role("textbox", name="Who there answered?").fill("A. Duty, duty social worker")
    page.get_by_role("textbox", name="What did they say?").fill("He lives in Thornmere.")
    press(page, "Record their answer")
    ask_another_team(page)
    page.context.close()
