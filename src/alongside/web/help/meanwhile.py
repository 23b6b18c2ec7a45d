"""What is sent about help that has moved on: done already is shown as done, and words are given back."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.web.errors import kept_words, no_longer_helping

JUST_DONE = "help_just_done"  # of the session: the form sent last, and where it led
NOT_TYPED = ("csrfmiddlewaretoken", "version")
Rest = ParamSpec("Rest")
OfHelp = Callable[Concatenate[HttpRequest, Viewer, Rest], HttpResponse]


def _sent(request: HttpRequest) -> str:
    """A form with its own key and what was typed into it, as one word that tells nobody what that was."""
    said = [
        (name, v) for name, values in request.POST.lists() for v in values if name not in NOT_TYPED
    ]
    return (
        hashlib.sha256(repr(sorted(said)).encode()).hexdigest() if request.POST.get("key") else ""
    )


def remember_done(request: HttpRequest, way: str) -> None:
    """Keep which form has just been done, so that the same sent again leads where it led."""
    request.session[JUST_DONE] = [_sent(request), way]


def done_already(request: HttpRequest) -> HttpResponse | None:
    """Where the form led, if this very one was done just now: a button pressed twice, or a lost answer."""
    sent, way = request.session.get(JUST_DONE, ("", ""))
    if request.method != "POST" or not sent or sent != _sent(request):
        return None
    return redirect(way)


def while_helping(view: OfHelp[Rest]) -> OfHelp[Rest]:
    """Where the help is the team's no more, or its question answered, give back what was typed."""

    @wraps(view)
    def shown(
        request: HttpRequest, viewer: Viewer, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        if done := done_already(request):
            return done
        try:
            return view(request, viewer, *args, **kwargs)
        except NotFound:
            if request.method == "POST" and kept_words(request):
                return no_longer_helping(request)
            raise

    return cast("OfHelp[Rest]", shown)
