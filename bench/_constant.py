"""A view that asks nothing: it renders what a page had shown before."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy

# By session and address: a template, and everything it was given.
SHOWN: dict[tuple[str, str], tuple[Any, dict[str, Any]]] = {}


class Constant:
    """Instead of the view: the template with the constant data, and a form token of this request."""

    def __init__(self, get_response: Callable[..., Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> Any:
        template, given = SHOWN[request.COOKIES["sessionid"], request.path]
        request.now = given["request"].now
        fresh = {"request": request, "csrf_input": csrf_input_lazy(request)}
        return HttpResponse(
            template.render({**given, **fresh, "csrf_token": csrf_token_lazy(request)})
        )
