"""Everything in the database about some requests, with ids turned into words that can be compared."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door.models import Answer, Decision, DecisionDraft, Request, Transfer
from alongside.areas.messages.models import Delivery
from alongside.areas.plans.models import Help
from alongside.register.models import Relationship

Row = dict[str, object]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# The only columns whose values differ by right: keys made at random. Each becomes the words below.
NAMED = {
    Event: lambda e: f"{e.kind} at {e.occurred_at} {e.payload.get('timescale', '')}",
    TextBlock: lambda t: f"text {t.body[:40]!r} of {t.written_at}",
    Answer: lambda a: f"answer to {a.question}",
    Decision: lambda d: "the decision",
    Clock: lambda c: f"clock {c.timescale}",
    Relationship: lambda r: f"tie {r.kind} by {r.evidence[:5]}",
    Transfer: lambda t: "the transfer",
}


def stored(keys: Mapping[UUID, str]) -> dict[str, list[Row]]:
    """By table, every column of every row of the requests with these ids, in a fixed order."""
    with connected_as("loader"):
        tables = {model: list(rows) for model, rows in _querysets(list(keys))}
        words = {str(request): key for request, key in keys.items()}
        for request in tables[Request]:
            words[str(request.draft_id)] = f"draft of {keys[request.id]}"
        for help_ in tables[Help]:
            words[str(help_.id)] = f"help of {keys[help_.request_id]}"
        for model, name in NAMED.items():
            words |= {
                str(row.id): f"{name(row)} of {words[_request_of(row)]}" for row in tables[model]
            }
        return {
            model.__name__: sorted((_row(row, words) for row in rows), key=repr)
            for model, rows in tables.items()
        }


def _querysets(ids: Sequence[UUID]) -> Iterable[tuple[type[models.Model], models.QuerySet[Any]]]:
    yield Request, Request.objects.filter(id__in=ids)
    for model in (Answer, Decision, DecisionDraft, Transfer, Help):
        yield model, model.objects.filter(request_id__in=ids)
    helps = Help.objects.filter(request_id__in=ids).values_list("id", flat=True)
    subjects = [*ids, *helps]
    for model in (TextBlock, Event, Clock, Delivery, Relationship):
        yield model, model.objects.filter(subject_id__in=subjects)


def _request_of(row: Any) -> str:
    return str(getattr(row, "request_id", None) or row.subject_id)


def _row(row: models.Model, words: Mapping[str, str]) -> Row:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, Delivery):
        columns.pop(
            "id"
        )  # nothing points at a delivery: its event, team, channel and person name it
    return {
        name: ID.sub(lambda found: words.get(found.group(), found.group()), str(value))
        if isinstance(value, UUID | str | dict)
        else value
        for name, value in columns.items()
    }
