"""The tie of the council to the children whom its census tells of: from the day of the first referral."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID

from alongside.areas.loads.actions import LoadedFile
from alongside.areas.social_care.actions.applying import Standing
from alongside.areas.social_care.rules.shape import EPISODES, REFERRED
from alongside.foundation.calendars import ENGLAND
from alongside.foundation.ids import texts_of_ids_at
from alongside.register.bulk import among, insert_texts, update_rows
from alongside.register.models import Relationship
from alongside.register.terms import RelationshipKind

_KIND = RelationshipKind.RESPONSIBLE_AUTHORITY.value
EVIDENCE = "return:cin_census"  # so that what another source shows is left as it is


def tie_to_authority(
    children: Sequence[Standing],
    *,
    new: Collection[UUID],
    authority_id: UUID,
    organisation_id: UUID,
    load: LoadedFile,
) -> None:
    """Start, move or end the ties that the census alone shows; it says nothing of those that others do."""
    since = {one.child_id: _first_referred(one) for one in children}
    known = [child_id for child_id in since if child_id not in new]
    open_ties = Relationship.objects.filter(
        child_id__in=among(known), organisation_id=organisation_id, kind=_KIND, ends_at=None
    )
    ties = {tie.child_id: tie for tie in open_ties}
    ours = {child: tie for child, tie in ties.items() if tie.evidence == EVIDENCE}
    moved = [
        (tie.id, begins)
        for child, tie in ours.items()
        if (begins := since[child]) and begins != tie.starts_at
    ]
    update_rows(Relationship, ("id", "starts_at"), moved)
    ended = [(tie.id, max(load.at, tie.starts_at)) for c, tie in ours.items() if not since[c]]
    update_rows(Relationship, ("id", "ends_at"), ended)
    started = [(str(c), at.isoformat()) for c, at in since.items() if at and c not in ties]
    _start(started, authority_id, organisation_id, load)


def _start(
    started: Sequence[tuple[str, str]],
    authority_id: UUID,
    organisation_id: UUID,
    load: LoadedFile,
) -> None:
    ids = texts_of_ids_at([int(load.at.timestamp() * 1000)] * len(started))
    insert_texts(
        Relationship,
        ("id", "child_id", "starts_at"),
        [(i, child, at) for i, (child, at) in zip(ids, started, strict=True)],
        same={
            "authority_id": authority_id,
            "organisation_id": organisation_id,
            "kind": _KIND,
            "evidence": EVIDENCE,
        },
    )


def _first_referred(one: Standing) -> datetime | None:
    """When the first referral that stands was made; None where nothing stands."""
    now = one.record()
    if now is None or not now[EPISODES]:
        return None
    day = date.fromisoformat(now[EPISODES][0][REFERRED])
    return datetime.combine(day, time(), tzinfo=ENGLAND)
