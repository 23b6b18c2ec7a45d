"""A disagreement from the words to the answer, and a concern about an adult from telling to answered."""

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.jobs.working import deliver_all
from tests.areas.front_door.test_telling_to_told import acknowledge, decide
from tests.areas.front_door.test_telling_to_told import send as sent_earlier
from tests.factories.officers import HEAD, TOLD, make_officers
from tests.journeys.windows import IN_WINDOWS, come_to, follow, press, window

pytestmark = pytest.mark.browser


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_officers()


def deliver() -> None:
    with connected_as("worker"):
        deliver_all(at=timezone.now())


def told(council) -> None:
    """A request that was decided, and the school told."""
    now = timezone.now()
    request_id = sent_earlier(council, at=now)
    acknowledge(request_id, council.social_worker, at=now)
    decide(request_id, council.social_worker, at=now)
    deliver()


@IN_WINDOWS
def test_a_school_disagrees_is_answered_and_goes_to_the_next_stage(
    browser, address, council, size, scripts
):
    told(council)
    school = window(browser, council.lead, address, size, scripts=scripts)
    follow(school, "Zoë O’Neill")
    follow(school, "Disagree with this decision")
    press(school, "Continue")
    assert school.get_by_role("link", name="Enter why you disagree").is_visible()
    school.get_by_role("textbox", name="Why do you disagree").fill("Nobody has seen Zoë.")
    press(school, "Continue")
    press(school, "Change it")
    assert school.get_by_role("textbox").input_value() == "Nobody has seen Zoë."
    press(school, "Continue")
    assert school.get_by_text("Nobody has seen Zoë.").first.is_visible()
    press(school, "Send")
    assert school.get_by_text("An answer is due by").is_visible()

    worker = window(browser, council.social_worker, address, size, scripts=scripts)
    if size == "phone" and scripts:
        press(worker, "Menu")
    follow(worker, "Challenges")
    follow(worker, "Zoë O’Neill")
    press(worker, "Write the answer")
    worker.get_by_role("radio", name="Part of the decision changes").check()
    worker.get_by_role("textbox", name="Reasons").fill("You are right that nobody has.")
    press(worker, "See it as the school will")
    assert worker.get_by_role("link", name="Enter what will now happen").is_visible()
    worker.get_by_role("textbox", name="What will now happen").fill("Eli visits on Friday.")
    press(worker, "See it as the school will")
    press(worker, "Send to the school")
    assert worker.get_by_text("hand it on from there").is_visible()
    deliver()

    come_to(school, school.url)
    assert school.get_by_text("Eli visits on Friday.").is_visible()
    follow(school, "Go to stage 2")
    school.get_by_role("textbox").fill("Friday is too late.")
    press(school, "Continue")
    press(school, "Send")
    assert school.get_by_role("heading", name="Stage 2: Manager to manager").is_visible()
    come_to(worker, worker.url)
    assert worker.get_by_text("This stage is answered by").is_visible()
    follow(school, "Withdraw your disagreement")
    press(school, "Withdraw it")
    assert school.get_by_text("Withdrawn by the school").is_visible()
    for page in (school, worker):
        page.context.close()


def write(page) -> None:
    """Answer each question on its page."""
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Save and continue")
    for field in ("about_name", "about_role", "about_workplace", "what_happened", "children"):
        page.locator(f"#{field}").fill(TOLD[field])
        press(page, "Save and continue")
    press(page, "Save and continue")


@IN_WINDOWS
def test_a_deputy_tells_the_designated_officer_about_the_head_and_is_answered(
    browser, address, council, size, scripts
):
    deputy = window(browser, council.deputy, address, size, scripts=scripts)
    follow(deputy, "Worried about somebody who works with children?")
    press(deputy, "Start")
    press(deputy, "Save and continue")
    assert deputy.get_by_role("link", name="Select yes if a child is in danger").is_visible()
    write(deputy)
    press(deputy, "Send")
    assert deputy.get_by_text("Sent to the designated officer").is_visible()
    deliver()

    officer = window(browser, council.officer, address, size, scripts=scripts)
    follow(officer, HEAD)
    press(officer, "Say that you are looking at it")
    press(officer, "Write to Bea Deputy")
    officer.get_by_role("textbox").fill("I ring you at 2pm.")
    press(officer, "See it as they will")
    press(officer, "Send")
    officer.get_by_role("textbox", name="Add a note").fill("HR knows.")
    press(officer, "Save the note")
    press(officer, "Close it")
    press(officer, "Close it")
    assert officer.get_by_role("link", name="Select how this ended").is_visible()
    deliver()

    come_to(deputy, f"{address}/children/")
    follow(deputy, "Something for you to read")
    deputy.locator("th a").click()
    assert deputy.get_by_text("I ring you at 2pm.").is_visible()
    press(deputy, "I have read this")
    assert not deputy.get_by_role("link", name="Something for you to read").is_visible()

    head = window(browser, council.head, address, size, scripts=scripts)
    follow(head, "Worried about somebody who works with children?")
    assert not head.get_by_text("What you told the designated officer").is_visible()
    for page in (deputy, officer, head):
        page.context.close()
