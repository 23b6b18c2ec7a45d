"""What every view reads from a request besides its form."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime


def now_of(request: HttpRequest) -> datetime:
    """The moment this request came in: the one reading of the clock that all of it uses."""
    return cast("datetime", cast("Any", request).now)


def typed(request: HttpRequest, field: str) -> str:
    """What was typed into a field, without the one character that PostgreSQL cannot keep."""
    return request.POST.get(field, "").replace("\x00", "").strip()


def searched(request: HttpRequest) -> str:
    """The words of a search, which stand in the address."""
    return request.GET.get("q", "").replace("\x00", "").strip()


def version_in(request: HttpRequest) -> int:
    """The version of the row that the form was filled in for; 0 where it says none."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def chosen(request: HttpRequest, field: str) -> UUID | None:
    """The row that was chosen in a list; None where none was, or where it is no id at all."""
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return None


def seen_at_in(request: HttpRequest) -> datetime:
    """When the page that was sent had been opened: what came since then was not seen."""
    now = now_of(request)
    try:
        seen = parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:
        return now
    return min(seen, now) if seen and seen.tzinfo else now
