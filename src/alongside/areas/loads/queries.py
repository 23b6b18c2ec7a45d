"""What is known of earlier loads."""

from datetime import datetime
from uuid import UUID

from alongside.areas.loads.models import Load


def last_loaded_at(kind: str, *, school_id: UUID | None) -> datetime | None:
    """When a file of this kind, of this school if of one, was last loaded."""
    loads = Load.objects.filter(kind=kind, school_id=school_id).order_by("-started_at")
    return loads.values_list("started_at", flat=True).first()
