"""What somebody does to sign in, and what is in their inbox."""

import re

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.access.context import open_context
from alongside.register.models import Posting, User
from alongside.web.sign_in.post import POST

PASSWORD = "correct horse battery"
ANOTHER = "purple kettle sandwich"


def give_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def give_app(user: User) -> str:
    give_password(user)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, *, later: int = 0) -> str:
    """The code the app shows now, or one a step later, which is accepted too."""
    _before, *codes = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, codes[later]))


def type_password(client: Client, user: User, after: str = "", password: str = PASSWORD):
    return client.post(f"/sign-in/{after}", {"login": user.email, "password": password})


def sign_in(user: User) -> Client:
    """A browser of somebody who has just signed in with password and app."""
    secret, client = give_app(user), Client()
    follow(client, client.post(type_password(client, user).url, {"code": code(secret)}))
    return client


def follow(client: Client, response) -> tuple[str, str]:
    """Where the redirects end: the address, and the page."""
    address = ""
    for _ in range(9):
        if response.status_code != 302:
            break
        address = response.url
        response = client.get(address)
    assert response.status_code == 200
    return address, response.content.decode()


def posted() -> list[mail.EmailMessage]:
    """Every email so far, once the thread that sends them is idle."""
    POST.submit(int).result()
    return mail.outbox


def link_to(email: str, client: Client) -> str:
    """Ask for a link as somebody would; its path, out of the email."""
    client.post("/sign-in/forgotten/", {"email": email})
    return re.search(r"https?://[^/\s]+(/\S+)", posted()[-1].body).group(1)


def signed_in(posting: Posting) -> Client:
    """A browser of one of the demo's personas, past signing in."""
    client = Client()
    client.force_login(posting.user)
    session = client.session
    session["demo_persona"], session["nonce"] = True, f"nonce of {posting.id}"
    session.save()
    open_context(nonce=session["nonce"], posting_id=posting.id, at=timezone.now())
    return client
