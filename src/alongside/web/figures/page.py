"""The manager's page: what waits, what was told in time, how alike requests were decided, who is silent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from alongside.access.gate import NotFound, NotPermitted
from alongside.access.viewer import Viewer
from alongside.areas.front_door.counting import Counted, told_within, week_of
from alongside.areas.front_door.permissions import SEE_FIGURES
from alongside.areas.front_door.queries.figures import (
    Period,
    requests_alike,
    requests_counted,
    standing_now,
)
from alongside.areas.plans.queries.figures import open_help
from alongside.foundation.calendars import local_day
from alongside.packs import load_pack
from alongside.web.days import WRONG_ORDER, day_in, typed_day
from alongside.web.figures import tables
from alongside.web.gate import page
from alongside.web.hub.queue import outcomes_in_words
from alongside.web.paging import page_of
from alongside.web.requests import now_of
from alongside.web.spreadsheets import csv_response

HUB, COUNCIL = "front_door", "local_authority"
WEEKS_SHOWN = 12
LONGEST = timedelta(days=3 * 366)
TOO_LONG = "Choose three years or less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The period in the address, as typed and as understood."""

    period: Period
    typed_from: str
    typed_to: str
    errors: dict[str, str]

    @property
    def in_address(self) -> str:
        return _in_address(self.period)


@page(requires=SEE_FIGURES, methods=("GET", "HEAD"))
def figures(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Each figure with its picture and the table behind it."""
    must_be_the_council_s(viewer)
    now, asked = now_of(request), _asked(request)
    shown: dict[str, Any] = {
        "help": tables.help_table(open_help(viewer, now=now)),
        "is_hub": viewer.team_kind == HUB,
        "asked": asked,
        "errors": asked.errors,
    }
    if viewer.team_kind == HUB:
        rows = requests_counted(viewer, asked.period)
        pack = load_pack(viewer.pack)
        shown |= {
            "standing": standing_now(viewer, now=now),
            "often_asked": _often_asked(local_day(now)),
            "counted": len(rows),
            "told": tables.in_words(told_within(rows, now=now)),
            "punctual": _punctual(rows, viewer, asked, now),
            "alike": tables.alike_rows(rows, pack),
        }
    return render(request, "figures/figures.html", shown)


@page(requires=SEE_FIGURES, methods=("GET", "HEAD"))
def figures_file(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One figure's table as a file: the columns of the page, and no other."""
    must_be_the_council_s(viewer)
    now, asked = now_of(request), _asked(request)
    found = [tables.help_table(open_help(viewer, now=now))]
    if viewer.team_kind == HUB:
        rows = requests_counted(viewer, asked.period)
        found += _punctual(rows, viewer, asked, now)
        found.append(tables.alike_table(tables.alike_rows(rows, load_pack(viewer.pack))))
    table = next((table for table in found if table.key == key), None)
    if table is None:
        raise NotFound
    name = f"{key}-{asked.period.first}-to-{asked.period.last}.csv"
    return csv_response(table.headings, table.rows, filename=name)


@page(requires=SEE_FIGURES, methods=("GET", "HEAD"))
def figures_alike(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The requests behind one number of alike requests."""
    if viewer.team_kind != HUB:
        raise NotFound
    asked, at = _asked(request), page_of(request)
    level, need, outcome = (request.GET.get(key, "") for key in ("level", "need", "outcome"))
    pack, outcomes = load_pack(viewer.pack), outcomes_in_words(viewer)
    needs = tables.needs_in_words(pack)
    if (
        level not in {str(number) for number, _ in enumerate(pack.levels, start=1)}
        or outcome not in outcomes
    ):
        raise NotFound
    rows = requests_alike(
        viewer, asked.period, level_of_need=int(level), need=need.replace("\x00", ""), outcome=outcome,
        now=now_of(request), first=at.first, most=at.most_and_one,
    )  # fmt: skip
    chosen = {"level": level, "need": need, "outcome": outcome}
    shown = {
        "rows": at.shown(rows),
        "at": at.with_more(rows),
        "level": f"{level} {pack.levels[int(level) - 1].name}",
        "need": needs.get(need, need),
        "outcome": outcomes[outcome],
        "asked": asked,
        "also": f"&{asked.in_address}&{urlencode(chosen)}",
    }
    return render(request, "figures/alike.html", shown)


def must_be_the_council_s(viewer: Viewer) -> None:
    """Raise `NotPermitted` for managers of other organisations."""
    if viewer.organisation_kind != COUNCIL:
        raise NotPermitted("Only the council's managers have this page.")


def _in_address(period: Period) -> str:
    return urlencode({"from": str(period.first), "to": str(period.last)})


def _often_asked(today: date) -> list[tuple[str, str]]:
    """Periods that are asked for often: in words, and in the address."""
    year, years = today - timedelta(days=365), today - timedelta(days=3 * 365)
    begins = (
        ("the last 12 weeks", _weeks_before(today)),
        ("the last 12 months", year),
        ("the last three years", years),
    )
    return [(words, _in_address(Period(first=first, last=today))) for words, first in begins]


def _punctual(
    rows: list[Counted], viewer: Viewer, asked: Asked, now: datetime
) -> list[tables.Table]:
    pack = load_pack(viewer.pack)
    return [
        tables.over_time(rows, asked.period, now=now),
        tables.by_school(rows, now=now),
        tables.by_outcome(rows, pack, now=now),
    ]


def _asked(request: HttpRequest) -> Asked:
    """The period in the address; the last twelve weeks where it has none that can be read."""
    errors: dict[str, str] = {}
    today = local_day(now_of(request))
    first, last = day_in(request, "from", errors), day_in(request, "to", errors)
    last = last or today
    first = first or _weeks_before(last)
    if first > last:
        errors["to"] = WRONG_ORDER
    elif last - first > LONGEST:
        errors["from"] = TOO_LONG
    if errors:
        first, last = _weeks_before(today), today
    return Asked(
        period=Period(first=first, last=last),
        typed_from=typed_day(request, "from") or _as_typed(first),
        typed_to=typed_day(request, "to") or _as_typed(last),
        errors=errors,
    )


def _weeks_before(day: date) -> date:
    return week_of(day - timedelta(weeks=WEEKS_SHOWN - 1))


def _as_typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
