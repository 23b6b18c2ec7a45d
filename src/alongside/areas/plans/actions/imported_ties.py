"""Who is tied to a child by imported help: its team while it lasts, and its lead by name."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from alongside.areas.plans.actions.offering import ties_of_offer
from alongside.areas.plans.imported import ImportedLead
from alongside.areas.plans.models import Help
from alongside.areas.plans.rules import may_be_told
from alongside.areas.plans.terms import About
from alongside.foundation.ids import new_id
from alongside.register.bulk import insert_rows, update_rows
from alongside.register.models import Relationship, Team

_ALLOCATED = "allocated"
_TIE = (
    *("id", "authority_id", "child_id", "organisation_id", "team_id", "user_id", "kind"),
    *("subject_id", "starts_at", "evidence", "discreet"),
)
Tied = tuple[UUID | None, UUID | None, UUID | None]  # team, person, subject


def set_ties(
    helps: Iterable[Help], leads: Mapping[str, ImportedLead | None], *, at: datetime
) -> None:
    """Start the ties that are missing and end those that no longer hold, of every help given."""
    rows = list(helps)
    teams = Team.objects.in_bulk({row.team_id for row in rows})
    stored: dict[str, list[Relationship]] = {}
    for tie in Relationship.objects.filter(
        child_id__in={row.child_id for row in rows}, kind=_ALLOCATED, ends_at=None
    ):
        stored.setdefault(tie.evidence, []).append(tie)
    new, ended = [], []
    for row in rows:
        wanted = dict(_wanted(row, leads.get(row.source_key)))
        held = stored.get(f"help:{row.id}", ())
        over = [tie for tie in held if wanted.pop(_tied(tie), None) is None]
        ended += [(tie.id, max(tie.starts_at, row.ended_at or at)) for tie in over]
        organisation_id = teams[row.team_id].organisation_id
        new += [_tie(row, organisation_id, tied, starts) for tied, starts in wanted.items()]
    update_rows(Relationship, ("id", "ends_at"), ended)
    insert_rows(Relationship, _TIE, new)


def _tied(tie: Relationship) -> tuple[UUID | None, UUID | None, UUID | None]:
    return tie.team_id, tie.user_id, tie.subject_id


def _wanted(row: Help, lead: ImportedLead | None) -> Iterator[tuple[Tied, datetime]]:
    if row.ended_at is not None:
        return
    for subject_id in ties_of_offer(row):
        yield (row.team_id, None, subject_id), row.accepted_at or row.offered_at
    if lead is not None and row.lead_since is not None:
        yield (row.team_id, lead.user_id, row.id), row.lead_since


def _tie(row: Help, organisation_id: UUID, tied: Tied, starts_at: datetime) -> tuple[object, ...]:
    team_id, user_id, subject_id = tied
    # Help by agreement is nobody's to know of before the family agrees to that.
    about = About.LEAD_NAMED if user_id else About.ACCEPTED
    discreet = not may_be_told(about, basis=row.basis, agreed=frozenset(row.agreed))
    return (
        *(new_id(), row.authority_id, row.child_id, organisation_id, team_id, user_id),
        *(_ALLOCATED, subject_id, starts_at, f"help:{row.id}", discreet),
    )
