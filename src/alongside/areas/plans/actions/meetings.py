"""Plan a meeting, write down what came of it, or call it off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.access.gate import NotFound
from alongside.access.viewer import Acting, Viewer
from alongside.areas.plans.actions.accepting import team_name
from alongside.areas.plans.actions.errors import ChangedMeanwhile
from alongside.areas.plans.actions.moves import Moved, keep, locked_help, refuse_unfinished
from alongside.areas.plans.actions.recording import refuse_unless_taken_on
from alongside.areas.plans.actions.telling_back import NOTHING_ADDED, ForSchool, tell_of_act
from alongside.areas.plans.models import Help, Meeting
from alongside.areas.plans.permissions import RECORD_PLAN
from alongside.areas.plans.rules import NotPossibleNow, problems_with_words
from alongside.areas.plans.terms import About, MeetingKind, MeetingState
from alongside.foundation.calendars import local_day
from alongside.foundation.time_in_words import meeting_in_words

LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A meeting as it was typed. `starts_at` is None where the moment could not be read."""

    kind: str = ""
    starts_at: datetime | None = None
    place: str = ""

    def problems(self, *, at: datetime) -> dict[str, str]:
        """What is wrong with it: field to words."""
        found = {}
        if self.kind not in MeetingKind.values:
            found["kind"] = "Select what kind of meeting it is"
        if self.starts_at is None:
            found["day"] = "Enter the day and time as in 4 12 2026 and 15:40"
        elif self.starts_at <= at:
            found["day"] = "The day and time must be in the future"
        if len(self.place) > LONGEST_PLACE:
            found["place"] = f"Shorten the place to {LONGEST_PLACE} characters or fewer"
        return found


@transaction.atomic
def plan_meeting(
    *,
    meeting_id: UUID,
    help_id: UUID,
    planned: Planned,
    for_school: ForSchool = NOTHING_ADDED,
    by: Viewer,
    at: datetime,
) -> None:
    """Plan a meeting; the form's own `meeting_id` makes sending it twice leave one."""
    help_ = locked_help(help_id, RECORD_PLAN, by=by, at=at)
    if Meeting.objects.filter(id=meeting_id).exists():
        return
    refuse_unfinished(planned.problems(at=at), for_school.problems())
    refuse_unless_taken_on(help_)
    keep(meeting_planned(help_, meeting_id, planned, for_school, by=by, at=at), by=by, at=at)


def meeting_planned(
    help_: Help,
    meeting_id: UUID,
    planned: Planned,
    for_school: ForSchool,
    *,
    by: Acting,
    at: datetime,
) -> Moved:
    """The meeting as rows, with what the school is told of it."""
    assert planned.starts_at
    day, moved = local_day(planned.starts_at), Moved(help_=help_)
    moved.touch(at=at)
    moved.rows.append(
        Meeting(
            id=meeting_id, help=help_, child_id=help_.child_id, kind=planned.kind,
            starts_at=planned.starts_at, place=planned.place, recorded_by_id=by.posting_id, recorded_at=at,
        )
    )  # fmt: skip
    moved.fact("meeting_planned", by=by, at=at, kind=planned.kind, on=day)
    tell_of_act(
        moved, About.MEETING, for_school, by=by, at=at,
        details={"meeting_on": day}, team=team_name(help_), day=meeting_in_words(planned.starts_at),
    )  # fmt: skip
    return moved


def locked_meeting(
    meeting_id: UUID, version: int, *, by: Viewer, at: datetime
) -> tuple[Help, Meeting]:
    """A meeting with its help, both locked; raises `ChangedMeanwhile` where it was changed since."""
    found = Meeting.objects.filter(id=meeting_id).values_list("help_id", flat=True).first()
    if found is None:
        raise NotFound
    help_ = locked_help(found, RECORD_PLAN, by=by, at=at)
    meeting = Meeting.objects.select_for_update().get(id=meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise NotPossibleNow(f"This meeting is {meeting.get_state_display().lower()} already.")
    if meeting.version != version:
        raise ChangedMeanwhile
    return help_, meeting


@transaction.atomic
def record_meeting_held(
    *, meeting_id: UUID, version: int, outcome: str, by: Viewer, at: datetime
) -> None:
    """Write down what a meeting agreed."""
    help_, meeting = locked_meeting(meeting_id, version, by=by, at=at)
    missing = "Enter what was agreed, who does it and by when"
    refuse_unfinished(problems_with_words("outcome", outcome, missing=missing))
    if meeting.starts_at > at:
        raise NotPossibleNow("This meeting has not begun yet.")
    keep(meeting_held(help_, meeting, outcome, by=by, at=at), by=by, at=at)


def meeting_held(help_: Help, meeting: Meeting, outcome: str, *, by: Acting, at: datetime) -> Moved:
    """The meeting after it was held."""
    moved = Moved(help_=help_)
    moved.touch(at=at)
    meeting.outcome = moved.text(outcome, part="plan", by=by, at=at)
    _set(moved, meeting, MeetingState.HELD, by=by, at=at)
    return moved


@transaction.atomic
def cancel_meeting(
    *,
    meeting_id: UUID,
    version: int,
    for_school: ForSchool = NOTHING_ADDED,
    by: Viewer,
    at: datetime,
) -> None:
    """Call a meeting off, and tell the school that was told of it."""
    help_, meeting = locked_meeting(meeting_id, version, by=by, at=at)
    refuse_unfinished(for_school.problems())
    keep(meeting_cancelled(help_, meeting, for_school, by=by, at=at), by=by, at=at)


def meeting_cancelled(
    help_: Help, meeting: Meeting, for_school: ForSchool, *, by: Acting, at: datetime
) -> Moved:
    """The meeting called off, with what the school is told of it."""
    moved = Moved(help_=help_)
    moved.touch(at=at)
    _set(moved, meeting, MeetingState.CANCELLED, by=by, at=at)
    tell_of_act(
        moved, About.MEETING, for_school, by=by, at=at, line="meeting_cancelled",
        team=team_name(help_), day=meeting_in_words(meeting.starts_at),
    )  # fmt: skip
    return moved


def _set(moved: Moved, meeting: Meeting, state: MeetingState, *, by: Acting, at: datetime) -> None:
    meeting.state, meeting.recorded_by_id, meeting.recorded_at = state, by.posting_id, at
    meeting.version += 1
    moved.changed.append(meeting)
    moved.fact(f"meeting_{state}", by=by, at=at, kind=meeting.kind, on=local_day(meeting.starts_at))
