"""Answers the addresses for machines before anything else is begun for them: no session, no transaction."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from alongside.web.running.urls import urlpatterns

ADDRESSES = frozenset(f"/{entry.pattern}" for entry in urlpatterns)


class AnswerProbes:
    """Calls the page of such an address at once; passes every other request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in ADDRESSES:
            return self.get_response(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        answer: HttpResponse = match.func(request)
        return answer
