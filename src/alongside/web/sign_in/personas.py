"""The demo's ready personas, one click each. Routed only where the demo runs."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import live
from alongside.register.models import Posting
from alongside.web.gate import public_page
from alongside.web.requests import now_of, searched
from alongside.web.sign_in.posting import act_as, stop_acting

# Role, what the page calls its people, what they do there, and how many to show.
SHOWN = (
    ("designated_safeguarding_lead", "Designated safeguarding leads", "Ask for help, and are told.", 3),
    ("head", "Headteacher", "Reads what the school asked and was told.", 1),
    ("hub_screener", "Hub screening officers", "Take requests on and propose decisions.", 2),
    ("hub_social_worker", "Hub social workers", "Make, confirm or return decisions.", 2),
    ("hub_manager", "Hub manager", "The same, and takes over from colleagues.", 1),
    ("designated_officer", "Designated officers", "Are told of concerns about people who work with children.", 2),
)  # fmt: skip
MOST_FOUND = 30


@public_page
def personas(request: HttpRequest) -> HttpResponse:
    """Everyone you can be, and signing in as one of them."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _signed_in_as(request, request.POST.get("posting", ""))
    rows, words = _live_postings(request), searched(request)
    shown = {
        "groups": [
            (label, does, rows.filter(role=role).order_by("starts_at", "id")[:most])
            for role, label, does, most in SHOWN
        ],
        "other_address": _other_address(request),
        "words": words,
        "found": _found(rows, words)[:MOST_FOUND] if words else [],
    }
    return render(request, "sign_in/personas.html", shown)


def _other_address(request: HttpRequest) -> str:
    """The same machine by its other name: a browser keeps cookies apart by name."""
    name, _, port = request.get_host().partition(":")
    other = "127.0.0.1" if name == "localhost" else "localhost"
    return f"http://{other}:{port or '80'}{request.path}"


def _live_postings(request: HttpRequest) -> QuerySet[Posting]:
    return Posting.objects.select_related("user", "team__organisation").filter(
        live(now_of(request)), user__is_active=True
    )


def _found(rows: QuerySet[Posting], words: str) -> QuerySet[Posting]:
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(user__full_name__icontains=word)
            | Q(team__name__icontains=word)
            | Q(team__organisation__name__icontains=word)
            | Q(role__icontains=word)
        )
    return rows.order_by("team__organisation__name", "user__full_name", "id")


def _signed_in_as(request: HttpRequest, posting_id: str) -> HttpResponse:
    try:
        chosen = _live_postings(request).filter(id=UUID(posting_id)).first()
    except ValueError:
        chosen = None
    if chosen is None:
        raise Http404
    stop_acting(request)
    login(request, chosen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session["demo_persona"] = True
    act_as(request, chosen)
    return redirect("home")
