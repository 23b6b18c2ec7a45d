"""The whole of a school's side: who knows, telling of a family, a lost connection, the school's own record."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Draft, Request
from alongside.areas.people.models import Address
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.areas.front_door.test_telling_to_told import acknowledge, decide, send
from tests.factories.council import LONG_AGO, make_child, make_council, make_posting
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
BOTH_SIZES = pytest.mark.parametrize("size", SIZES)


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    made = make_council()
    with connected_as("loader"):
        brother = make_child(made.authority, made.school, "Bo", "O’Neill")
        for child in (made.child, brother):
            Address.objects.create(
                child=child, lines="2 Mill Lane", postcode="ZZ1 1AA", starts_on=date(2026, 1, 1)
            )
    return made


@pytest.fixture
def pat(council):
    with connected_as("loader"):
        return make_posting(council.school, "pastoral_staff", "Pat Pastoral")


def begin(page, address, council) -> str:
    """Begin to tell; the address of the draft's pages."""
    come_to(page, f"{address}/children/{council.child.id}/")
    press(page, "Tell us about Zoë")
    page.wait_for_url("**/danger/")
    return page.url.removesuffix("danger/")


def write(page, words: str) -> None:
    page.get_by_role("textbox").first.fill(words)
    press(page, "Save and continue")


@IN_WINDOWS
def test_a_lead_shares_a_child_whom_a_colleague_then_finds(
    browser, address, council, pat, size, scripts
):
    lead = window(browser, council.lead, address, size, scripts=scripts)
    colleague = window(browser, pat, address, size, scripts=scripts)
    expect(colleague.get_by_text("No child is shared with you yet.")).to_be_visible()
    come_to(lead, f"{address}/children/{council.child.id}/")
    follow(lead, "Who at school knows about Zoë")
    press(lead, "Share with them")
    expect(lead.get_by_role("link", name="Select who should know about this child")).to_be_visible()
    lead.get_by_role("radio", name="Pat Pastoral").check()
    press(lead, "Share with them")
    expect(lead.get_by_role("rowheader", name="Pat Pastoral")).to_be_visible()
    colleague.reload()
    must_be_accessible(colleague)
    follow(colleague, "Zoë O’Neill")
    expect(colleague.get_by_role("heading", name="Zoë O’Neill")).to_be_visible()
    assert colleague.get_by_role("button", name="Tell us about Zoë").count() == 0
    follow(lead, "Stop sharing")
    press(lead, "Stop sharing")
    expect(lead.get_by_text("Nobody else at school.")).to_be_visible()
    assert colleague.reload().status == 404
    for page in (lead, colleague):
        page.context.close()


