"""Jinja as every page uses it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from alongside.areas.front_door.queries.status import moment_in_words


def environment(**options: Any) -> Environment:
    """The environment of every page: escaping on, GOV.UK components, addresses by name."""
    ours = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(loader=ChoiceLoader([ours, govuk]), **options)  # noqa: S701  Django sets autoescape
    made.globals.update(static=static, url=_url, form_errors=form_errors)
    made.filters["moment"] = _moment
    return made


def _url(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs=kwargs or None)


def _moment(moment: datetime) -> str:
    return moment_in_words(moment, now=timezone.now())


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


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every page knows: who is signed in, as what."""
    return {"viewer": getattr(request, "viewer", None), "demo": settings.DEMO}
