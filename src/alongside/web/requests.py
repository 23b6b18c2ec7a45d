"""What every view reads from a request besides its form."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest


def now_of(request: HttpRequest) -> datetime:
    """The moment this request came in: the one reading of the clock that all of it uses."""
    return cast("datetime", cast("Any", request).now)
