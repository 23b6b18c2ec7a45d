"""System checks: every route's permission, packs that name known events, an address safe to serve."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.areas.chronology.events import catalogue
from alongside.config.base_url import read_base_url
from alongside.packs import PackInvalid, available_packs, load_pack
from alongside.web.third_party import CLASSIFIED


def patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the product: its address and its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def unclassified_routes() -> list[str]:
    """Routes that declare neither a permission nor a class among the third-party ones."""
    return [
        address
        for address, pattern in patterns()
        if not hasattr(pattern.callback, "page") and pattern.name not in CLASSIFIED
    ]


@register
def every_route_declares_its_permission(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The route {address!r} declares no permission.",
            hint="Decorate its view with @page(requires=...), or @public_page.",
            id="alongside.E001",
        )
        for address in unclassified_routes()
    ]


@register
def packs_name_only_known_events(**_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    late = {name for name, kind in catalogue().items() if kind.told_late}
    for key in available_packs():
        try:
            named = load_pack(key).events_named()
        except PackInvalid as problem:
            found.append(Error(str(problem), id="alongside.E003"))
            continue
        unknown = named - set(catalogue())
        found += [
            Error(
                f"The pack {key} names the event {event}, which a return tells of long after: "
                "no clock starts on it and nobody is told.",
                id="alongside.E005",
            )
            for event in sorted(named & late)
        ]
        found += [
            Error(
                f"The pack {key} names the event {event}, which no area records.",
                id="alongside.E002",
            )
            for event in sorted(unknown)
        ]
    return found


@register
def the_base_address_is_safe(**_: Any) -> list[CheckMessage]:
    problem = read_base_url(settings.BASE_URL).problem
    return [Error(f"ALONGSIDE_BASE_URL: {problem}", id="alongside.E004")] if problem else []
