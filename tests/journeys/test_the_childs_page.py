"""Somebody of the team around a child reads the page, narrows the chronology and prints it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.chronology.actions import Fact, record
from alongside.jobs.working import deliver_all
from tests.factories.around import make_around
from tests.factories.council import make_child, make_council
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


@pytest.fixture
def around(council):
    with connected_as("loader"):
        sibling = make_child(council.authority, council.other_school, "Sib", "Oneill")
        around = make_around(council, sibling)
        record(Fact(
            kind="lead_left", authority_id=council.authority.id, child_id=council.child.id,
            subject_id=around.help_id, at=timezone.now() - timedelta(minutes=1),
        ))  # fmt: skip
    with connected_as("worker"):
        deliver_all(at=timezone.now())
    return around


@IN_WINDOWS
def test_a_lead_practitioner_is_told_reads_narrows_and_prints(
    browser, address, council, around, size, scripts
):
    lead = around.postings["lead practitioner, allocated"]
    page = window(browser, lead, address, size, scripts=scripts)
    come_to(page, f"{address}/inbox/?show=unread")
    must_be_accessible(page)
    page.get_by_role("button", name="Mark as read: Zoë O’Neill, The lead practitioner left").click()
    must_be_accessible(page)
    assert page.url.endswith("?show=unread")
    come_to(page, f"{address}/children/{council.child.id}/")
    must_be_accessible(page)
    assert page.get_by_text("Core group: ").is_visible()
    assert page.get_by_text("Gran Oneill, grandparent").is_visible()
    page.get_by_text("Show only some of it").click()
    page.get_by_label("Help", exact=True).check()
    page.get_by_role("textbox", name="From").fill("yesterday")
    press(page, "Show")
    assert page.get_by_role("link", name="Enter a day like 4/9/2026").is_visible()
    assert page.get_by_role("textbox", name="From").input_value() == "yesterday"
    page.get_by_role("textbox", name="From").fill("4/9/2026")
    press(page, "Show")
    assert page.get_by_text("1 entry, newest first, of those you chose.").is_visible()
    assert page.get_by_role("heading", name="Lead practitioner named").is_visible()
    follow(page, "Print this page as chosen")
    assert page.get_by_text(
        "Printed by Lou Lead, Lead practitioner, Family Help North"
    ).is_visible()
    assert page.get_by_text("All 1 entry of those chosen.").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("To print, use your browser").is_visible()
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_a_school_and_a_manager_come_to_their_own_pages(browser, address, council, around, size):
    school = window(browser, council.lead, address, size)
    come_to(school, f"{address}/children/{council.child.id}/")
    must_be_accessible(school)
    assert school.get_by_text("A brother or sister").is_visible()
    assert not school.get_by_text("Gran Oneill").is_visible()
    manager = window(browser, council.manager, address, size)
    come_to(manager, f"{address}/figures/")
    must_be_accessible(manager)
    assert manager.get_by_role("img", name="By week").is_visible()
    manager.get_by_role("textbox", name="Sent from").fill("never")
    press(manager, "Show")
    assert manager.get_by_role("link", name="Enter a day like 4/9/2026").is_visible()
    for page in (school, manager):
        page.context.close()
