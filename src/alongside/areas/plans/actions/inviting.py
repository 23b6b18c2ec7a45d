"""The team around the child: who else reads the plan, and until when."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.ties import ties_of
from alongside.access.viewer import Viewer
from alongside.areas.plans.actions.moves import Moved, Tied, keep, locked_help, refuse_unfinished
from alongside.areas.plans.actions.recording import refuse_unless_taken_on
from alongside.areas.plans.models import Help
from alongside.areas.plans.permissions import INVITE
from alongside.areas.plans.terms import Basis
from alongside.register.models import Team


@transaction.atomic
def invite_team(
    *, help_id: UUID, team_id: UUID | None, family_agrees: bool, by: Viewer, at: datetime
) -> None:
    """Let another team read the plan, as a member of the team around the child. Twice is once.

    Where the help rests on agreement, the family or the young person must agree to this team.
    """
    help_ = locked_help(help_id, INVITE, by=by, at=at)
    team = Team.objects.filter(
            id__in=[team_id] if team_id else [], organisation__authority_id=help_.authority_id
    ).exclude(id=help_.team_id).first()  # fmt: skip
    refuse_unfinished(
        {} if team else {"team": "Select a team"},
        {"family_agrees": "Ask the family or the young person first: this help rests on their agreement"}
        if help_.basis == Basis.AGREEMENT and not family_agrees
        else {},
    )  # fmt: skip
    assert team
    refuse_unless_taken_on(help_)
    if _is_member(help_, team.id, at=at):
        return
    moved = Moved(help_=help_)
    moved.starts.append(Tied(kind="plan_member", subject_id=help_.id, team_id=team.id))
    moved.fact("team_joined", by=by, at=at, organisation=team.organisation_id)
    keep(moved, by=by, at=at)


@transaction.atomic
def leave_team(*, help_id: UUID, team_id: UUID, by: Viewer, at: datetime) -> None:
    """Take a team out of the team around the child: it reads the plan no longer."""
    help_ = locked_help(help_id, INVITE, by=by, at=at)
    team = Team.objects.filter(id=team_id).first()
    refuse_unfinished({} if team else {"team": "Select a team"})
    assert team
    if not _is_member(help_, team.id, at=at):
        return
    moved = Moved(help_=help_)
    moved.ends.append(Tied(kind="plan_member", subject_id=help_.id, team_id=team.id))
    moved.fact("team_left", by=by, at=at, organisation=team.organisation_id)
    keep(moved, by=by, at=at)


def _is_member(help_: Help, team_id: UUID, *, at: datetime) -> bool:
    return any(
        tie.kind == "plan_member" and tie.subject_id == help_.id and tie.team_id == team_id
        for tie in ties_of({help_.child_id}).get(help_.child_id, ())
        if tie.is_live(at)
    )
