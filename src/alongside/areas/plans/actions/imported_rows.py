"""The contacts and meetings that a case system has, made equal to what it says: by the key of each step."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from alongside.areas.plans.imported import ImportedHelp
from alongside.areas.plans.models import Contact, Meeting
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows

Values = tuple[object, ...]
_CONTACT = (
    *("help_id", "child_id", "kind", "happened_at", "child_seen", "words_id", "recorded_at"),
    "recorded_by_id",
)
_MEETING = ("help_id", "child_id", "kind", "state", "starts_at", "outcome_id", "recorded_at")


def set_contacts(
    helps: Sequence[ImportedHelp],
    ids: Mapping[str, UUID],
    *,
    source: str,
    children: Collection[UUID],
) -> dict[str, UUID]:
    """Make the contacts of this source equal to what it says; the id of each by its step."""
    wanted: dict[str, Values] = {}
    for one in helps:
        for c in one.contacts:
            wanted[f"{source}/{c.key}"] = (
                *(ids[one.source_key], one.child_id, c.kind, c.happened_at, c.child_seen),
                *(c.words_id, c.recorded_at, c.recorded_by_id),
            )
    stored = Contact.objects.filter(child_id__in=children, source_key__startswith=f"{source}/")
    made = _make_equal(Contact, _CONTACT, wanted, stored)
    return {key.removeprefix(f"{source}/"): row_id for key, row_id in made.items()}


def set_meetings(
    helps: Sequence[ImportedHelp],
    ids: Mapping[str, UUID],
    *,
    source: str,
    children: Collection[UUID],
) -> None:
    """Make the meetings of this source equal to what it says."""
    wanted: dict[str, Values] = {}
    for one in helps:
        for m in one.meetings:
            wanted[f"{source}/{m.key}"] = (
                *(ids[one.source_key], one.child_id, m.kind, m.state, m.starts_at),
                *(m.words_id, m.recorded_at),
            )
    stored = Meeting.objects.filter(child_id__in=children, source_key__startswith=f"{source}/")
    _make_equal(Meeting, _MEETING, wanted, stored, place="", version=1)


def _make_equal(
    model: type[models.Model],
    columns: tuple[str, ...],
    wanted: Mapping[str, Values],
    stored: Any,
    **fixed: object,
) -> dict[str, UUID]:
    """Insert, change and remove rows until those of these children are as wanted; ids by key."""
    held: dict[str, tuple[UUID, Values]] = {
        key: (row_id, tuple(values))
        for row_id, key, *values in stored.values_list("id", "source_key", *columns)
    }
    gone = [row_id for key, (row_id, _) in held.items() if key not in wanted]
    model._base_manager.filter(id__in=gone).delete() if gone else None  # noqa: SLF001
    changed = [(k, v) for k, v in wanted.items() if k in held and held[k][1] != v]
    update_rows(model, ("id", *columns), [(held[key][0], *values) for key, values in changed])
    new = {key: new_id() for key in wanted if key not in held}
    insert_rows(
        model, ("id", "source_key", *columns, *fixed),
        [(row_id, key, *wanted[key], *fixed.values()) for key, row_id in new.items()],
    )  # fmt: skip
    return new | {key: held[key][0] for key in wanted if key in held}
