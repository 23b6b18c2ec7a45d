"""*Your school's record*: what it asked, whether it was told in time, what came of it, how soon help began."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from alongside.access.viewer import Viewer
from alongside.areas.front_door.permissions import SEE_SCHOOL_RECORD
from alongside.areas.front_door.queries import SchoolRecord, school_record
from alongside.areas.front_door.rules import school_year_start
from alongside.foundation.calendars import local_day
from alongside.packs import Pack, load_pack
from alongside.web.days import YEARS
from alongside.web.figures.tables import Bar
from alongside.web.gate import page
from alongside.web.requests import now_of
from alongside.web.spreadsheets import csv_response

ENDS = ("since", "until")
FIELDS = ("day", "month", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that are asked for, as typed and as understood."""

    typed: Mapping[str, str]
    since: date
    until: date
    errors: dict[str, str]


def _days(request: HttpRequest) -> Days:
    """The days in the address; this school year and the one before where it names none."""
    today = local_day(now_of(request))
    this_year = school_year_start(today)
    ends = {"since": date(this_year.year - 1, this_year.month, 1), "until": today}
    typed = {
        f"{end}-{f}": request.GET.get(f"{end}-{f}", "").strip() for end in ENDS for f in FIELDS
    }
    errors = {}
    if any(typed.values()):
        for end, words in zip(ENDS, ("first", "last"), strict=True):
            found = _day([typed[f"{end}-{field}"] for field in FIELDS])
            if found is None:
                errors[f"{end}-day"] = f"Enter the {words} day as numbers, for example 4 9 2026"
            else:
                ends[end] = found
        if not errors and ends["since"] > ends["until"]:
            errors["until-day"] = "The last day must be the same as or after the first day"
    else:
        typed = {f"{end}-{f}": str(getattr(ends[end], f)) for end in ENDS for f in FIELDS}
    return Days(typed=typed, errors=errors, **ends)


def _day(parts: list[str]) -> date | None:
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day) if year in YEARS else None
    except (ValueError, OverflowError):
        return None


def _bars(record: SchoolRecord) -> list[Bar]:
    most = max((row.requests for row in record.rows), default=0) or 1
    return [
        Bar(label=row.term, value=str(row.requests), share=row.requests / most)
        for row in record.rows
    ]


@page(requires=SEE_SCHOOL_RECORD, methods=("GET", "HEAD"))
def your_record(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The figures on the page; with `?file=csv` the same as a file."""
    days, pack = _days(request), load_pack(viewer.pack)
    record = school_record(viewer, since=days.since, until=days.until, now=now_of(request))
    if request.GET.get("file") == "csv" and not days.errors:
        return _file(record, pack, days)
    shown = {
        "record": record,
        "days": days,
        "errors": days.errors,
        "outcomes": pack.wording.outcomes,
        "bars": _bars(record),
        "file": f"?{urlencode({**days.typed, 'file': 'csv'})}",
    }  # fmt: skip
    return render(request, "school/record.html", shown)


def _file(record: SchoolRecord, pack: Pack, days: Days) -> HttpResponse:
    outcomes = pack.wording.outcomes
    headings = [
        "Term", "Requests", "Told in time", "Told late or overdue", "Waiting", "Told in time of 100",
        *(f"Decided: {wording.label}" for wording in outcomes.values()),
        "Taken on by a team", "Days until taken on (middle value)",
    ]  # fmt: skip
    rows = [
        [
            row.term, row.requests, row.told_in_time, row.late, row.waiting,
            "" if row.share_in_time is None else row.share_in_time,
            *(row.outcomes.get(outcome, 0) for outcome in outcomes),
            row.helped, "" if row.days_to_help is None else round(row.days_to_help, 1),
        ]
        for row in (*record.rows, record.whole)
    ]  # fmt: skip
    name = f"school-record-{days.since}-to-{days.until}.csv"
    return csv_response(headings, rows, filename=name)
