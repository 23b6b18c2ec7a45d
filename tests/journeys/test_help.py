"""A family help worker on a telephone: taken on, led, a contact in a few steps, the school told, ended."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.access.context import connected_as
from alongside.areas.plans.models import Contact
from alongside.jobs.working import deliver_all
from tests.areas.plans.conftest import make_helping
from tests.journeys.windows import IN_WINDOWS, come_to, follow, must_be_accessible, press, window

pytestmark = pytest.mark.browser


def take_on(page: Page) -> None:
    follow(page, "Zoë O’Neill")
    follow(page, "What the school asked and what was decided")
    follow(page, "Zoë O’Neill")
    page.get_by_role("button", name="Take it on").click()
    press(page, "Continue")
    assert page.get_by_text("Select on what the help rests").first.is_visible()
    page.get_by_role("radio", name="Agreement of the family").check()
    page.get_by_role("radio", name="The family", exact=True).check()
    for agreed in ("The team has taken it on", "Who the lead practitioner is", "How it is going"):
        page.get_by_role("checkbox", name=agreed).check()
    page.get_by_label("Anything to add for the school?").fill("We ring mum today.")
    press(page, "Continue")
    assert page.get_by_text("Alder Primary School will read this").is_visible()
    press(page, "Take it on")


def name_lead(page: Page) -> None:
    page.get_by_role("button", name="Name the lead practitioner").click()
    page.get_by_role("radio", name="Hal Worker").check()
    press(page, "Continue")
    assert page.get_by_text("The lead practitioner is Hal Worker").is_visible()
    press(page, "Save")


def record_contact(page: Page) -> None:
    """Two choices and the words: the day and time are there already."""
    page.get_by_role("button", name="Record a contact").click()
    must_be_accessible(page)
    page.get_by_role("radio", name="Visit").check()
    page.get_by_role("radio", name="Seen alone").check()
    page.get_by_label("What was said and seen?").fill("Zoë showed me her room.")
    press(page, "Save")
    assert page.get_by_text("Zoë showed me her room.").is_visible()


def write_to_school(page: Page) -> None:
    page.get_by_role("button", name="Write to the school").click()
    page.get_by_label("What should the school know?").fill("Mornings go well.")
    press(page, "Continue")
    press(page, "Change it")
    page.get_by_label("What should the school know?").fill("Mornings go well now.")
    press(page, "Continue")
    press(page, "Send to the school")
    assert page.get_by_text("Not read by the school yet.").first.is_visible()


def end(page: Page) -> None:
    follow(page, "End the help")
    page.get_by_role("radio", name="Help is no longer needed").check()
    page.get_by_label("What has changed").fill("Calm mornings.")
    press(page, "Continue")
    assert page.get_by_text("will not be told").is_visible()  # they did not agree to that
    press(page, "End the help")
    assert page.get_by_text("The help has ended.").is_visible()


@IN_WINDOWS
def test_help_is_taken_on_led_recorded_told_and_ended(browser, address, settings, size, scripts):
    settings.DEMO = True
    helping = make_helping()
    team = window(browser, helping.worker, address, size, scripts=scripts)
    take_on(team)
    name_lead(team)
    record_contact(team)
    write_to_school(team)
    for page in (
        () if not scripts else ("meeting/", "agreement/", "team/?q=alder", "lead/", "decline/")
    ):
        come_to(team, f"{address}/help/{helping.help_id}/{page}")
        must_be_accessible(team)
    for page in () if not scripts else ("inbox/", "help/owed/", "help/left/", "help/?show=mine"):
        come_to(team, f"{address}/{page}")
        must_be_accessible(team)
    with connected_as("worker"):
        deliver_all(at=timezone.now())
    school = window(browser, helping.council.lead, address, size, scripts=scripts)
    come_to(school, f"{address}/requests/{helping.request_id}/")
    must_be_accessible(school)
    assert school.get_by_text("Mornings go well now.").is_visible()
    assert not school.get_by_text("her room").is_visible()
    press(school, "I have read this")
    come_to(team, f"{address}/help/{helping.help_id}/")
    assert team.get_by_text("Read by the school").first.is_visible()
    end(team)
    school.context.close()
    team.context.close()


def test_a_contact_typed_while_there_is_no_connection_is_saved_once_there_is_one(
    browser, address, settings
):
    settings.DEMO = True
    helping = make_helping()
    team = window(browser, helping.worker, address, "phone")
    take_on(team)
    team.get_by_role("button", name="Record a contact").click()
    team.get_by_role("radio", name="Visit").check()
    team.get_by_role("radio", name="Seen alone").check()
    team.get_by_label("What was said and seen?").fill("Zoë showed me her room.")
    team.context.set_offline(True)
    team.get_by_role("button", name="Save", exact=True).click()
    expect(team.get_by_text("There is no connection.")).to_be_visible()
    team.context.set_offline(False)
    team.wait_for_url("**/?done=contact")
    expect(team.get_by_text("Zoë showed me her room.")).to_be_visible()
    with connected_as("loader"):
        assert Contact.objects.count() == 1
    team.context.close()
