"""Three addresses for machines, answered outside sessions, transactions and the audit: they show nobody.

A probe asks by plain http and by number, so that neither the redirect to https nor the list of
hosts stands before them.
"""

import secrets

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from alongside.web.errors import not_found_page
from alongside.web.gate import public_page
from alongside.web.running.measuring import requests_measured
from alongside.web.running.readiness import NotReady, require_ready
from alongside.web.running.standing import Standing

log = structlog.get_logger()


@public_page
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers; asked with ?ready, whether it can also serve."""
    return ready(request) if "ready" in request.GET else _said("ok", 200)


@public_page
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether pages can be served; why not stands in the log alone."""
    try:
        require_ready()
    except NotReady as reason:
        log.warning("not_ready", reason=str(reason))
        return _said("not ready", 503)
    return _said("ready", 200)


@public_page
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever shows the token; for anybody else no page is here."""
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not secrets.compare_digest(shown.encode(), wanted.encode()):
        return not_found_page(request)
    standing = CollectorRegistry()
    standing.register(Standing())
    told = generate_latest(requests_measured()) + generate_latest(standing)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
