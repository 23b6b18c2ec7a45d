"""The demo's ready personas, one click each. Routed only where the demo runs."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import live
from alongside.register.models import Posting
from alongside.web.gate import public_page
from alongside.web.requests import now_of
from alongside.web.sign_in.posting import act_as, stop_acting

SHOWN = (
    ("designated_safeguarding_lead", "Designated safeguarding leads", 3),
    ("head", "Head teacher", 1),
    ("hub_screener", "Hub screeners", 2),
    ("hub_social_worker", "Hub social workers", 2),
    ("hub_manager", "Hub manager", 1),
)


@public_page
def personas(request: HttpRequest) -> HttpResponse:
    """Everyone you can be, and signing in as one of them."""
    if not settings.DEMO:
        raise Http404
    rows = Posting.objects.select_related("user", "team__organisation").filter(
        live(now_of(request)), user__is_active=True
    )
    groups = [
        (label, list(rows.filter(role=role).order_by("starts_at", "id")[:most]))
        for role, label, most in SHOWN
    ]
    if request.method == "POST":
        offered = {str(row.id): row for _, people in groups for row in people}
        chosen = offered.get(request.POST.get("posting", ""))
        if chosen is None:
            raise Http404
        stop_acting(request)
        login(request, chosen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        request.session["demo_persona"] = True
        act_as(request, chosen)
        return redirect("home")
    return render(request, "sign_in/personas.html", {"groups": groups})
