"""Pages for what went wrong. Absent, forbidden and sealed are one page, byte for byte."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse


def _plain(title: str, words: str, status: int) -> HttpResponse:
    """A page without form, viewer or request: nothing in it depends on who asks."""
    body = render_to_string("error.html", {"title": title, "words": words})
    return HttpResponse(body, status=status)


def not_found_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain("Page not found", "Check the address, or go back and try again.", 404)


def not_permitted_page(request: HttpRequest, words: str) -> HttpResponse:
    return _plain("You cannot do this", words, 403)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain("You cannot do this", "Your role does not have access to this page.", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _plain("That is too long", "Go back, shorten it and send it again.", 413)
    return _plain("We could not read that", "Go back and try again.", 400)


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    return _plain("Too many attempts", "Wait five minutes, then try again.", 429)


# Fields of the product's own forms in which nobody types.
CHOSEN = frozenset(
    [
        "csrfmiddlewaretoken",
        "version",
        "later",
        "danger",
        "family_knows",
        "family_told",
        "outcome",
        "level_of_need",
        "result",
        "step",
        "send",
        "change",
        "same",
        "judged",
        *(
            "step",
            "key",
            "kind",
            "child_seen",
            "basis",
            "agreed_by",
            "agreed",
            "lead",
            "end_reason",
        ),
        *("team", "family_agrees", "day", "month", "year", "time"),
        "seen_at",
        "show",
    ]
)


def kept_words(request: HttpRequest) -> list[str]:
    """What somebody typed into a form of the product's own pages: no field of these is a secret."""
    match = request.resolver_match
    if match is None or getattr(match.func, "page", None) is None:
        return []
    return [
        value
        for field, values in request.POST.lists()
        for value in values
        if field not in CHOSEN and value.strip()
    ]


def signed_out_while_typing(request: HttpRequest, *, sign_in: str) -> HttpResponse:
    """What was typed, to be copied: the page it was typed into cannot be gone back to."""
    shown = {
        "title": "You have been signed out, and nothing has been saved",
        "advice": "Sign in again in another window, go to the same page and put it in there.",
        "words": kept_words(request),
        "address": sign_in,
        "link": "Sign in again",
    }
    return HttpResponse(render_to_string("interrupted.html", shown), status=403)


def given_back(request: HttpRequest, *, title: str, advice: str) -> HttpResponse:
    """What was typed into something that has moved on meanwhile, to be copied."""
    shown = {
        "title": title,
        "advice": advice,
        "words": kept_words(request),
        "address": reverse("home"),
        "link": "Go to your first page",
    }
    return HttpResponse(render_to_string("interrupted.html", shown), status=409)


def no_longer_there(request: HttpRequest) -> HttpResponse:
    """What was typed into something that a colleague has deleted."""
    return given_back(
        request,
        title="A colleague has deleted this, and nothing has been saved",
        advice="Ask them before you begin again in another window and put it in there.",
    )


def no_longer_asked(request: HttpRequest) -> HttpResponse:
    """What was typed for a question that has been answered or withdrawn meanwhile."""
    return given_back(
        request,
        title="This question is no longer open, and your answer has not been sent",
        advice="A colleague has answered it, or it is no longer asked. If what you know "
        "could keep a child safe, ring the team that asked.",
    )


def no_longer_helping(request: HttpRequest) -> HttpResponse:
    """What was typed about help that has ended meanwhile, or about what a colleague has answered."""
    return given_back(
        request,
        title="This has moved on, and what you typed has not been saved",
        advice="The help has ended, or a colleague has answered already. Ask a colleague. "
        "If what you know could keep a child safe, ring the front door.",
    )


def decided_meanwhile(request: HttpRequest) -> HttpResponse:
    """What was typed to ask about a request, or to add to it, that has been decided meanwhile."""
    return given_back(
        request,
        title="This request has been decided, and what you typed has not been saved",
        advice="If it could change the decision, tell whoever decided.",
    )


def _from_our_own_page(request: HttpRequest) -> bool:
    """Whether the form was one of ours: what another site posts is not shown in our name."""
    ours = f"{request.scheme}://{request.get_host()}"
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return sent_from == ours or sent_from.startswith(f"{ours}/")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if _from_our_own_page(request) and kept_words(request):
        return signed_out_while_typing(request, sign_in=reverse("home"))
    return _plain(
        "Your page was open too long",
        "Nothing was saved. Go back, reload the page and send again.",
        403,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _plain(
        "Something went wrong",
        "Nothing was lost that was saved before. Try again in a minute.",
        500,
    )
