"""One transaction a request, owned through rendering, with its audit row committed before data leaves.

Sessions, credentials and contexts lie outside it: the sign_in connection commits each by itself
(ADR 0006). A page that fails after its session was saved shows nothing, and the next asks again.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from allauth.core.context import request_context
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from alongside.access.viewer import Permission, Viewer
from alongside.audit.append import Entry, Outcome, append

RETRIES = 2
RETRYABLE = ("40001", "40P01")  # serialisation failure, deadlock
REFUSED = (403, 404)
LEADS_ON, FAILED = 300, 500


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
            self._audit(request, "refused")
        elif response.status_code >= FAILED:
            with suppress(OperationalError):  # the page already says that something went wrong
                self._audit(request, "failed")
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
                self._audit(request, _what_happened(request, response))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember a deadlock, which another try may pass; anything else takes its course."""
        cause = getattr(exception, "__cause__", None)
        if isinstance(exception, OperationalError) and getattr(cause, "sqlstate", "") in RETRYABLE:
            cast("Any", request).must_retry = True

    def _audit(self, request: HttpRequest, outcome: Outcome) -> None:
        viewer: Viewer | None = getattr(request, "viewer", None)
        match = request.resolver_match
        route = str(match.route) if match else ""
        wrong = outcome in ("refused", "failed")
        if viewer is None:
            if wrong and (user_id := _signed_in_without_posting(request)):
                append(Entry(outcome=outcome, route=route, act="", purpose="", user_id=user_id))
            return
        if not (wrong or viewer.ledger.shows_something):
            return
        permission: Permission | None = getattr(match.func, "page", None) if match else None
        append(
            Entry(
                outcome=outcome,
                route=route,
                act=permission.act if permission else "",
                purpose=permission.purpose if permission else "",
                user_id=viewer.user_id,
                posting_id=viewer.posting_id,
                children=viewer.ledger.children,
                parts=viewer.ledger.parts,
                detail=viewer.ledger.detail(),
            )
        )


def _what_happened(request: HttpRequest, response: HttpResponseBase) -> Outcome:
    """A form that was taken leads on to another page; one that was not is only shown again."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if request.method in ("GET", "HEAD"):
        return "searched" if viewer and viewer.ledger.terms else "shown"
    leads_on = LEADS_ON <= response.status_code < REFUSED[0]
    return "changed" if leads_on or (viewer and viewer.ledger.saved) else "shown"


def _signed_in_without_posting(request: HttpRequest) -> UUID | None:
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None
