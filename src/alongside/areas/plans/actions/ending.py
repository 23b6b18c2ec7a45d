"""End help: why, what changed, and what the school is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.viewer import Acting, Viewer
from alongside.areas.plans.actions.accepting import give_back_answers, team_name, ties_over
from alongside.areas.plans.actions.moves import (
    Moved,
    Tied,
    keep,
    locked_help,
    refuse_if_changed,
    refuse_unfinished,
)
from alongside.areas.plans.actions.telling_back import NOTHING_ADDED, ForSchool, tell_of_act
from alongside.areas.plans.models import Help, Meeting
from alongside.areas.plans.permissions import END_HELP
from alongside.areas.plans.rules import move, problems_with_words
from alongside.areas.plans.terms import About, EndReason, MeetingState


@transaction.atomic
def end_help(
    *,
    help_id: UUID,
    version: int,
    reason: str,
    what_changed: str,
    for_school: ForSchool = NOTHING_ADDED,
    by: Viewer,
    at: datetime,
) -> None:
    """End help: everybody tied by it is tied no longer, and meetings still planned are called off."""
    help_ = locked_help(help_id, END_HELP, by=by, at=at)
    refuse_unfinished(
        {} if reason in EndReason.values else {"end_reason": "Select why the help ends"},
        problems_with_words("what_changed", what_changed, missing="Enter what has changed"),
        for_school.problems(),
    )
    move(help_.state, "end")
    refuse_if_changed(help_, version)
    planned = Meeting.objects.select_for_update().filter(help=help_, state=MeetingState.PLANNED)
    moved = ended(help_, reason, what_changed, list(planned), for_school, by=by, at=at)
    give_back_answers(moved, by=by, at=at)
    keep(moved, by=by, at=at)


def ended(
    help_: Help,
    reason: str,
    what_changed: str,
    planned: Sequence[Meeting],
    for_school: ForSchool,
    *,
    by: Acting,
    at: datetime,
) -> Moved:
    """The help after it has ended, with what the school is told of it."""
    transition, moved = move(help_.state, "end"), Moved(help_=help_)
    moved.touch(at=at)
    for meeting in planned:
        meeting.state, meeting.version = MeetingState.CANCELLED, meeting.version + 1
        moved.changed.append(meeting)
    help_.state, help_.ended_at, help_.end_reason = transition.after, at, reason
    help_.what_changed = moved.text(what_changed, part="plan", by=by, at=at)
    moved.fact(transition.event, by=by, at=at, reason=reason)
    tell_of_act(
        moved, About.ENDED, for_school, by=by, at=at, details={"end_reason": reason},
        team=team_name(help_), reason=EndReason(reason).label,
    )  # fmt: skip
    members = Tied(kind="plan_member", subject_id=help_.id)
    moved.ends = [members, *ties_over(help_)]
    return moved
