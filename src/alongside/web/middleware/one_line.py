"""One line of the log and one addition to the numbers for each request: routes, ids and times, never words."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse

from alongside.access.context import SIGN_IN
from alongside.access.viewer import Viewer
from alongside.web.running.measuring import (
    METHODS,
    NO_ROUTE,
    OTHER_METHOD,
    STATIC,
    Answered,
    measure,
)
from alongside.web.running.urls import urlpatterns as for_machines

# As proxies make them. Anything else could be words: it is not repeated.
WELL_FORMED = re.compile(r"[0-9A-Fa-f-]{16,64}")

# Files of the pages, and what monitors ask without end: only what goes wrong with them is worth a line.
ASKED_EVERY_FEW_SECONDS = frozenset({STATIC, *(entry.name for entry in for_machines)})
WRONG = 400

log = structlog.get_logger()


class OneLine:
    """Says of each request its route, status, time, statements and posting, under an id of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        statements, began = _Statements(), time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=_id_of(request))
        with ExitStack() as counted:
            for alias in (DEFAULT_DB_ALIAS, SIGN_IN):
                if alias in settings.DATABASES:
                    counted.enter_context(connections[alias].execute_wrapper(statements))
            response = self.get_response(request)
        _say(
            request,
            Answered(
                route=_route_of(request),
                method=request.method if request.method in METHODS else OTHER_METHOD,
                status=response.status_code,
                seconds=time.perf_counter() - began,
                queries=statements.sent,
                database_seconds=statements.seconds,
            ),
        )
        return response


class _Statements:
    """Counts what is sent to the database, and the time it takes to answer."""

    def __init__(self) -> None:
        self.sent, self.seconds = 0, 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, values: Any, many: bool, about: Any  # noqa: FBT001
    ) -> Any:  # fmt: skip
        began = time.perf_counter()
        try:
            return execute(sql, values, many, about)
        finally:
            self.sent += 1
            self.seconds += time.perf_counter() - began


def _say(request: HttpRequest, answered: Answered) -> None:
    measure(answered)
    if answered.route in ASKED_EVERY_FEW_SECONDS and answered.status < WRONG:
        return
    viewer: Viewer | None = getattr(request, "viewer", None)
    log.info(
        "request",
        method=answered.method,
        route=answered.route,
        status=answered.status,
        ms=round(answered.seconds * 1000, 1),
        db_ms=round(answered.database_seconds * 1000, 1),
        queries=answered.queries,
        **({"posting": str(viewer.posting_id)} if viewer else {}),
    )


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def _route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return match.view_name or NO_ROUTE
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NO_ROUTE
