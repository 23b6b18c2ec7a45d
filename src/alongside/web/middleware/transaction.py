"""One transaction a request, owned through rendering, with its audit row committed before data leaves.

Sessions, credentials and contexts lie outside it: the sign_in connection commits each by itself
(ADR 0006). A page that fails after its session was saved shows nothing, and the next asks again.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from allauth.core.context import request_context
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from alongside.access.viewer import Permission, Viewer
from alongside.audit.append import Entry, append

RETRIES = 2
RETRYABLE = ("40001", "40P01")  # serialisation failure, deadlock
REFUSED = (403, 404)
FAILED = 500


class StreamingRefused(Exception):
    """A streamed response would leave after its transaction and its audit row."""


class OwnTheTransaction:
    """Opens, audits and commits; refusals and failures roll back, and are audited on their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        cast("Any", request).now = timezone.now()
        response = self._once(request)
        for _ in range(RETRIES):
            if not cast("Any", request).must_retry:
                break
            response = self._once(request)
        if response.status_code in REFUSED:
            self._audit(request, refused=True)
        return response

    def _once(self, request: HttpRequest) -> HttpResponseBase:
        cast("Any", request).must_retry = False
        # allauth sends its notices on commit, when its own middleware has already ended.
        with request_context(request), transaction.atomic():
            response = self.get_response(request)
            if response.streaming:
                raise StreamingRefused(request.path)
            if isinstance(response, HttpResponse) and hasattr(response, "render"):
                response.render()
            if response.status_code in REFUSED or response.status_code >= FAILED:
                transaction.set_rollback(True)
            else:
                self._audit(request, refused=False)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember a deadlock, which another try may pass; anything else takes its course."""
        cause = getattr(exception, "__cause__", None)
        if isinstance(exception, OperationalError) and getattr(cause, "sqlstate", "") in RETRYABLE:
            cast("Any", request).must_retry = True

    def _audit(self, request: HttpRequest, *, refused: bool) -> None:
        viewer: Viewer | None = getattr(request, "viewer", None)
        if viewer is None:
            if refused and (user_id := _signed_in_without_posting(request)):
                route = str(request.resolver_match.route) if request.resolver_match else ""
                append(Entry(outcome="refused", route=route, act="", purpose="", user_id=user_id))
            return
        if not (refused or viewer.ledger.children or viewer.ledger.terms):
            return
        match = request.resolver_match
        permission: Permission | None = getattr(match.func, "page", None) if match else None
        append(
            Entry(
                outcome="refused"
                if refused
                else "shown"
                if request.method in ("GET", "HEAD")
                else "changed",
                route=str(match.route) if match else "",
                act=permission.act if permission else "",
                purpose=permission.purpose if permission else "",
                user_id=viewer.user_id,
                posting_id=viewer.posting_id,
                children=viewer.ledger.children,
                parts=viewer.ledger.parts,
                detail={"terms": " ".join(viewer.ledger.terms)} if viewer.ledger.terms else {},
            )
        )


def _signed_in_without_posting(request: HttpRequest) -> UUID | None:
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None
