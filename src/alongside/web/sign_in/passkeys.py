"""Passkeys: always ones that can sign in alone, by finger, face or PIN."""

from typing import Any

from allauth.mfa.webauthn import forms, views
from allauth.mfa.webauthn.internal import auth
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse

NOT_ACCEPTED = (
    "That passkey did not work here. Try again, or sign in with your password and a code."
)


class _Credential(django_forms.JSONField):
    """What the browser answers with; allauth reads it and is not ready for every shape of it."""

    def to_python(self, value: Any) -> Any:
        given = super().to_python(value)
        if not isinstance(given, dict) or not isinstance(given.get("response"), dict):
            raise ValidationError(NOT_ACCEPTED)
        return given


class _TakesCredential:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"required": NOT_ACCEPTED, "invalid": NOT_ACCEPTED}
        self.fields["credential"] = _Credential(
            widget=django_forms.HiddenInput, error_messages=words
        )


class _AnswersChallenge(_TakesCredential):
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # the form's, by the other base
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
            raise ValidationError(NOT_ACCEPTED) from problem


class SignInPasskeyForm(_AnswersChallenge, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with the passkey alone."""


class SecondStepPasskeyForm(_AnswersChallenge, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyAgainForm(_AnswersChallenge, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again before the account is changed."""


def _name_field() -> django_forms.CharField:
    return django_forms.CharField(
        label="Name of the passkey",
        help_text="For example the phone, computer or key it is kept on",
        max_length=60,
        error_messages={"required": "Enter a name for the passkey"},
    )


class AddPasskeyForm(_TakesCredential, forms.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey with a name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field()
        self.fields["name"].required = False  # the passkey exists already: a name must not lose it
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
            raise ValidationError(NOT_ACCEPTED) from problem
        return cleaned


class RenamePasskeyForm(forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field()


class _KeepsRefusedForm:
    """allauth drops the form that was refused, and with it the reason."""

    def form_invalid(self, form: Any) -> HttpResponse:
        context = {**self.get_context_data(), "form": form}  # type: ignore[attr-defined]  # a view's
        response: HttpResponse = self.render_to_response(context)  # type: ignore[attr-defined]  # the same
        return response


class AddPasskey(_KeepsRefusedForm, views.AddWebAuthnView):  # type: ignore[misc]
    """Asks for a passkey that the device keeps and unlocks, so that it can sign in by itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "options": auth.begin_registration(self.request.user, passwordless=True)}


class PasskeyAgain(_KeepsRefusedForm, views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey again, before the account is changed."""
