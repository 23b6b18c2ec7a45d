"""Signing in with a real browser: by emailed link and app, by passkey alone, by recovery code."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from alongside.access.context import connected_as
from alongside.register.models import User
from tests.factories.council import Council, make_council
from tests.journeys.windows import must_be_accessible
from tests.web.signing_in import ANOTHER, PASSWORD, code, give_app, give_password, posted

pytestmark = pytest.mark.browser
SIZES = {"desktop": {"width": 1100, "height": 900}, "phone": {"width": 375, "height": 800}}
# A folder for a picture of every page, for whoever wants to look at them.
PICTURES = os.environ.get("ALONGSIDE_PICTURES")


@pytest.fixture
def council(address: str) -> Council:
    return make_council()


@pytest.fixture(params=SIZES)
def size(request) -> str:
    return request.param


@pytest.fixture
def page(browser: Browser, address: str, size: str) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[size], base_url=address)
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def look(page: Page, heading: str) -> None:
    """The page with this heading, put to axe-core."""
    page.get_by_role("heading", name=heading, level=1).wait_for()
    must_be_accessible(page)
    if PICTURES:
        width = page.viewport_size["width"]
        name = f"{urlsplit(page.url).path.strip('/').replace('/', '-') or 'home'}-{heading}-{width}.png"
        page.screenshot(path=Path(PICTURES) / name.replace(" ", "-"), full_page=True)


def press(page: Page, words: str, heading: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    look(page, heading)


def go(page: Page, words: str, heading: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()
    look(page, heading)


def type_password(page: Page, council: Council, heading: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    look(page, "Sign in")
    page.get_by_label("Email address").fill(council.lead.user.email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in", heading)


def security_key(page: Page) -> CDPSession:
    """A device of the browser's own that keeps passkeys and says yes to all that it is asked."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device


def sign_out(page: Page) -> None:
    page.goto("/")
    press(page, "Sign out", "You are signed out")


def test_from_an_emailed_link_to_an_authenticator_app_and_the_first_page(page, council):
    page.goto("/sign-in/")
    go(page, "Here for the first time, or forgotten your password?", "Choose a password")
    press(page, "Send the link", "Choose a password")
    assert page.get_by_text("There is a problem").is_visible()
    page.get_by_label("Email address").fill(council.lead.user.email)
    press(page, "Send the link", "Check your email")
    link = next(word for word in posted()[-1].body.split() if word.startswith("http"))
    page.goto(urlsplit(link).path)
    look(page, "Choose your password")
    page.get_by_label("New password", exact=True).fill("short")
    press(page, "Save and continue", "Choose your password")
    page.get_by_label("New password", exact=True).fill(ANOTHER)
    press(page, "Save and continue", "Set up a second way to show it is you")
    press(page, "Set up an authenticator app", "Set up an authenticator app")
    page.get_by_label("Code").fill("000000")
    press(page, "Continue", "Set up an authenticator app")
    page.get_by_label("Code").fill(code(page.locator(".app-key").text_content()))
    press(page, "Continue", "Your recovery codes")
    press(page, "Continue", "Your children")
    page.goto(urlsplit(link).path)
    look(page, "This link no longer works")
    sign_out(page)


def test_password_and_code_after_a_wrong_password_and_a_wrong_code(page, council):
    secret = give_app(council.lead.user)
    type_password(page, council, "Sign in", password="a guess of mine")
    assert page.get_by_text("There is a problem").is_visible()
    type_password(page, council, "Enter your code")
    page.get_by_label("Code").fill("000000")
    press(page, "Continue", "Enter your code")
    page.get_by_label("Code").fill(code(secret))
    press(page, "Continue", "Your children")


