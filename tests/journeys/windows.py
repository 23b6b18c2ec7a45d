"""Somebody's browser window: each page it comes to is put to axe-core."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from alongside.register.models import Posting
from tests.web.signing_in import signed_in

SIZES = {"desktop": {"width": 1100, "height": 900}, "phone": {"width": 375, "height": 800}}
AT_LENGTH = (
    pytest.mark.slow,
    pytest.mark.skipif("'slow' not in config.getoption('-m')", reason="asked for with -m slow"),
)
# Each size and each way of working in every run; the other two pairs only where they are asked for.
IN_WINDOWS = pytest.mark.parametrize(
    ("size", "scripts"),
    [
        pytest.param("desktop", True, id="desktop-with scripts"),
        pytest.param("phone", False, id="phone-without scripts"),
        pytest.param("desktop", False, id="desktop-without scripts", marks=AT_LENGTH),
        pytest.param("phone", True, id="phone-with scripts", marks=AT_LENGTH),
    ],
)


def window(
    browser: Browser, posting: Posting, address: str, size: str = "desktop", *, scripts: bool = True
) -> Page:
    """A window of this person's, at their first page."""
    context = browser.new_context(viewport=SIZES[size], java_script_enabled=True)
    if not scripts:
        # axe-core needs a script engine; pages get none of theirs.
        context.route("**/*.js", lambda route: route.abort())
    cookie = signed_in(posting).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    page.set_default_timeout(8000)
    come_to(page, address)
    must_be_accessible(page)
    return page


def come_to(page: Page, address: str) -> None:
    """Open a page that has to be there: an error page is accessible too."""
    answered = page.goto(address)
    assert answered
    assert answered.status == 200, address


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    must_be_accessible(page)


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    must_be_accessible(page)


def must_be_accessible(page: Page) -> None:
    """Fail with every axe-core finding of the page, and where a page is wider than its screen.

    A form that a script sends is waited for first: the browser goes on once it has arrived.
    """
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], page.url
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
