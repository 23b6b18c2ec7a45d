"""What came in, one load, and the file of what goes back."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.access.gate import NotFound
from alongside.access.viewer import Viewer
from alongside.areas.loads.permissions import SEE_LOADS
from alongside.areas.loads.queries.matches import matches_waiting
from alongside.areas.loads.queries.seeing import (
    HEADINGS,
    LoadRead,
    cells_to_send_back,
    load_seen,
    loads_seen,
    rejections_seen,
)
from alongside.web.gate import page
from alongside.web.paging import page_of
from alongside.web.requests import now_of
from alongside.web.spreadsheets import csv_response

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@page(requires=SEE_LOADS, methods=("GET", "HEAD"))
def loads(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The files that came in, newest first."""
    at = page_of(request)
    rows = loads_seen(viewer, now=now_of(request), first=at.first, most=at.most_and_one)
    shown = {
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "waiting": matches_waiting(viewer),
        "under_way": any(row.under_way for row in rows),
        "took": took_in_words,
    }
    return render(request, "loads/list.html", shown)


@page(requires=SEE_LOADS, methods=("GET", "HEAD"))
def one_load(request: HttpRequest, viewer: Viewer, load_id: UUID) -> HttpResponse:
    """One file: how far it is, what it changed or why not, and what of it goes back."""
    read, at = _load(request, viewer, load_id), page_of(request)
    rows = rejections_seen(viewer, load_id, first=at.first, most=at.most_and_one)
    shown = {
        "read": read,
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "took": took_in_words,
    }
    return render(request, "loads/one.html", shown)


@page(requires=SEE_LOADS, methods=("GET", "HEAD"))
def load_file(request: HttpRequest, viewer: Viewer, load_id: UUID) -> HttpResponse:
    """Everything that was not taken, to send back to whoever keeps the file."""
    read = _load(request, viewer, load_id)
    rows = cells_to_send_back(rejections_seen(viewer, load_id))
    name = f"not-taken-{read.started_at:%Y-%m-%d}-{str(load_id)[-6:]}.csv"
    return csv_response(HEADINGS, rows, filename=name)


def _load(request: HttpRequest, viewer: Viewer, load_id: UUID) -> LoadRead:
    read = load_seen(viewer, load_id, now=now_of(request))
    if read is None:
        raise NotFound
    return read


def took_in_words(took: timedelta) -> str:
    """How long something took: "less than a second", "12 seconds", "4 minutes", "2 hours 5 minutes"."""
    if took < timedelta(seconds=1):
        return "less than a second"
    if took < _MINUTE:
        return _many(int(took.total_seconds()), "second")
    if took < _HOUR:
        return _many(took // _MINUTE, "minute")
    hours, minutes = took // _HOUR, took % _HOUR // _MINUTE
    return _many(hours, "hour") + (f" {_many(minutes, 'minute')}" if minutes else "")


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
