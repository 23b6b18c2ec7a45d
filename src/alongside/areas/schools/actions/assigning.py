"""Say who at school may know of a child, and who need no longer: child by child, person by person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound, live, require
from alongside.access.ties import end_ties, start_tie
from alongside.access.viewer import Viewer
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.schools.actions.errors import NotOfThisTeam
from alongside.areas.schools.permissions import ASSIGN_CHILD
from alongside.areas.schools.queries import colleagues_told_of, own_requests_about
from alongside.areas.schools.rules.sharing import roles_shared_with
from alongside.packs import load_pack
from alongside.register.models import Child, Posting, Team

ASSIGNED = "assigned"


@transaction.atomic
def assign_child(*, child_id: UUID, posting_id: UUID, by: Viewer, at: datetime) -> bool:
    """Let a colleague know of a child, and of what the school itself asked; False where they already do.

    Raises `NotOfThisTeam` where no such colleague is posted in the viewer's team.
    """
    require(by, ASSIGN_CHILD, child_id, at=at)
    colleague = Posting.objects.filter(
        live(at),
        id=posting_id,
        team_id=by.team_id,
        user__is_active=True,
        role__in=roles_shared_with(load_pack(by.pack).grant_rows()),
    ).first()
    if colleague is None:
        raise NotOfThisTeam
    if colleague.user_id in colleagues_told_of(by, child_id, at=at):
        return False
    team = Team.objects.get(id=by.team_id)
    for subject_id in (None, *own_requests_about(by, child_id, at=at)):
        _tie(child_id, colleague.user_id, team, subject_id, by=by, at=at)
    _record("child_assigned", child_id, posting_id, by=by, at=at)
    return True


@transaction.atomic
def unassign_child(*, child_id: UUID, user_id: UUID, by: Viewer, at: datetime) -> bool:
    """A person of the team need no longer know of a child: every tie of theirs ends. False if none was open."""
    require(by, ASSIGN_CHILD, child_id, at=at)
    # The newest: who was posted here before and is no more is named by that posting.
    postings = Posting.objects.filter(team_id=by.team_id, user_id=user_id)
    posting = postings.order_by("-starts_at").first()
    if posting is None:
        raise NotFound
    ended = end_ties(child_id=child_id, kind=ASSIGNED, team_id=by.team_id, user_id=user_id, at=at)
    if ended:
        _record("child_unassigned", child_id, posting.id, by=by, at=at)
    return bool(ended)


def share_request(*, child_id: UUID, request_id: UUID, by: Viewer, at: datetime) -> None:
    """Let those who know of a child read what becomes of a request that is being sent.

    Its caller holds the transaction, and may send requests about the child.
    """
    team = Team.objects.get(id=by.team_id)
    for user_id in colleagues_told_of(by, child_id, at=at):
        _tie(child_id, user_id, team, request_id, by=by, at=at)


def _tie(
    child_id: UUID, user_id: UUID, team: Team, subject_id: UUID | None, *, by: Viewer, at: datetime
) -> None:
    start_tie(
        child_id=child_id,
        team=team,
        kind=ASSIGNED,
        subject_id=subject_id,
        at=at,
        evidence=f"posting:{by.posting_id}",
        user_id=user_id,
    )


def _record(kind: str, child_id: UUID, posting_id: UUID, *, by: Viewer, at: datetime) -> None:
    record(
        Fact(
            kind=kind,
            authority_id=Child.objects.values_list("authority_id", flat=True).get(id=child_id),
            child_id=child_id,
            by_posting_id=by.posting_id,
            at=at,
            payload={"posting": posting_id},
        )
    )
