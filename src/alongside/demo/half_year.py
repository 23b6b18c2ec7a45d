"""Half a year of planned requests as rows: what is long over in bulk, the rest as people do it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.test.utils import override_settings
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.actions import Course, record_many
from alongside.demo.case_steps import case_steps
from alongside.demo.courses import course_of
from alongside.demo.desk_sessions import desk_sessions
from alongside.demo.helping import give_help, one_leaves
from alongside.demo.replaying import replay
from alongside.demo.requests import SyntheticRequest

REPLAYED = timedelta(days=7)
NO_EMAIL = "django.core.mail.backends.dummy.EmailBackend"


def half_year(
    plan: Iterable[SyntheticRequest],
    *,
    children: Mapping[str, UUID],
    postings: Mapping[str, UUID],
    teams: Mapping[str, Sequence[UUID]],
    now: datetime,
    say: Callable[[str], None],
) -> None:
    """Write the requests of a plan: those of the last week and the open ones are played."""
    plan = list(plan)
    courses = [
        course_of(request, child_id=children[request.child.key], postings=postings, teams=teams)
        for request in plan
    ]
    played = [course for course in courses if is_played(course, now=now)]
    past = [course for course in courses if not is_played(course, now=now)]
    with connected_as("loader"):
        record_many(past, at=now)
    helped = give_help(now=now)
    say(f"{len(past)} requests of half a year")
    helped += _play(played, now=now)
    say(f"{helped} of them passed on to teams that help")
    say(f"{len(played)} of the last week, sent and answered as people do")
    case_steps(plan, children=children, now=now, say=say)
    one_leaves(now=now)  # last: a case management system allocates to somebody else at once


def _play(courses: Iterable[Course], *, now: datetime) -> int:
    """Play each course as people do, then let the teams that were asked begin; how many helped."""
    with (
        override_settings(EMAIL_BACKEND=NO_EMAIL),
        desk_sessions(now=timezone.now()) as sessions,
    ):
        for course in courses:
            replay(course, sessions=sessions, now=now)
    return give_help(now=now)  # once for all of them: it reads every team and school anew


def is_played(course: Course, *, now: datetime) -> bool:
    """Whether a request is open or was sent in the last four weeks."""
    return course.told_at is None or course.sent_at >= now - REPLAYED
