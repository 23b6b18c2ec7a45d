"""Who is tied to a child by imported help: its team while it lasts, and its lead by name."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from alongside.areas.plans.actions.offering import ties_of_offer
from alongside.areas.plans.imported import ImportedLead
from alongside.areas.plans.models import Help
from alongside.areas.plans.rules import OPEN, TAKEN_ON, is_discreet
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
    open_ties = _open_ties({row.child_id for row in rows})
    shared = _of_requests({row.child_id for row in rows})
    going = {(tie.child_id, _tied(tie)) for ties in open_ties.values() for tie in ties}
    _set_discreet(rows)
    new, ended = [], []
    for row in rows:
        wanted = dict(_wanted(row, leads.get(row.source_key)))
        for tie in open_ties.get(f"help:{row.id}", ()):
            if _tied(tie) in wanted or (tie.child_id, tie.team_id, tie.subject_id) in shared:
                continue
            ended.append((tie.id, max(tie.starts_at, row.ended_at or at)))
        organisation_id = teams[row.team_id].organisation_id
        missing = [tied for tied in wanted if (row.child_id, tied) not in going]
        going.update((row.child_id, tied) for tied in missing)
        new += [_tie(row, organisation_id, tied, wanted[tied]) for tied in missing]
    update_rows(Relationship, ("id", "ends_at"), ended)
    insert_rows(Relationship, _TIE, new)


def _open_ties(children: set[UUID]) -> dict[str, list[Relationship]]:
    """The open ties of teams that help these children, by their evidence."""
    found: dict[str, list[Relationship]] = {}
    for tie in Relationship.objects.filter(
        child_id__in=children, kind=_ALLOCATED, ends_at=None, team_id__isnull=False
    ):
        found.setdefault(tie.evidence, []).append(tie)
    return found


def _of_requests(children: set[UUID]) -> set[tuple[UUID, UUID | None, UUID | None]]:
    """Child, team and request of all open help: two helps of one team may share the tie for a request."""
    rows = Help.objects.filter(
        child_id__in=children, state__in=OPEN, request_id__isnull=False
    ).values_list("child_id", "team_id", "request_id")
    return set(rows)


def _tied(tie: Relationship) -> tuple[UUID | None, UUID | None, UUID | None]:
    return tie.team_id, tie.user_id, tie.subject_id


def _wanted(row: Help, lead: ImportedLead | None) -> Iterator[tuple[Tied, datetime]]:
    if row.ended_at is not None:
        return
    for subject_id in ties_of_offer(row):
        yield (row.team_id, None, subject_id), row.accepted_at or row.offered_at
    if lead is not None and row.lead_since is not None:
        yield (row.team_id, lead.user_id, row.id), row.lead_since


def _set_discreet(rows: Iterable[Help]) -> None:
    """Keep the open ties of this help's teams out of what others see, or let them be seen, as is agreed now.

    Those for answers too that the team owes because it helps the child already.
    """
    given = [row for row in rows if row.state in TAKEN_ON]
    by_team: dict[tuple[UUID, UUID | None], list[Relationship]] = {}
    for tie in Relationship.objects.filter(
        child_id__in={row.child_id for row in given}, kind=_ALLOCATED, ends_at=None
    ):
        by_team.setdefault((tie.child_id, tie.team_id), []).append(tie)
    differ = {}
    for row in given:
        subjects = set(ties_of_offer(row))
        for tie in by_team.get((row.child_id, row.team_id), ()):
            owed = tie.evidence.startswith("request:")
            hidden = _is_discreet(row, tie.user_id)
            if (owed or tie.subject_id in subjects) and tie.discreet != hidden:
                differ[tie.id] = hidden
    update_rows(Relationship, ("id", "discreet"), list(differ.items()))


def _is_discreet(row: Help, user_id: UUID | None) -> bool:
    # Help by agreement is nobody's to know of before the family agrees to that.
    about = About.LEAD_NAMED if user_id else About.ACCEPTED
    return is_discreet(about, basis=row.basis, agreed=frozenset(row.agreed))


def _tie(row: Help, organisation_id: UUID, tied: Tied, starts_at: datetime) -> tuple[object, ...]:
    team_id, user_id, subject_id = tied
    discreet = _is_discreet(row, user_id)
    return (
        *(new_id(), row.authority_id, row.child_id, organisation_id, team_id, user_id),
        *(_ALLOCATED, subject_id, starts_at, f"help:{row.id}", discreet),
    )
