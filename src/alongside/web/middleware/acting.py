"""Act as the posting that the session chose, as the database itself answers for its token."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from alongside.access.context import enter, leave


class ActAsPosting:
    """Sets this transaction's token and `request.viewer`: None where the posting no longer lives."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = None
        nonce = request.session.get("nonce")
        if nonce and request.user.is_authenticated:
            viewer = enter(nonce)
            if viewer is not None and viewer.user_id != request.user.pk:
                leave()
                viewer = None
        cast("Any", request).viewer = viewer
        return self.get_response(request)
