"""A child's chronology, as far as the viewer may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.access.disclosure import discloses
from alongside.access.viewer import Viewer
from alongside.areas.chronology.events import catalogue
from alongside.areas.chronology.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a chronology: what happened, when, and by whom."""

    child_id: UUID
    kind: str
    label: str
    occurred_at: datetime
    by: str
    organisation: str
    subject_id: UUID | None


@discloses("pointer")
def chronology_of(viewer: Viewer, child_id: UUID, *, most: int = 100) -> list[Entry]:
    """What has happened for a child, newest first; operational events stay out of it."""
    kinds = catalogue()
    shown = [kind.name for kind in kinds.values() if not kind.operational]
    rows = Event.objects.select_related(
        "by_posting__user", "by_posting__team__organisation"
    ).filter(child_id=child_id, kind__in=shown)
    return [
        _entry(child_id, row, kinds[row.kind].label)
        for row in rows.order_by("-occurred_at", "-id")[:most]
    ]


def was_recorded(kind: str) -> bool:
    """Whether an event of this kind was ever recorded, in any authority that may be seen."""
    return Event.objects.filter(kind=kind).exists()


def _entry(child_id: UUID, row: Event, label: str) -> Entry:
    posting = row.by_posting
    return Entry(
        child_id=child_id,
        kind=row.kind,
        label=label,
        occurred_at=row.occurred_at,
        by=posting.user.full_name if posting else "",
        organisation=posting.team.organisation.name if posting else "",
        subject_id=row.subject_id,
    )
