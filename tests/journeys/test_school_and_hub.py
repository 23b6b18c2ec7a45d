"""Two browser windows: the school in one, the hub in the other, from telling to told."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from alongside.access.context import connected_as
from alongside.areas.front_door.terms import QUESTIONS
from alongside.jobs.working import deliver_all
from tests.factories.council import make_council
from tests.journeys.windows import IN_WINDOWS, come_to, must_be_accessible, press, window

pytestmark = pytest.mark.browser


def tell(page: Page, *, team: str = "Thornmere Front Door") -> None:
    page.get_by_label("Find any child on your roll").fill("neill")
    press(page, "Find")
    page.get_by_role("link", name="Zoë O’Neill").click()
    must_be_accessible(page)
    press(page, "Tell us about Zoë")
    press(page, "Save and continue")
    assert page.get_by_text("There is a problem").is_visible()
    for question in QUESTIONS:
        if question.kind == "yes_no":
            answer = "No" if question.key == "danger" else "Yes"
            page.get_by_role("radio", name=answer, exact=True).check()
        else:
            page.get_by_role("textbox").fill(f"Words about {question.key}")
        press(page, "Save and continue")
    press(page, "Send")
    assert page.get_by_text(f"{team} has your request").is_visible()


def decide(page: Page, *, team: str = "Mill family help team, Thornmere Council") -> None:
    come_to(page, page.url)
    page.get_by_role("link", name="Zoë O’Neill").click()
    must_be_accessible(page)
    press(page, "Take this on")
    page.get_by_role("button", name="Write the decision").click()
    press(page, "See it as the school will")
    assert page.get_by_text("There is a problem").is_visible()
    page.locator("input[value=family_help]").check()
    page.get_by_label("Which team?").select_option(label=team)
    page.get_by_role("radio", name="Family in acute stress").check()
    page.locator("input[name=level_of_need][value='2']").check()
    page.get_by_role("textbox", name="Reasons").fill("Mum has asked for help.")
    page.get_by_role("textbox", name="What happens next").fill("Sam rings on Tuesday.")
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "See it as the school will")
    assert page.get_by_text("Mum has asked for help.").is_visible()
    assert page.get_by_text("Mill family help team", exact=True).is_visible()
    press(page, "Send to the school")
    assert page.get_by_text("Waiting for the team to take it on").is_visible()


@IN_WINDOWS
def test_a_school_tells_the_hub_decides_and_the_school_reads_it(
    browser, address, settings, size, scripts
):
    settings.DEMO = True
    council = make_council()
    school = window(browser, council.lead, address, size, scripts=scripts)
    tell(school)
    hub = window(browser, council.social_worker, address, size, scripts=scripts)
    must_be_accessible(hub)
    decide(hub)
    with connected_as("worker"):
        deliver_all(at=timezone.now())
    come_to(school, address)
    must_be_accessible(school)
    assert school.get_by_text("Unread", exact=True).is_visible()
    school.get_by_role("link", name="Zoë O’Neill").click()
    assert school.get_by_text("Sam rings on Tuesday.").is_visible()
    press(school, "I have read this")
    assert school.get_by_text("Your school read this").is_visible()
    school.context.close()
    hub.context.close()
