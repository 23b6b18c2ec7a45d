"""One of everything that can be going on, at one school: so that whoever looks finds each at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from uuid import UUID

from alongside.access.context import connected_as
from alongside.areas.front_door.actions import Course
from alongside.areas.front_door.rules import DecisionWords
from alongside.demo.council import SyntheticCouncil
from alongside.demo.courses import course_of
from alongside.demo.desk_sessions import DeskSessions
from alongside.demo.desks import Desks
from alongside.demo.families import SyntheticChild
from alongside.demo.moments import open_course, open_moment
from alongside.demo.office_time import after_office_minutes, at_time
from alongside.demo.replaying import replay
from alongside.demo.requests import SyntheticRequest
from alongside.demo.stories import SyntheticStory, new_story
from alongside.demo.wording import wording_for
from alongside.demo.words import table
from alongside.foundation.calendars import add_working_days
from alongside.jobs.working import deliver_all

MORNING = 9 * 60 + 20  # minutes after midnight
SEEN, DECIDED, TOLD, READ = 40, 200, 203, 290  # office minutes after a request was sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The made-up council as rows: by key of the plan, the ids of its people and its children."""

    council: SyntheticCouncil
    children: Mapping[str, UUID]
    postings: Mapping[str, UUID]
    teams: Mapping[str, Sequence[UUID]]
    neighbour: UUID  # another authority
    now: datetime


class Stage:
    """A school, its children about whom nobody has asked, and the people at the front door who act."""

    def __init__(
        self, whole: Whole, urn: str, free: Sequence[SyntheticChild], sessions: DeskSessions
    ) -> None:
        self.whole, self.urn, self.sessions, self.now = whole, urn, sessions, whole.now
        self.rng = Random(f"scenes {urn}")  # noqa: S311  made-up people, not secrets
        self.free = list(free)
        desks = Desks(whole.council)
        self.sender = desks.lead(urn)
        self.screening, self.deciding = desks.screeners[0], desks.social_workers[0]
        self.lead = whole.postings[self.sender.key]
        self.screener = whole.postings[self.screening.key]
        self.social_worker = whole.postings[self.deciding.key]

    def story(self, child: SyntheticChild, sent_at: datetime) -> SyntheticStory:
        """What the school tells of the child."""
        return new_story(self.rng, child, weekday=sent_at.weekday(), urgent=False)

    def sent_lately(self) -> datetime:
        """A moment within the last working day."""
        return open_moment(self.rng, self.now)

    def looked_at(self, child: SyntheticChild) -> tuple[UUID, datetime]:
        """A request that the screener has taken on: its id, and a moment after that."""
        sent_at = self.sent_lately()
        seen_at, later = open_course(self.rng, sent_at, now=self.now)
        course = self._course(child, sent_at)
        course = replace(course, acknowledged_by=self.screener, acknowledged_at=seen_at)
        return self._play(course), max(later, seen_at)

    def decided(
        self,
        child: SyntheticChild,
        outcome: str,
        *,
        days_ago: int,
        read: bool = True,
        **named: object,
    ) -> tuple[UUID, datetime]:
        """A request decided so many working days ago: its id, and when the school was told."""
        sent_at = at_time(add_working_days(self.now.date(), -days_ago), MORNING)
        seen, decided, told, read_at = (
            after_office_minutes(sent_at, minutes) for minutes in (SEEN, DECIDED, TOLD, READ)
        )
        course = replace(
            self._course(child, sent_at),
            acknowledged_by=self.social_worker, acknowledged_at=seen,
            words=self._words(child, outcome, **named),
            decided_by=self.social_worker, decided_at=decided, told_at=told,
            read_by=self.lead if read else None, read_at=read_at if read else None,
        )  # fmt: skip
        return self._play(course), told

    def deliver(self, at: datetime) -> None:
        """Let the worker deliver what waits."""
        with connected_as("worker"):
            deliver_all(at=at)

    def between(self, start: datetime, part: float) -> datetime:
        """A moment between that one and now."""
        return start + (self.now - start) * part

    def _play(self, course: Course) -> UUID:
        return replay(course, sessions=self.sessions, now=self.now)

    def _course(self, child: SyntheticChild, sent_at: datetime) -> Course:
        request = SyntheticRequest(
            key="scene", child=child, school_urn=self.urn, sent_by=self.sender.key,
            story=self.story(child, sent_at), sent_at=sent_at,
        )  # fmt: skip
        return course_of(
            request,
            child_id=self.whole.children[child.key],
            postings=self.whole.postings,
            teams=self.whole.teams,
        )

    def _words(self, child: SyntheticChild, outcome: str, **named: object) -> DecisionWords:
        written = table("decisions")[outcome]
        lead = f"{self.sender.forename} {self.sender.surname}".strip()
        write = wording_for(child, weekday=0, need="this", lead=lead)
        words = DecisionWords(
            outcome=outcome, need="N4", level_of_need=2,
            reasons=write.some(self.rng, written["reasons"]),
            next_steps=write.some(self.rng, written["next_steps"]),
            meanwhile=write.some(self.rng, written["meanwhile"]),
            family_told="yes",
        )  # fmt: skip
        return replace(words, **named)  # type: ignore[arg-type]
