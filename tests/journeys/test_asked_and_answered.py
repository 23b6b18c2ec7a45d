"""The hub asks the school and the police; both answer, and the hub reads it on the request's page."""

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.register.models import Organisation, Posting, Team
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.council import Council, make_council, make_posting
from tests.journeys.windows import IN_WINDOWS, SIZES, follow, must_be_accessible, press, window

pytestmark = pytest.mark.browser


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


@pytest.fixture
def police(council) -> Posting:
    with connected_as("loader"):
        force = Organisation.objects.create(
            authority=council.authority, kind="police_force", name="Thornmere Police"
        )
        unit = Team.objects.create(organisation=force, kind="police_unit", name="Safeguarding unit")
        return make_posting(unit, "police_coordinator", "Gus Constable")


def write(page, label, words) -> None:
    page.get_by_role("textbox", name=label).fill(words)


def from_menu(page, words) -> None:
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():  # on a phone, once its script has run
        menu.click()
    follow(page, words)


@IN_WINDOWS
def test_the_hub_asks_the_school_and_the_police_and_both_answer(
    browser, address, council, police, size, scripts
):
    send(council, at=timezone.now())
    hub = window(browser, council.screener, address, size, scripts=scripts)
    follow(hub, "Zoë O’Neill")
    follow(hub, "Ask the school")
    press(hub, "See it as they will")
    assert hub.get_by_role("link", name="Enter your question").is_visible()
    write(hub, "Your question", "Was Zoë in school on Friday?")
    press(hub, "See it as they will")
    press(hub, "Change it")
    assert hub.get_by_role("textbox", name="Your question").input_value().startswith("Was Zoë")
    press(hub, "See it as they will")
    press(hub, "Send the question")
    follow(hub, "Ask another organisation")
    follow(hub, "Safeguarding unit")
    write(hub, "Your question", "Have you been called to the home?")
    press(hub, "See it as they will")
    press(hub, "Send the question")
    assert hub.get_by_text("Not answered yet").count() == 2

    school = window(browser, council.lead, address, size, scripts=scripts)
    assert school.get_by_text("has asked you a question").first.is_visible()
    from_menu(school, "Questions to answer")
    follow(school, "Zoë O’Neill")
    write(school, "Your answer", "She was not.")
    press(school, "Save and come back later")
    assert school.get_by_text("It has not been sent yet").is_visible()
    assert school.get_by_role("textbox", name="Your answer").input_value() == "She was not."
    press(school, "Continue")
    assert school.get_by_text("This is what Thornmere Front Door will read").is_visible()
    press(school, "Send your answer")
    assert school.get_by_text("Your answer has been sent").is_visible()

    officer = window(browser, police, address, size, scripts=scripts)
    follow(officer, "Zoë O’Neill")
    press(officer, "Continue")
    assert officer.get_by_role("link", name="Enter your answer").is_visible()
    write(officer, "Your answer", "Twice since June.")
    press(officer, "Continue")
    press(officer, "Send your answer")
    assert officer.get_by_text("Answered, thank you").is_visible()
    follow(officer, "Other questions to answer")
    assert officer.get_by_text("Nothing waits for your answer.").is_visible()

    hub.reload()
    must_be_accessible(hub)
    assert hub.get_by_text("She was not.").is_visible()
    assert hub.get_by_text("Twice since June.").is_visible()
    for page in (hub, school, officer):
        page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_two_records_are_compared_and_a_colleague_covers(browser, address, council, size):
    send(council, at=timezone.now())
    hub = window(browser, council.screener, address, size)
    follow(hub, "Zoë O’Neill")
    press(hub, "Take this on")
    follow(hub, "See them side by side")
    press(hub, "Save")
    assert hub.get_by_role("link", name="Select whether each record").is_visible()
    hub.get_by_role("radio", name="The same child", exact=True).check()
    press(hub, "Save")
    assert hub.get_by_text("Also held as Zoe Oneill").is_visible()

    worker = window(browser, council.social_worker, address, size)
    from_menu(worker, "Who is away")
    press(worker, "Say that Dee Screener is away")
    from_menu(worker, "Queue")
    assert worker.get_by_text("Dee Screener is away").is_visible()
    follow(worker, "Zoë O’Neill")
    press(worker, "Take this on")
    assert worker.get_by_text("with you").is_visible()
    for page in (hub, worker):
        page.context.close()
