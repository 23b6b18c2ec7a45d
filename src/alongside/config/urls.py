"""Every address of the product."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from alongside.web.asked.urls import urlpatterns as asked
from alongside.web.challenges.urls import urlpatterns as challenges
from alongside.web.child.urls import urlpatterns as child
from alongside.web.concerns.urls import urlpatterns as concerns
from alongside.web.cover.urls import urlpatterns as cover
from alongside.web.figures.urls import urlpatterns as figures
from alongside.web.help.urls import urlpatterns as help_
from alongside.web.hub.urls import urlpatterns as hub
from alongside.web.inbox.urls import urlpatterns as inbox
from alongside.web.loads.urls import urlpatterns as loads
from alongside.web.running.urls import urlpatterns as running
from alongside.web.school.urls import urlpatterns as school
from alongside.web.sign_in.passkeys import AddPasskey, PasskeyAgain
from alongside.web.sign_in.personas import personas
from alongside.web.sign_in.posting import home, posting, sign_out, signed_out
from alongside.web.sign_in.second_factor import NewRecoveryCodes, SecondStep, set_up

handler400 = "alongside.web.errors.bad_request"
handler403 = "alongside.web.errors.permission_denied"
handler404 = "alongside.web.errors.not_found_page"
handler429 = "alongside.web.errors.too_many_attempts"  # read by allauth
handler500 = "alongside.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("posting/", posting, name="posting"),
    path("sign-out/", sign_out, name="sign_out"),
    path("signed-out/", signed_out, name="signed_out"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/code/", SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9a-f]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("sign-in/set-up/", set_up, name="set_up_second_factor"),
    path("sign-in/ways/", mfa.index, name="mfa_index"),
    path("sign-in/password/", account.password_change, name="account_change_password"),
    path(
        "sign-in/password/first/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("sign-in/authenticator/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("sign-in/passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("sign-in/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-in/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "sign-in/recovery-codes/new/",
        NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    *challenges,
    *concerns,
    *school,
    *hub,
    *asked,
    *cover,
    *help_,
    *child,
    *inbox,
    *figures,
    *loads,
    *running,
]

if settings.DEMO:
    urlpatterns.append(path("demo/", personas, name="personas"))
