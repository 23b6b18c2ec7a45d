"""Choose the posting to act as; most people have one and never see the page."""

import secrets
from typing import Literal
from uuid import UUID

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alongside.access.context import SIGN_IN, close_context, open_context
from alongside.access.gate import live
from alongside.access.viewer import Viewer
from alongside.audit.append import Entry, append
from alongside.packs import load_pack
from alongside.register.models import Posting
from alongside.web.gate import public_page, second_factor_missing
from alongside.web.navigation import first_page
from alongside.web.requests import now_of


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Each role's first page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if not request.user.is_authenticated:
        return redirect("account_login")
    if viewer is None:
        return redirect("posting")
    if address := first_page(viewer):
        return redirect(address)
    return render(request, "sign_in/nothing_yet.html")


@public_page
def posting(request: HttpRequest) -> HttpResponse:
    """The person's live postings: one is taken at once, several are offered."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if second_factor_missing(request):
        return redirect("set_up_second_factor")
    rows = list(
        Posting.objects.select_related("team__organisation__authority").filter(
            live(now_of(request)), user_id=request.user.pk
        )
    )
    asked = request.POST.get("posting")
    chosen = rows if len(rows) == 1 else [row for row in rows if str(row.id) == asked]
    if chosen:
        act_as(request, chosen[0])
        return HttpResponseRedirect(_where_they_were_going(request))
    return render(request, "sign_in/posting.html", {"postings": [(r, _role(r)) for r in rows]})


def _role(row: Posting) -> str:
    """What the posting's role is called there."""
    role = load_pack(row.team.organisation.authority.pack).roles.get(row.role)
    return role.label if role else row.role


def _where_they_were_going(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else reverse("home")


def act_as(request: HttpRequest, chosen: Posting) -> None:
    """Let this session act as a posting, by a nonce that is never used twice.

    The audit row is committed with the context, before the session learns of it.
    """
    stop_acting(request)
    nonce = secrets.token_urlsafe(32)
    with transaction.atomic(using=SIGN_IN):
        request.session.clear_expired()  # each who comes sweeps away those who are gone
        open_context(nonce=nonce, posting_id=chosen.id, at=now_of(request))
        _audit(request, "signed_in", user_id=chosen.user_id, posting_id=chosen.id)
    request.session["nonce"] = nonce


def stop_acting(request: HttpRequest) -> None:
    """Close the context of this session, if it has one."""
    if nonce := request.session.pop("nonce", None):
        close_context(nonce=nonce)


def _audit(
    request: HttpRequest,
    outcome: Literal["signed_in", "signed_out"],
    *,
    user_id: UUID,
    posting_id: UUID | None,
) -> None:
    route = str(request.resolver_match.route) if request.resolver_match else ""
    entry = Entry(
        outcome=outcome, route=route, act="", purpose="", user_id=user_id, posting_id=posting_id
    )
    append(entry, using=SIGN_IN)


@public_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    viewer: Viewer | None = getattr(request, "viewer", None)
    with transaction.atomic(using=SIGN_IN):
        if request.user.is_authenticated:
            posting_id = viewer.posting_id if viewer else None
            _audit(request, "signed_out", user_id=request.user.pk, posting_id=posting_id)
        stop_acting(request)
        logout(request)
    return redirect("signed_out")


@public_page
def signed_out(request: HttpRequest) -> HttpResponse:
    """Says so, which somebody at a shared computer looks for before walking away."""
    return render(request, "sign_in/signed_out.html")
