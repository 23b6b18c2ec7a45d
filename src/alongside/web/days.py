"""Days in an address, as people write them."""

from datetime import date

from django.http import HttpRequest

from alongside.areas.loads.cells import CellRefused, day_of

YEARS = range(1900, 2101)
NO_DAY = "Enter a day like 4/9/2026"
WRONG_ORDER = "The last day must be on or after the first"


def typed_day(request: HttpRequest, name: str) -> str:
    """What was typed for a day that stands in the address."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def day_in(request: HttpRequest, name: str, errors: dict[str, str]) -> date | None:
    """The day of that name in the address; None where there is none, or `errors` says it is none."""
    try:
        day = day_of(typed_day(request, name))
    except CellRefused:
        errors[name] = NO_DAY
        return None
    if day is not None and day.year not in YEARS:
        errors[name] = NO_DAY
        return None
    return day
