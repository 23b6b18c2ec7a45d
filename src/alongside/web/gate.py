"""Every page declares its permission; a route that declares none stops start-up."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from alongside.access.gate import NotFound, NotPermitted, require_role
from alongside.access.viewer import Permission, Viewer
from alongside.web.errors import (
    kept_words,
    not_found_page,
    not_permitted_page,
    signed_out_while_typing,
)

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Viewer, Rest], HttpResponse]
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
Route = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def page(
    *, requires: Permission | None, methods: tuple[str, ...] = ("GET", "HEAD", "POST")
) -> Callable[[Page[Rest]], Route[Rest]]:
    """A page for people signed in with a second factor whose role holds the permission."""

    def declare(view: Page[Rest]) -> Route[Rest]:
        @wraps(view)
        def gated(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if elsewhere := _not_ready(request):
                return _elsewhere(request, elsewhere)
            viewer = cast("Viewer", cast("Any", request).viewer)
            try:
                if requires:
                    require_role(viewer, requires)
                return view(request, viewer, *args, **kwargs)
            except NotFound:
                return not_found_page(request)
            except NotPermitted as refusal:
                return not_permitted_page(request, str(refusal))

        return cast("Route[Rest]", _declared(require_http_methods(list(methods))(gated), requires))

    return declare


def _not_ready(request: HttpRequest) -> str:
    """Where to send somebody who may not see any page yet; empty where they may."""
    if not request.user.is_authenticated:
        return _and_back("account_login", request)
    if second_factor_missing(request):
        return reverse("set_up_second_factor")
    if getattr(request, "viewer", None) is None:
        return _and_back("posting", request)
    return ""


def _elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """The way there, without losing what was typed, and with the whole page even from a part of it."""
    if request.method == "POST" and any(kept_words(request)):
        return signed_out_while_typing(request, sign_in=address)
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def second_factor_missing(request: HttpRequest) -> bool:
    """Whether a signed-in person has yet to set up an app or a passkey; a demo persona needs none.

    Recovery codes alone are none: they run out, and are often written down beside the password.
    """
    persona = settings.DEMO and request.session.get("demo_persona")
    return not persona and not is_mfa_enabled(request.user, SECOND_FACTORS)


def _and_back(name: str, request: HttpRequest) -> str:
    # Only a page that can be asked for again, and never its search words.
    if request.method not in ("GET", "HEAD"):
        return reverse(name)
    return f"{reverse(name)}?{urlencode({'next': request.path})}"


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that shows nothing of anyone and needs no sign-in."""
    return cast("Callable[..., HttpResponse]", _declared(view, None))


def _declared(view: Any, requires: Permission | None) -> Any:
    view.page = requires
    return view
