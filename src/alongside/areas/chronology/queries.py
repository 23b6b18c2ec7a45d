"""A child's chronology, as far as the viewer may read it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.chronology.events import EventKind, catalogue
from alongside.areas.chronology.models import Event, TakenBack
from alongside.foundation.calendars import midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a chronology: what happened, when, and by whom or from which file it is known."""

    child_id: UUID
    kind: str
    label: str
    occurred_at: datetime
    by: str
    organisation: str
    subject_id: UUID | None
    detail: str = ""
    loaded_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which entries of a chronology are asked for; what is left empty narrows nothing.

    `kinds` are event kinds; `from_day` and `to_day` are both included. `untold` names, by kind, the
    subjects of which that is not to be read yet.
    """

    kinds: Collection[str] | None = None
    organisation_id: UUID | None = None
    from_day: date | None = None
    to_day: date | None = None
    untold: Mapping[str, Collection[UUID]] = field(default_factory=dict)


EVERYTHING = Chosen()


@discloses("pointer")
def chronology_of(
    viewer: Viewer,
    child_id: UUID,
    *,
    chosen: Chosen = EVERYTHING,
    first: int = 0,
    most: int = 100,
) -> list[Entry]:
    """What has happened for a child, newest first; operational events stay out of it."""
    kinds = catalogue()
    rows = _chosen(child_id, chosen).select_related(
        "by_posting__user", "by_posting__team__organisation"
    )
    return [
        _entry(child_id, row, kinds[row.kind])
        for row in rows.order_by("-occurred_at", "-id")[first : first + most]
    ]


def chronology_length(viewer: Viewer, child_id: UUID, *, chosen: Chosen = EVERYTHING) -> int:
    """How many entries there are of those that the viewer may read."""
    return _chosen(child_id, chosen).count()


def organisations_in(viewer: Viewer, child_id: UUID, *, chosen: Chosen) -> list[tuple[UUID, str]]:
    """The organisations whose people did something that the viewer may read in it, by name."""
    place = "by_posting__team__organisation"
    rows = _chosen(child_id, chosen).filter(by_posting__isnull=False)
    found = rows.order_by(f"{place}__name").values_list(f"{place}_id", f"{place}__name").distinct()
    return list(found)


def _chosen(child_id: UUID, chosen: Chosen) -> QuerySet[Event]:
    shown = [kind.name for kind in catalogue().values() if not kind.operational]
    if chosen.kinds is not None:
        shown = [name for name in shown if name in chosen.kinds]
    taken_back = TakenBack.objects.filter(event_id=OuterRef("id"))
    rows = Event.objects.filter(~Exists(taken_back), child_id=child_id, kind__in=shown)
    if chosen.organisation_id:
        rows = rows.filter(by_posting__team__organisation_id=chosen.organisation_id)
    if chosen.from_day:
        rows = rows.filter(occurred_at__gte=midnight(chosen.from_day))
    if chosen.to_day:
        rows = rows.filter(occurred_at__lt=midnight(chosen.to_day + timedelta(days=1)))
    for kind, subjects in chosen.untold.items():
        rows = rows.exclude(kind=kind, subject_id__in=subjects)
    return rows


def causes_of(viewer: Viewer, events: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """By event, its payload of codes and ids: of those the viewer may read, one query for a list."""
    return dict(Event.objects.filter(id__in=events).values_list("id", "payload"))


def was_recorded(kind: str) -> bool:
    """Whether an event of this kind was ever recorded, in any authority that may be seen."""
    return Event.objects.filter(kind=kind).exists()


def _entry(child_id: UUID, row: Event, kind: EventKind) -> Entry:
    posting = row.by_posting
    return Entry(
        child_id=child_id,
        kind=row.kind,
        label=kind.label,
        occurred_at=row.occurred_at,
        by=posting.user.full_name if posting else "",
        organisation=posting.team.organisation.name if posting else "",
        subject_id=row.subject_id,
        detail=kind.detail(row.payload) if kind.detail else "",
        loaded_from=kind.loaded_from(row.payload) if kind.loaded_from else "",
    )


# For loads alone, which run as a role that sees every child: nobody is shown what this returns. ---


def told_of(
    children: Collection[UUID], kinds: Collection[str], *, authority_id: UUID
) -> list[tuple[UUID, UUID, str, UUID | None, datetime, dict[str, Any]]]:
    """Each event of these kinds that one authority told and that stands: id, child, kind, subject, day, payload."""
    taken_back = TakenBack.objects.filter(event_id=OuterRef("id"))
    rows = Event.objects.filter(~Exists(taken_back), child_id__in=children, kind__in=kinds)
    rows = rows.filter(authority_id=authority_id)
    return list(rows.values_list("id", "child_id", "kind", "subject_id", "occurred_at", "payload"))
