"""Schools by their numbers, and who was on a school's roll when: for loads, which see every row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.areas.schools.gias import Status
from alongside.areas.schools.models import Establishment, Load, Registration
from alongside.areas.schools.rules.time_on_roll import Stay
from alongside.foundation.calendars import local_day
from alongside.register.models import Relationship
from alongside.register.terms import RelationshipKind


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An establishment as an organisation, whether it is closed, and whether its authority is served here."""

    organisation_id: UUID
    authority_id: UUID
    authority: str
    pack: str
    name: str
    kind: str
    closed: bool


def school_by_urn(urn: str) -> School | None:
    """The establishment with this URN, or None where none is known."""
    found = Establishment.objects.filter(urn=urn).select_related("organisation__authority").first()
    if found is None:
        return None
    organisation = found.organisation
    return School(
        organisation_id=organisation.id,
        authority_id=organisation.authority_id,
        authority=organisation.authority.name,
        pack=organisation.authority.pack,
        name=organisation.name,
        kind=organisation.kind,
        closed=found.status == Status.CLOSED,
    )


def organisations_by_urn(urns: Iterable[str]) -> dict[str, UUID]:
    """By URN, the organisation that each establishment is."""
    rows = Establishment.objects.filter(urn__in=list(urns))
    return dict(rows.values_list("urn", "organisation_id"))


def stays_at(school_id: UUID) -> dict[UUID, list[Stay]]:
    """By child, every time on this school's roll, the oldest first."""
    entries = Registration.objects.filter(school_id=school_id)
    registered = {
        tie_id: (admitted_on, left_on, year_group)
        for tie_id, admitted_on, left_on, year_group in entries.values_list(
            "relationship_id", "admitted_on", "left_on", "year_group"
        )
    }
    ties = Relationship.objects.filter(organisation_id=school_id, kind=RelationshipKind.ON_ROLL)
    columns = ("id", "child_id", "starts_at", "ends_at")
    found: dict[UUID, list[Stay]] = {}
    for tie_id, child_id, starts_at, ends_at in ties.order_by("starts_at", "id").values_list(
        *columns
    ):
        entry = registered.get(tie_id)
        admitted_on, left_on, year_group = entry or (local_day(starts_at), None, "")
        stay = Stay(
            relationship_id=tie_id,
            child_id=child_id,
            starts_at=starts_at,
            ends_at=ends_at,
            admitted_on=admitted_on,
            left_on=left_on,
            year_group=year_group,
            registered=entry is not None,
        )
        found.setdefault(child_id, []).append(stay)
    return found


def last_loaded_at(school_id: UUID) -> datetime | None:
    """When a roll of this school was last loaded."""
    loads = Load.objects.filter(kind="roll", school_id=school_id).order_by("-started_at")
    return loads.values_list("started_at", flat=True).first()
