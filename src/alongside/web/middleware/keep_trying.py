"""Where a form that is sent by a script leads: said in a header, since a script cannot follow it to a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ASKED = "Keep-Trying"
LEADS_TO = "Keep-Trying-Location"
REDIRECTS = (301, 302, 303, 307, 308)


class SayWhereItLeads:
    """Turns a redirect into a header for forms marked data-keep-trying; every other answer stays as it is.

    The browser then goes there by itself, so that the page is asked for, and audited, once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if ASKED not in request.headers or response.status_code not in REDIRECTS:
            return response
        said = HttpResponse(status=204, headers={LEADS_TO: response["Location"]})
        said.cookies = response.cookies
        return said
