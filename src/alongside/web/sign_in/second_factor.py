"""The second way to show who you are: choosing one, using it, and the codes for when it is lost."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.context import SIGN_IN
from alongside.web.gate import SECOND_FACTORS, public_page


@public_page
def set_up(request: HttpRequest) -> HttpResponse:
    """A choice of second factor, for somebody signed in who has none or wants another."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "sign_in/set_up.html")


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth carries no types
    """After the password: a code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held = Authenticator.objects.filter(user_id=self.stage.login.user.pk)
        types = set(held.values_list("type", flat=True))
        return {**context, "has_app": "totp" in types, "has_passkey": "webauthn" in types}


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new codes, and the old ones open nothing.

    allauth locks the user's row, which the pages' role may not, and which would wait for ever for
    the sign_in role's own lock: here the person's authenticators are locked instead.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.request.user
        with transaction.atomic(using=SIGN_IN):
            held = Authenticator.objects.select_for_update().filter(user_id=user.pk)
            if {row.type for row in held} & set(SECOND_FACTORS):
                held.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
                RecoveryCodes.activate(user)
        get_adapter().send_notification_mail("mfa/email/recovery_codes_generated", user)
        return redirect(self.get_success_url())
