"""Choose the posting to act as; most people have one and never see the page."""

import secrets
from typing import Any, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.access.context import close_context, open_context
from alongside.access.gate import live
from alongside.register.models import Posting
from alongside.web.gate import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Each role's first page."""
    viewer = getattr(request, "viewer", None)
    if not request.user.is_authenticated:
        return redirect("account_login")
    if viewer is None:
        return redirect("posting")
    return redirect("hub_queue" if viewer.team_kind == "front_door" else "your_children")


@public_page
def posting(request: HttpRequest) -> HttpResponse:
    """The person's live postings: one is taken at once, several are offered."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    now = cast("Any", request).now
    rows = Posting.objects.select_related("team__organisation").filter(
        live(now), user_id=request.user.pk
    )
    chosen = (
        rows.filter(id=request.POST.get("posting", "")).first()
        if request.POST.get("posting")
        else None
    )
    if len(rows) == 1:
        chosen = rows[0]
    if chosen:
        act_as(request, chosen)
        return redirect("home")
    return render(request, "sign_in/posting.html", {"postings": rows})


def act_as(request: HttpRequest, chosen: Posting) -> None:
    """Let this session act as a posting, by a nonce that is never used twice."""
    nonce = secrets.token_urlsafe(32)
    open_context(nonce=nonce, posting_id=chosen.id, at=cast("Any", request).now)
    request.session["nonce"] = nonce


@public_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if nonce := request.session.get("nonce"):
        close_context(nonce=nonce)
    logout(request)
    return redirect("account_login")
