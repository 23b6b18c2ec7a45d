"""Whoever looks after a council's data: from a file that came in to a child who waits for their word."""

import pytest
from django.utils import timezone

from alongside.areas.loads.reading import Rejected
from tests.factories.loads import make_data_teams, make_load, make_match
from tests.journeys.windows import SIZES, follow, press, window

pytestmark = pytest.mark.browser
BACK = Rejected(12, "PersonBirthDate", "There is no such day.", "2015-02-31", unit="7001")


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_data_teams()


@pytest.mark.parametrize(
    ("size", "scripts"), [("desktop", True), ("phone", False)], ids=["desktop", "phone, no scripts"]
)
def test_a_data_officer_sends_back_what_was_wrong_and_says_who_a_child_is(
    browser, address, council, size, scripts
):
    assert size in SIZES
    make_match(council, council.child)
    make_load(council.authority, BACK, kind="ssda903", at=timezone.now())
    make_load(
        council.authority, kind="roll", state="applying", units_total=10, units_done=4,
        finished_at=None, heard_at=timezone.now(),
    )  # fmt: skip
    officer = window(browser, council.officer, address, size, scripts=scripts)
    assert officer.get_by_text("4 of 10").is_visible()
    follow(officer, "Children looked after return")
    assert officer.get_by_text("There is no such day.").is_visible()
    with officer.expect_download() as downloaded:
        officer.get_by_role("button", name="Download what to send back").click()
    said = downloaded.value.path().read_text(encoding="utf-8-sig")
    assert "12,PersonBirthDate,There is no such day.,7001,Not kept here: see the line" in said

    officer.locator(".govuk-back-link").click()
    follow(officer, "1 child waits")
    follow(officer, "Number 7001")
    officer.get_by_role("radio", name="The same child").check()
    press(officer, "Save")
    officer.get_by_role("link", name="Enter how you know").click()
    assert officer.get_by_role("radio", name="The same child").is_checked()
    officer.get_by_role("textbox", name="How do you know?").fill("Alder Primary confirmed it")
    press(officer, "Save")
    assert officer.get_by_text("Nobody waits.").is_visible()
