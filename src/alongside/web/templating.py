"""Jinja as every page uses it."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context

from alongside.access.viewer import Viewer
from alongside.areas.messages.queries import unread
from alongside.foundation.calendars import ENGLAND
from alongside.foundation.time_in_words import moment_in_words, time_in_words
from alongside.web.navigation import places_for
from alongside.web.requests import now_of


def environment(**options: Any) -> Environment:
    """The environment of every page: escaping on, GOV.UK components, addresses by name."""
    ours = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(loader=ChoiceLoader([ours, govuk]), **options)  # noqa: S701  Django sets autoescape
    made.globals.update(static=static, url=_url, url_or_none=_url_or_none, form_errors=form_errors)
    made.filters.update(
        moment=_moment, moment_or_day=_moment_or_day, full_moment=_full_moment, day=_day, telephone=_telephone,
    )  # fmt: skip
    return made


def _url(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs=kwargs or None)


def _url_or_none(name: str, **kwargs: object) -> str | None:
    """The address of a page, or None where this deployment has none of that name."""
    try:
        return _url(name, **kwargs)
    except NoReverseMatch:
        return None


@pass_context
def _moment(context: Context, moment: datetime) -> str:
    """A moment in words, as seen from the moment at which the page was asked for."""
    if context.get("on_paper"):  # where "today" is soon wrong
        return _full_moment(moment)
    request = context.get("request")
    return moment_in_words(moment, now=now_of(request) if request else timezone.now())


@pass_context
def _moment_or_day(context: Context, moment: datetime) -> str:
    """A moment in words, or only its day where that is all that is known: then it begins the day."""
    there = moment.astimezone(ENGLAND)
    return _day(there.date()) if there.time() == time() else _moment(context, moment)


def _full_moment(moment: datetime) -> str:
    """A moment with its year, for paper; only its day where it begins the day."""
    there = moment.astimezone(ENGLAND)
    day = _day(there.date())
    return day if there.time() == time() else f"{day} at {time_in_words(there)}"


def _day(day: date) -> str:
    """A day as GOV.UK writes it: 4 May 2015."""
    return f"{day.day} {day:%B %Y}"


def _telephone(number: str) -> str:
    """A number as a link dials it."""
    return "tel:" + "".join(c for c in number if c.isdigit() or c == "+")


def form_errors(form: BaseForm) -> dict[str, str]:
    """The summary of a form's errors: the field to go to, and its words."""
    found = {
        field.auto_id: " ".join(str(words) for words in field.errors)
        for field in form.visible_fields()
        if field.errors
    }
    if general := " ".join(str(words) for words in form.non_field_errors()):
        return {form.visible_fields()[0].auto_id: general} | found
    return found


def _personas() -> str:
    """Where the demo's people are chosen; empty where no demo runs."""
    try:
        return reverse("personas") if settings.DEMO else ""
    except NoReverseMatch:
        return ""


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every page knows: who is signed in, as what, and how much nobody in the team has read."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    places = list(places_for(viewer)) if viewer else []
    waiting = unread(viewer) if viewer else None
    has_inbox = any(place.counts_unread for place, _ in places)
    return {
        "viewer": viewer,
        "places": places,
        "personas": _personas(),
        "unread": waiting.in_team if waiting and has_inbox else 0,
        "for_oneself": waiting.by_oneself if waiting else False,
        "here": request.path,
        "works_elsewhere": viewer.works_elsewhere if viewer else False,
    }