def test_a_passkey_is_added_signs_in_alone_is_renamed_and_is_removed(page, council):
    give_password(council.lead.user)
    security_key(page)
    type_password(page, council, "Set up a second way to show it is you")
    press(page, "Add a passkey", "Add a passkey")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    press(page, "Add a passkey", "Your recovery codes")
    press(page, "Continue", "Your children")
    sign_out(page)
    press(page, "Sign in again", "Sign in")
    page.goto("/inbox/")
    press(page, "Sign in with a passkey", "Inbox")
    sign_out(page)
    type_password(page, council, "Use your passkey")
    press(page, "Use your passkey", "Your children")
    page.goto("/sign-in/ways/")
    look(page, "How you sign in")
    go(page, "Change your passkeys", "Your passkeys")
    go(page, "Rename Work laptop", "Rename a passkey")
    page.get_by_label("Name of the passkey").fill("Old laptop")
    press(page, "Save the name", "Your passkeys")
    go(page, "Remove Old laptop", "Remove the passkey Old laptop?")
    press(page, "Remove the passkey", "Your passkeys")
    page.goto("/children/")
    look(page, "Set up a second way to show it is you")


def test_a_passkey_that_is_gone_is_refused_and_the_other_way_stays_open(page, council):
    page.goto("/sign-in/")
    device = security_key(page)
    look(page, "Sign in")
    assert not page.get_by_text("No passkey was used").is_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used").wait_for()
    look(page, "Sign in")
    device.detach()
    type_password(page, council, "Sign in", password="a guess of mine")


def test_without_scripts_the_page_says_so_and_offers_the_other_way(page, council):
    page.context.route("**/*.js", lambda route: route.abort())
    secret = give_app(council.lead.user)
    page.goto("/sign-in/")
    assert page.get_by_text("Passkeys need JavaScript").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    type_password(page, council, "Enter your code")
    page.get_by_label("Code").fill(code(secret))
    press(page, "Continue", "Your children")
    page.goto("/sign-in/passkeys/add/")
    look(page, "Add a passkey")
    assert page.get_by_text("Passkeys need JavaScript").is_visible()


def test_a_lost_phone_a_recovery_code_another_password_and_a_new_app(page, council):
    secret = give_app(council.lead.user)
    type_password(page, council, "Enter your code")
    page.get_by_label("Code").fill(code(secret))
    press(page, "Continue", "Your children")
    page.goto("/sign-in/recovery-codes/new/")
    look(page, "Make new recovery codes")
    press(page, "Make new codes", "Your recovery codes")
    recovery = page.locator(".app-codes li").first.inner_text()
    sign_out(page)
    type_password(page, council, "Enter your code")
    page.get_by_label("Code").fill(recovery)
    press(page, "Continue", "Your children")
    go(page, "How you sign in", "How you sign in")
    go(page, "Change your password", "Change your password")
    page.get_by_label("Your present password", exact=True).fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(ANOTHER)
    press(page, "Change password", "How you sign in")
    assert page.get_by_text("Your password is changed").is_visible()
    go(page, "Remove your authenticator app", "Remove your authenticator app")
    press(page, "Remove the app", "How you sign in")


def test_who_you_are_is_asked_again_by_password_code_or_passkey(page, council):
    secret = give_app(council.lead.user)
    security_key(page)
    type_password(page, council, "Enter your code")
    page.get_by_label("Code").fill(code(secret))
    press(page, "Continue", "Your children")
    page.goto("/sign-in/passkeys/add/")
    press(page, "Add a passkey", "Your recovery codes")
    page.goto("/sign-in/again/?next=/sign-in/ways/")
    look(page, "Enter your password again")
    go(page, "Use a code instead", "Enter a code again")
    page.get_by_label("Code").fill("000000")
    press(page, "Continue", "Enter a code again")
    go(page, "Use a passkey instead", "Use your passkey again")
    press(page, "Use your passkey", "How you sign in")
    sign_out(page)
    type_password(page, council, "Enter your code")
    press(page, "Use your passkey", "Your children")


def test_a_closed_account_and_too_many_tries_are_said_in_words(page, council, settings):
    give_app(council.lead.user)
    with connected_as("owner"):
        User.objects.filter(pk=council.lead.user_id).update(is_active=False)
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    type_password(page, council, "You cannot sign in")
    go(page, "Back to sign in", "Sign in")
    press(page, "Sign in", "Too many attempts")
