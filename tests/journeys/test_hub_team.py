"""The hub as a team: proposed by one, returned and sent by another, and rung where nobody can read."""

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.areas.front_door.test_telling_to_told import ANSWERS
from tests.areas.front_door.test_telling_to_told import send as sent_earlier
from tests.factories.council import make_council
from tests.journeys.windows import IN_WINDOWS, come_to, follow, press, window

pytestmark = pytest.mark.browser


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


def send(council):
    assert ANSWERS["danger"] == "no"
    return sent_earlier(council, at=timezone.now())


def write(page) -> None:
    page.locator("input[value=advice]").check()
    page.get_by_label("Which local offer?").fill("Thornmere Family Hub")
    page.get_by_role("radio", name="Family in acute stress").check()
    page.locator("input[name=level_of_need][value='2']").check()
    page.get_by_role("textbox", name="Reasons").fill(
        "School sees Zoë every day and she is settled."
    )
    page.get_by_role("textbox", name="What happens next").fill("Ring us if it happens again.")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("textbox", name="If the family has not been told").fill(
        "We have not reached mum yet."
    )


@IN_WINDOWS
def test_a_screener_proposes_and_a_social_worker_returns_then_sends(
    browser, address, council, size, scripts
):
    send(council)
    screener = window(browser, council.screener, address, size, scripts=scripts)
    follow(screener, "Zoë O’Neill")
    press(screener, "Take this on")
    press(screener, "Write the decision")
    write(screener)
    press(screener, "Save and come back later")
    press(screener, "Write the decision")
    assert screener.get_by_role("textbox", name="Reasons").input_value().startswith("School sees")
    press(screener, "See it as the school will")
    assert screener.get_by_text("No. We have not reached mum yet.").is_visible()
    press(screener, "Put to a social worker")

    worker = window(browser, council.social_worker, address, size, scripts=scripts)
    follow(worker, "Zoë O’Neill")
    press(worker, "Return it")
    assert worker.get_by_role("link", name="Enter what should change").is_visible()
    worker.get_by_role("textbox", name="If it should change").fill("Say who rings mum.")
    press(worker, "Return it")

    come_to(screener, screener.url)
    assert screener.get_by_text("Say who rings mum.").is_visible()
    press(screener, "Take this on")
    press(screener, "Write the decision")
    screener.get_by_role("textbox", name="What happens next").fill("Dee rings mum tomorrow.")
    press(screener, "See it as the school will")
    press(screener, "Put to a social worker")

    come_to(worker, worker.url)
    press(worker, "Look at the proposed decision")
    assert worker.get_by_text("Dee rings mum tomorrow.").is_visible()
    press(worker, "Send to the school")
    assert worker.get_by_text("It is on its way.").is_visible()
    for page in (screener, worker):
        page.context.close()


def test_a_request_held_by_a_colleague_is_handed_back_before_another_takes_it(
    browser, address, council
):
    send(council)
    screener = window(browser, council.screener, address)
    worker = window(browser, council.social_worker, address)
    follow(screener, "Zoë O’Neill")
    follow(worker, "Zoë O’Neill")
    press(screener, "Take this on")
    press(worker, "Take this on")
    assert worker.get_by_role("link", name="Dee Screener is looking at this").is_visible()
    press(screener, "Hand back to the team")
    come_to(worker, worker.url.removesuffix("claim/"))
    press(worker, "Take this on")
    assert worker.get_by_text("Being looked at, with you").is_visible()
    for page in (screener, worker):
        page.context.close()


def test_two_people_writing_one_decision_are_told_and_neither_loses_a_word(
    browser, address, council
):
    send(council)
    first = window(browser, council.social_worker, address)
    follow(first, "Zoë O’Neill")
    press(first, "Take this on")
    press(first, "Write the decision")
    second = window(browser, council.manager, address)
    come_to(second, first.url)
    write(first)
    press(first, "Save and come back later")
    second.get_by_role("textbox", name="Reasons").fill("Mine are other reasons.")
    press(second, "See it as the school will")
    assert second.get_by_role("link", name="Eli Worker changed this").is_visible()
    assert second.get_by_text("School sees Zoë every day").is_visible()
    assert second.get_by_role("textbox", name="Reasons").input_value() == "Mine are other reasons."
    for page in (first, second):
        page.context.close()


def test_where_nobody_at_the_school_can_read_it_the_hub_rings_and_records_the_call(
    browser, address, council
):
    request_id = send(council)
    now = timezone.now()
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=now)
    from tests.areas.front_door.test_telling_to_told import acknowledge, decide

    acknowledge(request_id, council.social_worker, at=now)
    decide(request_id, council.social_worker, at=now)
    with connected_as("worker"):
        deliver_all(at=now)
        deliver_all(at=now)
    page = window(browser, council.screener, address)
    assert page.get_by_text("Decided, school not told yet", exact=True).is_visible()
    follow(page, "Zoë O’Neill")
    assert page.get_by_text("Nobody there could be reached").is_visible()
    press(page, "I have rung the school and told them")
    assert page.get_by_text("Told by telephone").is_visible()
    come_to(page, f"{address}/inbox/")
    assert page.get_by_text("School could not be told").is_visible()
    press(page, "Mark all as read")
    assert page.get_by_role("link", name="Inbox", exact=True).is_visible()
    follow(page, "Decided")
    assert page.get_by_role("link", name="Zoë O’Neill").is_visible()
    page.context.close()


def test_a_decided_request_opens_no_form_again(browser, address, council):
    request_id = send(council)
    at = timezone.now()
    with acting_as(council.social_worker.id, at=at) as viewer:
        actions.acknowledge_request(request_id=request_id, version=1, by=viewer, at=at)
    from tests.areas.front_door.test_telling_to_told import decide

    decide(request_id, council.social_worker, at=at)
    page = window(browser, council.social_worker, address)
    come_to(page, f"{address}/hub/requests/{request_id}/decide/check/")
    assert page.url.endswith(f"/hub/requests/{request_id}/")
    page.context.close()
