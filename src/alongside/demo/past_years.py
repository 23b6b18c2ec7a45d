"""Years of planned requests as rows: what is long over in bulk, the rest as people do it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.test.utils import override_settings
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.actions import Course, record_many
from alongside.demo.case_steps import case_steps
from alongside.demo.courses import course_of
from alongside.demo.desk_sessions import desk_sessions
from alongside.demo.families import SyntheticChild
from alongside.demo.helping import give_help, one_leaves
from alongside.demo.replaying import replay
from alongside.demo.requests import SyntheticRequest

REPLAYED = timedelta(days=7)
AT_ONCE = 1000  # requests: what is held in memory of the past
NO_EMAIL = "django.core.mail.backends.dummy.EmailBackend"


class PastYears:
    """Writes the requests of one plan after another, and plays last what people are still at."""

    def __init__(
        self,
        *,
        postings: Mapping[str, UUID],
        teams: Mapping[str, Sequence[UUID]],
        now: datetime,
        say: Callable[[str], None],
    ) -> None:
        self.postings, self.teams, self.now, self.say = postings, teams, now, say
        self.played: list[Course] = []
        self.of_played: dict[UUID, SyntheticChild] = {}
        self.written = self.helped = 0
        self.seconds = 0.0

    def write(self, plan: Sequence[SyntheticRequest], *, children: Mapping[str, UUID]) -> None:
        """Write what is over, and keep for later what is played: what is open, and the last week's."""
        began = monotonic()
        past = []
        for request in plan:
            course = course_of(
                request, child_id=children[request.child.key], postings=self.postings, teams=self.teams
            )  # fmt: skip
            if is_played(course, now=self.now):
                self.played.append(course)
                self.of_played[course.child_id] = request.child
            else:
                past.append((course, request.child))
        for some in _parts(past):
            with connected_as("loader"):
                record_many([course for course, _ in some], at=self.now, help_follows=True)
            self.helped += give_help(now=self.now)
            self.written += len(some)
            rate = self.written / (self.seconds + monotonic() - began)
            self.say(f"{self.written:,} requests of three years, {rate:,.1f} a second")
        case_steps({course.child_id: child for course, child in past}, now=self.now, say=self.say)
        self.seconds += monotonic() - began

    def play(self) -> None:
        """Play what was kept as people do, then let the teams that were asked begin."""
        with (
            override_settings(EMAIL_BACKEND=NO_EMAIL),
            desk_sessions(now=timezone.now()) as sessions,
        ):
            for course in self.played:
                replay(course, sessions=sessions, now=self.now)
        # Once for all of them: it reads every team and school anew.
        self.helped += give_help(now=self.now)
        self.say(f"{self.helped:,} of them passed on to teams that help")
        self.say(
            f"{len(self.played)} still open or of the last week, sent and answered as people do"
        )
        case_steps(self.of_played, now=self.now, say=self.say)
        # Last: a case management system allocates to somebody else at once.
        one_leaves(now=self.now)


def _parts(
    past: Sequence[tuple[Course, SyntheticChild]],
) -> Iterator[Sequence[tuple[Course, SyntheticChild]]]:
    for first in range(0, len(past), AT_ONCE):
        yield past[first : first + AT_ONCE]


def is_played(course: Course, *, now: datetime) -> bool:
    """Whether a request is open or was sent in the last week."""
    return course.told_at is None or course.sent_at >= now - REPLAYED
