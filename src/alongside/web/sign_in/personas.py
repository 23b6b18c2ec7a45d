"""The demo's ready personas, one click each. Routed only where the demo runs."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.access.gate import live
from alongside.packs import load_pack
from alongside.register.models import Posting
from alongside.web.gate import public_page
from alongside.web.requests import now_of, searched
from alongside.web.sign_in.posting import act_as, stop_acting

# By side: role, and what to try as somebody who has it. Whoever has been posted for longest is shown:
# in the made-up council, somebody whose first page has something to do.
SIDES = (
    (
        "At school",
        (
            ("designated_safeguarding_lead", "Read what is new, answer the hub’s question, or disagree."),
            ("deputy_safeguarding_lead", "The same as the lead: find the draft that was not sent."),
            ("pastoral_staff", "See the two children you have been asked to know about, and no others."),
            ("head", "Read what the school asked and was told, and the school’s own record."),
        ),
    ),
    (
        "The hub",
        (
            ("hub_screener", "Take a request, ask the school or the police, and propose a decision."),
            ("hub_social_worker", "Confirm or send back a proposed decision. Answer a school that disagrees."),
            ("hub_manager", "See who holds what, and take over from somebody who is away."),
            ("hub_partner", "From the police, in the hub: open a request and add what is known."),
        ),
    ),
    (
        "Teams that help",
        (
            ("lead_practitioner", "Write what you did with a family, and tell the school how it goes."),
            ("social_worker", "See what your case system has already told the school for you."),
            ("team_manager", "Find the child whose worker has left, and name a new lead."),
            ("school_nurse", "Open a child you help, and plan a meeting."),
            ("health_practitioner", "Open the child you help, and invite another team to help too."),
            ("charity_worker", "The same, from a charity: see how little you are shown until you need it."),
        ),
    ),
    (
        "Police and others who are asked",
        (
            ("police_coordinator", "Answer the hub’s question about a child you otherwise cannot see."),
            ("virtual_school_head", "Answer the hub’s question about a child."),
        ),
    ),
    (
        "When the worry is about an adult who works with children",
        (("designated_officer", "Open the concern that came in two hours ago."),),
    ),
    (
        "Looking after the council’s data",
        (("data_officer", "See which files came in, what of them was not taken, and send that back."),),
    ),
)  # fmt: skip
MOST_FOUND = 30


@public_page
def personas(request: HttpRequest) -> HttpResponse:
    """Everyone you can be, and signing in as one of them."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _signed_in_as(request, request.POST.get("posting", ""))
    words = searched(request)
    shown = {
        "sides": _sides(request),
        "other_address": _other_address(request),
        "words": words,
        "found": _found(_live_postings(request), words)[:MOST_FOUND] if words else [],
    }
    return render(request, "sign_in/personas.html", shown)


def _sides(request: HttpRequest) -> list[tuple[str, list[tuple[str, str, Posting]]]]:
    """By side: the role in the pack's words, what to try, and who to be. A role nobody has is left out."""
    rows = _live_postings(request).order_by("role", "starts_at", "id").distinct("role")
    longest = {posting.role: posting for posting in rows}
    sides = []
    for side, roles in SIDES:
        shown = [
            (_label(longest[role]), does, longest[role]) for role, does in roles if role in longest
        ]
        if shown:
            sides.append((side, shown))
    return sides


def _label(posting: Posting) -> str:
    """The role as the authority calls it."""
    return load_pack(posting.team.organisation.authority.pack).roles[posting.role].label


def _other_address(request: HttpRequest) -> str:
    """The same machine by its other name: a browser keeps cookies apart by name."""
    name, _, port = request.get_host().partition(":")
    other = "127.0.0.1" if name == "localhost" else "localhost"
    return f"http://{other}:{port or '80'}{request.path}"


def _live_postings(request: HttpRequest) -> QuerySet[Posting]:
    return Posting.objects.select_related("user", "team__organisation__authority").filter(
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
