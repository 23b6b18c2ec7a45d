"""How allauth behaves here: nobody signs themselves up, links and passkeys belong to our own address."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from alongside.register.models import User
from alongside.web.requests import now_of
from alongside.web.sign_in.post import send_soon

WRONG_CODE = "That code is wrong or has been used. Wait for the next one and enter that."
TOO_MANY = "There were too many tries. Wait five minutes, then try again."


class OwnAccount(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is wrong",
        "incorrect_password": "The password is wrong",
        "enter_current_password": "Your present password is wrong",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(  # allauth's own does nothing unless Django's app is installed, whose label an area bears
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or render_to_string(message_template or "", message_context, request)
        if words.strip():
            messages.add_message(request, level, words.strip(), extra_tags=extra_tags)

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        # The pages' role may change no user.
        user.save(update_fields=["password"])  # type: ignore[misc]  # a property, not a field

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not where the person signed in, or showed again who they are, a moment ago."""
        if not super().is_reauthentication_required(app=app):
            return False
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        age = now_of(self.request).timestamp() - latest
        return age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Never made from the Host header, which whoever asks for the link may choose."""
        person, _, token = key.partition("-")
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=[person, token])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        super().send_password_reset_mail(user, email, {**context, "hours": hours})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """After the page: how long it takes must not tell whether an address is known."""
        now = localtime(now_of(self.request))
        words = {
            **context, "address": settings.BASE_URL, "when": f"{now.day} {now:%B %Y} at {now:%H:%M}",
        }  # fmt: skip
        send_soon(self.render_mail(template_prefix, email, words), template_prefix)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # the same
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PASSKEY_HOST, "name": "Alongside"}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        return "My passkey"
