"""What happens to help when people leave: found by the worker, so that no child is left with nobody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from alongside.access.gate import somebody_may
from alongside.access.ties import end_ties_left
from alongside.areas.chronology.actions import Fact, record_many
from alongside.areas.clocks.queries import running_subjects
from alongside.areas.plans.actions.accepting import ties_over
from alongside.areas.plans.actions.leading import tie_of_lead
from alongside.areas.plans.actions.moves import Moved, Tied
from alongside.areas.plans.models import Help, Meeting
from alongside.areas.plans.permissions import ACCEPT, GIVE_FEEDBACK
from alongside.areas.plans.queries.owing import OWED
from alongside.areas.plans.rules import OPEN, move
from alongside.areas.plans.terms import HelpState, MeetingState
from alongside.register.models import Relationship

AT_ONCE = 200  # in one transaction: the rest a minute later


@transaction.atomic
def take_leads_of_leavers(*, at: datetime) -> int:
    """Give back to the team what is led by somebody who is no longer posted there; how many.

    For the worker. The team is told; it was responsible all along. Nobody is shown the leaver's name.
    """
    gone = Q(lead__ends_at__lte=at) | Q(lead__user__is_active=False)
    left = Help.objects.select_related("lead").select_for_update(of=("self",), skip_locked=True)
    moves = [
        without_lead(help_, at=at) for help_ in left.filter(gone, state=HelpState.ACTIVE)[:AT_ONCE]
    ]
    _keep(moves, at=at)
    return len(moves)


def without_lead(help_: Help, *, at: datetime) -> Moved:
    """The help after its lead has left: nobody has recorded anything by that."""
    transition, lead = move(help_.state, "lose_lead"), help_.lead
    moved = Moved(help_=help_)
    if lead:
        moved.ends.append(tie_of_lead(help_, lead))
    help_.state, help_.lead, help_.lead_since = transition.after, None, None
    help_.version += 1
    moved.fact(transition.event, by=None, at=at)
    return moved


@transaction.atomic
def return_help_of_empty_teams(*, at: datetime) -> int:
    """Give back to the hub the help of teams in which nobody is left who could give it; how many.

    For the worker. The hub is told, and the request stands in its queue until another team is asked.
    """
    staffed = somebody_may(ACCEPT.act, ACCEPT.part, relationship="allocated", at=at)
    left = Help.objects.select_for_update(of=("self",), skip_locked=True).filter(
        ~staffed, state__in=OPEN, request_id__isnull=False
    )
    moves = [without_team(help_, at=at) for help_ in left[:AT_ONCE]]
    _keep(moves, at=at)
    return len(moves)


def without_team(help_: Help, *, at: datetime) -> Moved:
    """The help after the last of its team has left: what was planned is called off, all ties end."""
    transition, moved = move(help_.state, "lose_team"), Moved(help_=help_)
    for meeting in Meeting.objects.select_for_update().filter(
        help=help_, state=MeetingState.PLANNED
    ):
        meeting.state, meeting.version = MeetingState.CANCELLED, meeting.version + 1
        moved.changed.append(meeting)
    help_.state, help_.returned_at = transition.after, at
    help_.lead, help_.lead_since = None, None
    help_.version += 1
    moved.fact(transition.event, by=None, at=at)
    moved.fact("request_returned", by=None, at=at, subject_id=help_.request_id)
    moved.ends = [Tied(kind="plan_member", subject_id=help_.id), *ties_over(help_)]
    return moved


def _keep(moves: list[Moved], *, at: datetime) -> None:
    """Save what nobody did. Ties end last, so that those who were tied are told."""
    for moved in moves:
        moved.help_.save(update_fields=["state", "lead", "lead_since", "returned_at", "version"])
        for row in moved.changed:  # meetings, of which the worker may change no more than this
            row.save(update_fields=["state", "version"])
    record_many([fact for moved in moves for fact in moved.facts])
    for moved in moves:
        for tied in moved.ends:
            end_ties_left(
                child_id=moved.help_.child_id, kind=tied.kind, at=at, team_id=tied.team_id,
                user_id=tied.user_id, subject_id=tied.subject_id,
            )  # fmt: skip


@transaction.atomic
def return_answers_of_empty_teams(*, at: datetime) -> int:
    """Give back to the hub each answer that is owed by a team in which nobody is left; how many.

    For the worker. Ending the team's tie says that it is done: the hub's queue shows what is owed by nobody.
    """
    staffed = somebody_may(GIVE_FEEDBACK.act, GIVE_FEEDBACK.part, relationship="allocated", at=at)
    owing = Relationship.objects.filter(
        ~staffed,
        kind="allocated",
        user__isnull=True,
        ends_at=None,
        subject_id__in=running_subjects(OWED),
    )
    owed = list(owing.order_by("starts_at", "id")[:AT_ONCE])
    record_many([_returned(tie, at=at) for tie in owed])
    for tie in owed:
        end_ties_left(
            child_id=tie.child_id, kind=tie.kind, at=at, team_id=tie.team_id, subject_id=tie.subject_id
        )  # fmt: skip
    return len(owed)


def _returned(tie: Relationship, *, at: datetime) -> Fact:
    subject_id: UUID | None = tie.subject_id
    return Fact(
        kind="request_returned", authority_id=tie.authority_id, child_id=tie.child_id,
        subject_id=subject_id, at=at,
    )  # fmt: skip