@IN_WINDOWS
def test_a_family_is_told_of_at_once_and_each_child_gets_a_reference(
    browser, address, council, size, scripts
):
    page = window(browser, council.lead, address, size, scripts=scripts)
    begin(page, address, council)
    expect(page.get_by_text("If it cannot wait, ring")).to_be_visible()
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Save and continue")
    page.get_by_text("How worries can look at each level of need").click()
    must_be_accessible(page)
    for heading in ("What has happened?", "What harm has there been", "What are you worried"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        write(page, "Words")
    expect(
        page.get_by_role("heading", name="Is anyone else in the family affected?")
    ).to_be_visible()
    page.get_by_role("checkbox", name="Bo O’Neill").check()
    press(page, "Save and continue")
    for heading in ("What is working well?", "What does Zoë say?", "What do the parents"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        write(page, "Words")
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "Save and continue")
    for heading in ("Who lives with Zoë", "What have you already tried?", "What needs to happen?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        write(page, "Words")
    expect(page.get_by_role("heading", name="Check what you have written")).to_be_visible()
    must_be_accessible(page)
    follow(page, "Change how we tell you")
    page.get_by_role("checkbox", name="Ring the school first").check()
    press(page, "Save and continue")
    expect(page.get_by_text("We send 2 requests in the same words")).to_be_visible()
    press(page, "Send")
    expect(
        page.get_by_role("heading", name="Each child has a reference of their own")
    ).to_be_visible()
    expect(page.get_by_text("has your requests")).to_be_visible()
    expect(page.get_by_text("You will be told what was decided by")).to_be_visible()
    must_be_accessible(page)
    with connected_as("loader"):
        assert Request.objects.filter(telephone_first=True).count() == 2
    page.context.close()


@BOTH_SIZES
def test_words_typed_while_there_is_no_connection_arrive_once_there_is_one(
    browser, address, council, size
):
    page = window(browser, council.lead, address, size)
    draft = begin(page, address, council)
    come_to(page, f"{draft}what_happened/")
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("What I saw this morning")
    page.get_by_role("button", name="Save and continue").click()
    notice = page.get_by_role("status").filter(has_text="There is no connection.")
    expect(notice).to_be_visible()
    must_be_accessible(page)
    page.get_by_role("textbox").fill("What I saw this morning, and more")
    page.get_by_role("button", name="Save and continue").click()  # pressed again: still one answer
    with connected_as("loader"):
        assert "what_happened" not in Draft.objects.get().answers
    page.context.set_offline(False)
    page.wait_for_url("**/harm/")
    with connected_as("loader"):
        assert Draft.objects.get().answers["what_happened"] == "What I saw this morning, and more"
        assert Draft.objects.get().replaced == []
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "What I saw" not in stored
    page.context.close()


def test_a_server_that_is_away_for_a_moment_is_tried_again_by_itself(browser, address, council):
    page = window(browser, council.lead, address)
    draft = begin(page, address, council)
    come_to(page, f"{draft}what_happened/")
    tries = []

    def away_twice(route) -> None:
        tries.append(route.request.method)
        if len(tries) < 3:
            route.abort() if len(tries) == 1 else route.fulfill(status=503, body="away")
        else:
            route.continue_()

    page.route("**/what_happened/", away_twice)
    page.clock.install()
    page.get_by_role("textbox").fill("What I saw")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    for wait in (2_100, 4_100):  # a little longer each time
        page.clock.run_for(wait)
        expect(page.get_by_text("There is no connection.")).to_be_visible()
        must_be_accessible(page)
    page.wait_for_url("**/harm/")
    assert tries[:3] == ["POST"] * 3
    page.context.close()


def test_an_answer_that_got_lost_on_its_way_back_is_no_second_answer(browser, address, council):
    page = window(browser, council.lead, address)
    draft = begin(page, address, council)
    come_to(page, f"{draft}what_happened/")
    seen = []

    def lose_the_first_answer(route) -> None:
        seen.append(1)
        if len(seen) == 1:
            route.fetch()  # the server has it, and the browser never hears
            route.abort()
        else:
            route.continue_()

    page.route("**/what_happened/", lose_the_first_answer)
    page.get_by_role("textbox").fill("What I saw")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/harm/")
    assert len(seen) == 2
    with connected_as("loader"):
        draft_row = Draft.objects.get()
        assert (draft_row.answers["what_happened"], draft_row.replaced) == ("What I saw", [])
    page.context.close()


@BOTH_SIZES
def test_what_is_wrong_is_shown_as_ever_and_can_be_put_right(browser, address, council, size):
    page = window(browser, council.lead, address, size)
    draft = begin(page, address, council)
    come_to(page, f"{draft}what_happened/")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Enter what has happened")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    must_be_accessible(page)
    page.get_by_role("textbox").fill("What I saw")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/harm/")
    page.context.close()


@IN_WINDOWS
def test_words_a_colleague_replaced_can_be_read_by_both(browser, address, council, size, scripts):
    lead, deputy = (
        window(browser, person, address, size, scripts=scripts)
        for person in (council.lead, council.deputy)
    )
    draft = begin(lead, address, council)
    for page, words in ((lead, "What Ada saw"), (deputy, "What Bea saw")):
        come_to(page, f"{draft}what_happened/")
        write(page, words)
        page.wait_for_url("**/harm/")
    for page in (lead, deputy):
        come_to(page, f"{draft}what_happened/")
        page.get_by_text("Bea Deputy replaced this").click()
        expect(page.get_by_text("What Ada saw")).to_be_visible()
        must_be_accessible(page)
        come_to(page, f"{draft}check/")
        must_be_accessible(page)
        page.context.close()


@IN_WINDOWS
def test_the_school_s_own_record_is_read_and_filtered(browser, address, council, size, scripts):
    at = timezone.now() - timedelta(days=1)
    request_id = send(council, at=at)
    acknowledge(request_id, council.social_worker, at=at)
    decide(request_id, council.social_worker, at=at)
    with connected_as("worker"):
        deliver_all(at=at)
    page = window(browser, council.lead, address, size, scripts=scripts)
    come_to(page, f"{address}/school-record/")
    must_be_accessible(page)
    expect(page.get_by_role("img", name="Requests by term")).to_be_visible()
    expect(page.get_by_text("1 of 1 (100%)").first).to_be_visible()
    page.get_by_label("Month").first.fill("13")
    press(page, "Show these days")
    expect(page.get_by_role("link", name="Enter the first day as numbers")).to_be_visible()
    page.get_by_label("Month").first.fill("9")
    press(page, "Show these days")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download these numbers").click()
    assert file.value.suggested_filename.startswith("school-record-2025-09-01-to-")
    page.context.close()


def test_who_works_at_two_schools_changes_between_them(browser, address, council):
    with connected_as("loader"):
        Posting.objects.create(
            user=council.lead.user, team=council.other_school,
            role="designated_safeguarding_lead", starts_at=LONG_AGO,
        )  # fmt: skip
    page = window(browser, council.lead, address)
    follow(page, "Work somewhere else")
    press(page, "Designated safeguarding lead, Birch Primary School safeguarding team")
    expect(page.get_by_text("Ada Lead, Birch Primary School safeguarding team")).to_be_visible()
    page.context.close()
