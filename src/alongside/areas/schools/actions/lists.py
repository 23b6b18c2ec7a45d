"""Load the national list of schools: establishments of every authority, served here or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.loads.actions import (
    Counts,
    LoadedFile,
    begin_load,
    finish_load,
    refuse_if_overtaken,
)
from alongside.areas.loads.reading.files import FileRead
from alongside.areas.schools.gias import Establishment as Listed
from alongside.areas.schools.models import Establishment
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Authority, Organisation
from alongside.register.terms import OrganisationKind

_ORGANISATION = ("id", "authority_id", "kind", "name", "telephone", "email")
_ESTABLISHMENT = (
    *("organisation_id", "urn", "dfe_number", "local_authority_code", "kind", "phase", "status"),
    *("opened_on", "closed_on", "address", "postcode", "uprn", "website"),
)
_CENTRE = "children's centre"
_AUTHORITY_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolTotals:
    """What a load of schools did; `authorities` are those it first made known."""

    read: int
    taken: int
    added: int
    changed: int
    rejected: int
    authorities: int


@transaction.atomic
def load_schools(file: FileRead[Listed], *, at: datetime, operator: str = "") -> SchoolTotals:
    """Make the establishments as the file says; those it does not list keep their records.

    Raises `Overtaken`.
    """
    load = begin_load(
        kind="schools", file_name=file.name, digest=file.digest, at=at, operator=operator,
        sender="Get Information About Schools",
    )  # fmt: skip
    refuse_if_overtaken(load)
    authorities, made = _authorities(file.taken)
    added, changed = record_establishments(file.taken, authorities=authorities)
    rejected = len(file.rejected)
    counts = Counts(rows=file.rows, rejected=rejected, added=added, changed=changed)
    finish_load(load, counts, rejected=file.refusals())
    _record(load, counts, authorities.values())
    return SchoolTotals(
        read=file.rows,
        taken=len(file.taken),
        added=added,
        changed=changed,
        rejected=rejected,
        authorities=made,
    )


def _record(load: LoadedFile, counts: Counts, authorities: Iterable[UUID]) -> None:
    """One event for each authority whose schools the list names."""
    payload = {"load": load.load_id, "rows": counts.rows, "rejected": counts.rejected}
    record_many(
        [
            Fact(
                kind="schools_loaded",
                authority_id=authority_id,
                subject_id=load.load_id,
                at=load.at,
                payload=payload,
            )
            for authority_id in sorted(authorities)
        ]
    )


def _authorities(listed: Sequence[Listed]) -> tuple[dict[str, UUID], int]:
    """By the Department's code, each authority the list names; how many were not known before."""
    found = {a.dfe_code: a for a in Authority.objects.all()}
    taken = {a.gss_code for a in found.values()}
    made = 0
    for one in listed:
        authority = found.get(one.la_code)
        if authority is None:
            made += 1
            authority = Authority(dfe_code=one.la_code, name=one.la_name[:_AUTHORITY_NAME_LENGTH])
            authority.save(force_insert=True)
            found[one.la_code] = authority
        if one.gss_code and not authority.gss_code and one.gss_code not in taken:
            taken.add(one.gss_code)
            authority.gss_code = one.gss_code
            authority.save(update_fields=["gss_code"])
    named = {one.la_code for one in listed}
    return {code: authority.id for code, authority in found.items() if code in named}, made


def record_establishments(
    listed: Sequence[Listed], *, authorities: Mapping[str, UUID]
) -> tuple[int, int]:
    """Make the stored establishments as these say; how many were added, and how many changed.

    `authorities` holds the id of each by the Department's code.
    """
    held = {e.urn: e for e in Establishment.objects.select_related("organisation")}
    new = [(new_id(), one) for one in listed if one.urn not in held]
    insert_rows(
        Organisation,
        _ORGANISATION,
        ((i, *_organisation(one, authorities[one.la_code]), "") for i, one in new),
    )
    insert_rows(Establishment, _ESTABLISHMENT, ((i, *_columns(one)) for i, one in new))
    known = [(held[one.urn], one) for one in listed if one.urn in held]
    organisations, establishments = [], []
    for e, one in known:
        organisation = _organisation(one, authorities[one.la_code], held=e.organisation)
        stored = e.organisation
        if organisation != (stored.authority_id, stored.kind, stored.name, stored.telephone):
            organisations.append((e.organisation_id, *organisation))
        if _columns(one) != tuple(getattr(e, name) for name in _ESTABLISHMENT[1:]):
            establishments.append((e.organisation_id, *_columns(one)))
    update_rows(Organisation, _ORGANISATION[:-1], organisations)
    update_rows(Establishment, _ESTABLISHMENT, establishments)
    changed = {row[0] for row in (*organisations, *establishments)}
    return len(new), len(changed)


def _organisation(
    one: Listed, authority_id: UUID, *, held: Organisation | None = None
) -> tuple[UUID, str, str, str]:
    centre = one.type.casefold().replace("\u2019", "'").startswith(_CENTRE)
    kind = OrganisationKind.CHILDRENS_CENTRE if centre else OrganisationKind.SCHOOL
    # The list may know no number where somebody here does.
    telephone = one.telephone or (held.telephone if held else "")
    return authority_id, str(kind), one.name, telephone


def _columns(one: Listed) -> tuple[object, ...]:
    return (
        one.urn,
        one.dfe_number or "",
        one.la_code,
        one.type[:100],
        one.phase[:60],
        str(one.status),
        one.opened_on,
        one.closed_on,
        ", ".join(one.address_lines)[:400],
        one.postcode,
        one.uprn or "",
        one.website[:200],
    )
