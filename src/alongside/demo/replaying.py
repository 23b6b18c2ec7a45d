"""Play the course of one request through the real actions, each as the posting that did it."""

from datetime import datetime
from uuid import UUID

from alongside.access.context import connected_as
from alongside.areas.clocks.queries import next_to_be_found
from alongside.areas.front_door import actions
from alongside.areas.front_door.actions import Course
from alongside.areas.front_door.terms import QUESTIONS, Told
from alongside.areas.plans.queries import help_ids
from alongside.demo.desk_sessions import DeskSessions
from alongside.jobs.watching import watch_clocks
from alongside.jobs.working import deliver_all


def replay(course: Course, *, sessions: DeskSessions, now: datetime) -> UUID:
    """Send it, and let everybody, the worker too, do to it what happened by now; the request's id."""
    played = _Played(course, _send(course, sessions), sessions)
    played.deliver(at=course.sent_at)
    played.acknowledge()
    played.propose()
    played.decide()
    played.tell()
    played.read()
    played.work_until(now)
    return played.request_id


def _send(course: Course, sessions: DeskSessions) -> UUID:
    at = course.sent_at
    with sessions.acting_as(course.sent_by) as viewer:
        draft_id = actions.begin_draft(child_id=course.child_id, by=viewer, at=at)
        actions.save_answers(
            draft_id=draft_id,
            questions=[question.key for question in QUESTIONS],
            words=course.answers,
            version=1,
            by=viewer,
            at=at,
        )
        return actions.send_request(draft_id=draft_id, by=viewer, at=at)


class _Played:
    """A request that was sent, with everything that is done to it until now."""

    def __init__(self, course: Course, request_id: UUID, sessions: DeskSessions) -> None:
        self.course, self.request_id, self.sessions = course, request_id, sessions
        self.version = 1
        self.draft_version = 0
        self.on_its_way = False  # a decision that has not yet reached the school

    def work_until(self, moment: datetime) -> None:
        """Each minute at which the worker's watch finds something of this request's clocks."""
        with connected_as("worker"):
            while found_at := self._next_to_be_found(until=moment):
                watch_clocks(at=found_at)
                self.deliver(at=found_at)

    def _next_to_be_found(self, *, until: datetime) -> datetime | None:
        """Of this request's clocks, and of those of the help that came of it."""
        subjects = [self.request_id, *help_ids([self.request_id])]
        moments = [next_to_be_found(subject, until=until) for subject in subjects]
        return min((moment for moment in moments if moment), default=None)

    def deliver(self, *, at: datetime) -> None:
        if not self.on_its_way:
            with connected_as("worker"):
                deliver_all(at=at)

    def acknowledge(self) -> None:
        by, at = self.course.acknowledged_by, self.course.acknowledged_at
        if by is None or at is None:
            return
        self.work_until(at)
        with self.sessions.acting_as(by) as viewer:
            actions.acknowledge_request(request_id=self.request_id, version=1, by=viewer, at=at)
        self.deliver(at=at)

    def propose(self) -> None:
        by, at = self.course.proposed_by, self.course.proposed_at
        if by is None or at is None:
            return
        self.work_until(at)
        with self.sessions.acting_as(by) as viewer:
            version = actions.save_decision_draft(
                request_id=self.request_id, words=self.course.words, version=0, by=viewer, at=at
            )
            actions.propose_decision(request_id=self.request_id, version=version, by=viewer, at=at)
        self.draft_version = version
        self.deliver(at=at)

    def decide(self) -> None:
        by, at = self.course.decided_by, self.course.decided_at
        if by is None or at is None:
            return
        self.work_until(at)
        with self.sessions.acting_as(by) as viewer:
            version = self.draft_version or actions.save_decision_draft(
                request_id=self.request_id, words=self.course.words, version=0, by=viewer, at=at
            )
            actions.confirm_decision(request_id=self.request_id, version=version, by=viewer, at=at)
        self.on_its_way = True

    def tell(self) -> None:
        at = self.course.told_at
        if at is None:
            return
        self.work_until(at)
        if self.course.told_how == Told.CALL and self.course.told_by:
            with self.sessions.acting_as(self.course.told_by) as viewer:
                actions.record_call(request_id=self.request_id, by=viewer, at=at)
        self.on_its_way = False
        self.deliver(at=at)

    def read(self) -> None:
        by, at = self.course.read_by, self.course.read_at
        if by is None or at is None:
            return
        self.work_until(at)
        with self.sessions.acting_as(by) as viewer:
            actions.mark_decision_read(request_id=self.request_id, by=viewer, at=at)
        self.deliver(at=at)
