"""Scenes of help: one led with a meeting next week, unread at school; one declined; one not yet answered."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.gate import live
from alongside.areas.plans.actions import (
    Agreement,
    Done,
    ForSchool,
    HelpCourse,
    Planned,
    past_acts,
    record_past_help,
)
from alongside.areas.plans.queries import help_ids
from alongside.areas.plans.terms import About
from alongside.demo.helping import LEADS
from alongside.demo.office_time import at_time
from alongside.demo.scenes import Stage
from alongside.foundation.calendars import ENGLAND, add_working_days, local_day
from alongside.register.models import Posting

FAMILY_HELP, CHARITY = "family_help_team", "charity_team"
SHARED = tuple(one.value for one in About if one != About.PASSED_ON)
AGREED = Agreement(basis="agreement", agreed_by="family", agreed=SHARED)
NO_WORKER = "We have no worker free before the end of next month, and this should not wait so long."
TEN_O_CLOCK, ELEVEN = 10 * 60, 11 * 60


def help_families(stage: Stage) -> None:
    """Three families were passed on: two teams have answered."""
    team = stage.whole.teams[FAMILY_HELP][0]
    request_id, _ = stage.decided(stage.free.pop(), "family_help", days_ago=8, help_team=team)
    _tell(stage, request_id, _going_well(stage, team))
    charity = stage.whole.teams[CHARITY][0]
    request_id, _ = stage.decided(
        stage.free.pop(), "another_organisation", days_ago=4, help_team=charity
    )
    at = _moment(stage, 3, TEN_O_CLOCK)
    _tell(
        stage,
        request_id,
        [Done(act=past_acts.Declined(reason=NO_WORKER), by=_lead(stage, charity), at=at)],
    )
    stage.decided(stage.free.pop(), "family_help", days_ago=1, read=False, help_team=team)


def _going_well(stage: Stage, team: UUID) -> Sequence[Done]:
    lead, day = _lead(stage, team), add_working_days(local_day(stage.now), 5)
    planned = Planned(
        kind="team_around_the_child",
        starts_at=datetime.combine(day, time(10), tzinfo=ENGLAND),
        place="At school",
    )
    taken_on = past_acts.Accepted(
        agreement=AGREED, for_school=ForSchool(words="We ring the family tomorrow.")
    )
    led = past_acts.Led(
        lead_posting_id=lead, for_school=ForSchool(words="I work Monday to Thursday.")
    )
    return [
        Done(act=taken_on, by=lead, at=_moment(stage, 7, TEN_O_CLOCK)),
        Done(act=led, by=lead, at=_moment(stage, 7, ELEVEN)),
        Done(act=past_acts.MeetingPlanned(planned=planned), by=lead, at=_moment(stage, 1, ELEVEN)),
    ]


def _tell(stage: Stage, request_id: UUID, acts: Sequence[Done]) -> None:
    with connected_as("loader"):
        (help_id,) = help_ids([request_id])
        record_past_help([HelpCourse(help_id=help_id, acts=acts)], at=stage.now)


def _lead(stage: Stage, team_id: UUID) -> UUID:
    """Whoever of the team comes first in its list."""
    with connected_as("loader"):
        people = Posting.objects.filter(live(stage.now), team_id=team_id, role__in=LEADS)
        return people.order_by("user__email").values_list("id", flat=True)[0]


def _moment(stage: Stage, days_ago: int, minutes: int) -> datetime:
    return at_time(add_working_days(local_day(stage.now), -days_ago), minutes)
