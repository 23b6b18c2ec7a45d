"""Every address of the product."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from alongside.web.hub.urls import urlpatterns as hub
from alongside.web.school.urls import urlpatterns as school
from alongside.web.sign_in.personas import personas
from alongside.web.sign_in.posting import home, posting, sign_out

handler400 = "alongside.web.errors.bad_request"
handler403 = "alongside.web.errors.permission_denied"
handler404 = "alongside.web.errors.not_found_page"
handler429 = "alongside.web.errors.too_many_attempts"  # read by allauth
handler500 = "alongside.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("posting/", posting, name="posting"),
    path("sign-out/", sign_out, name="sign_out"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/ways/", mfa.index, name="mfa_index"),
    path("sign-in/authenticator/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    *school,
    *hub,
]

if settings.DEMO:
    urlpatterns.append(path("demo/", personas, name="personas"))
