"""allauth's forms in our own words, with one password field that can be shown instead of two."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from alongside.access.context import SIGN_IN
from alongside.register.models import User


class InOurWords:
    """Labels, hints and what to say of a field left empty, by the name of the field."""

    words: ClassVar[dict[str, tuple[str, str, str]]]
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty


EMAIL = ("Email address", "", "Enter your email address")
PASSWORD = ("Password", "", "Enter your password")
NEW_PASSWORD = (
    "New password",
    "At least 12 characters. Three words that do not belong together are easy to remember.",
    "Enter a new password",
)
CODE = ("Code", "", "Enter a code")


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth carries no types
    words = {"login": EMAIL, "password": PASSWORD}  # noqa: RUF012


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": PASSWORD}  # noqa: RUF012


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {  # noqa: RUF012
        "oldpassword": ("Your present password", "", "Enter your present password"),
        "password1": NEW_PASSWORD,
    }


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": NEW_PASSWORD}  # noqa: RUF012


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    users: list[User]
    words = {"email": ("Email address", "", "Enter your email address")}  # noqa: RUF012

    def clean_email(self) -> str:
        """Only to the address the organisation gives today, never to one it gave before."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email.lower() == email.lower()]
        return email


class _StrikesOffCodes(InOurWords):
    user: User
    words = {"code": CODE}  # noqa: RUF012

    def clean_code(self) -> str:
        """A recovery code is struck off under a lock, and a failed try is counted all the same."""
        refusal, code = None, ""
        with transaction.atomic(using=SIGN_IN):
            try:
                code = super().clean_code()  # type: ignore[misc]  # the form's, by the other base
            except ValidationError as refused:
                refusal = refused
        if refusal:
            raise refusal
        # allauth remembers it for thirty seconds only, less than the three codes that are accepted.
        used = f"code-used?{self.user.pk}&{normalize_user_code(code)}"
        if not cache.add(used, "y", timeout=app_settings.TOTP_PERIOD * 3):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_StrikesOffCodes, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in: a code from the app, or a recovery code."""


class CodeAgainForm(_StrikesOffCodes, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code again before the account is changed."""


class FirstCodeForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code", "The six digits that the app shows", "Enter the code from the app")}  # noqa: RUF012
