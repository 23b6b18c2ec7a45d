"""What became of the help that was offered: most is taken on and goes well, some ends, some goes quiet."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from alongside.access.context import connected_as
from alongside.access.gate import is_live
from alongside.areas.front_door.queries import read_by_the_school
from alongside.areas.plans.actions import (
    Agreement,
    Done,
    ForSchool,
    HelpCourse,
    Met,
    Planned,
    past_acts,
    record_past_help,
)
from alongside.areas.plans.queries import OfferedHelp, helps_offered, leads_of_teams
from alongside.areas.plans.terms import About
from alongside.demo.words import table
from alongside.foundation.calendars import ENGLAND, add_working_days, local_day
from alongside.register.models import Posting, Relationship

SHARED = tuple(one.value for one in About if one != About.PASSED_ON)
STATUTORY = ("strategy_discussion", "assessment")
KINDS = {"Home visit": "visit", "Rang": "call"}  # by how the words begin
CASE_SYSTEM_TEAM = "assessment_team"
ANSWERED_WITHIN = timedelta(days=10)  # what was declined before has long been handed on
JUST_ASKED, UNANSWERED = timedelta(days=3), 0.6
DECLINED, SILENT, ENDED, UNREAD, QUIET = 0.03, 0.06, 0.9, 0.2, 0.12
SILENT_FOR, GOES_ON_FOR = timedelta(days=150), timedelta(days=540)  # the most, before it ends
QUIET_FOR = timedelta(days=90)  # by then most families agree that the school is told
READ_BY_NOW = timedelta(days=30)  # a school reads in the end what it is told
CONTACTS, LONG = (2, 9), (10, 20)  # until it ends; of the few that go on for long
NOT_YET = 40
ANOTHER_LEAD = 0.1  # of help that goes on: the lead's work changes, though nobody has left
SAFEGUARDING = ("designated_safeguarding_lead", "deputy_safeguarding_lead")
LEADS = (
    *("lead_practitioner", "social_worker", "school_nurse"),
    *("health_practitioner", "charity_worker"),
)


def give_help(*, now: datetime) -> int:
    """Let every team that was asked do what it did by now; how many have answered."""
    with connected_as("loader"):
        offered = helps_offered()
        if not offered:
            return 0
        schools = _schools(one.request_id for one in offered if one.request_id)
        people = _people({*(one.team_id for one in offered), *schools.values()})
        read = read_by_the_school(schools)
        courses = []
        for one in offered:
            team = [p for p in people.get(one.team_id, ()) if p.role in LEADS]
            school = people.get(schools[one.request_id], ()) if one.request_id in schools else ()
            readers = [p for p in school if p.role in SAFEGUARDING]
            read_at = read.get(one.request_id) if one.request_id else None
            if any(is_live(posting, one.offered_at) for posting in team):
                courses.append(_Course(one, team, now=now).told().past(readers, read_at))
        record_past_help(courses, at=now)
        return sum(bool(course.acts) for course in courses)


def one_leaves(*, now: datetime) -> None:
    """Somebody who leads several families has left this morning: the worker gives them back to the team."""
    with connected_as("loader"):
        leads = leads_of_teams()
        # Not of a team whose case management system says who leads.
        of_teams = (
            Posting.objects.exclude(team__kind=CASE_SYSTEM_TEAM)
            .filter(id__in=leads)
            .values_list("id", flat=True)
        )
        here = sorted(of_teams, key=lambda posting_id: (-leads[posting_id], str(posting_id)))
        Posting.objects.filter(id__in=here[1:2]).update(ends_at=now)


def _schools(requests: Iterable[UUID]) -> dict[UUID, UUID]:
    """By request, the team that asked."""
    rows = Relationship.objects.filter(kind="referrer", subject_id__in=list(requests))
    return {row.subject_id: row.team_id for row in rows if row.subject_id and row.team_id}


def _people(teams: set[UUID]) -> dict[UUID | None, list[Posting]]:
    """By team, who is or was posted there, in an order that stays."""
    found: dict[UUID | None, list[Posting]] = {}
    rows = Posting.objects.select_related("user").filter(team_id__in=teams)
    for posting in rows.order_by("user__email"):
        found.setdefault(posting.team_id, []).append(posting)
    return found


class _Course:
    """One period of help, told from its offer on: each act as far as it lies in the past."""

    def __init__(self, offered: OfferedHelp, team: Sequence[Posting], *, now: datetime) -> None:
        self.offered, self.team, self.now = offered, team, now
        # Moments of the plan are drawn from a seed: so is what comes of them.
        self.rng = Random(f"{offered.offered_at.isoformat()}{offered.outcome}")  # noqa: S311
        self.at = offered.offered_at
        self.acts: list[Done] = []
        self.told_at: list[datetime] = []
        self.led = False
        self.lead = self.rng.choice([one for one in team if is_live(one, self.at)])
        statutory = offered.outcome in STATUTORY
        self.quiet = not statutory and self.rng.random() < QUIET and now - self.at < QUIET_FOR
        self.agreement = Agreement(
            basis="statutory" if statutory else "agreement",
            agreed_by="" if statutory else "family",
            agreed=() if self.quiet else SHARED,
        )

    def told(self) -> "_Course":
        """Everything that was done by now."""
        if self.now - self.at < JUST_ASKED and self.rng.random() < UNANSWERED:
            return self
        declines = self.rng.random() < DECLINED
        if declines and self.now - self.at < ANSWERED_WITHIN:
            self._do(past_acts.Declined(reason=self._some("declined")), after=1)
            return self
        begun = self._do(
            past_acts.Accepted(agreement=self.agreement, for_school=self._words("accepted")),
            after=1, told=True,
        ) and self._do(
            past_acts.Led(lead_posting_id=self.lead.id, for_school=self._words("led")),
            after=1, told=True,
        )  # fmt: skip
        if begun:
            self._go_on()
        return self

    def _go_on(self) -> None:
        """Contacts, updates and meetings, until it ends or goes quiet."""
        silent = self.rng.random() < SILENT and self.now - self.at < SILENT_FOR
        ends_after = self._how_long()
        changes_at = self.rng.randint(2, 5) if self.rng.random() < ANOTHER_LEAD else None
        for number in range(ends_after + 1):
            if not self._contact(after=self._gap(number)):
                self._next_meeting()
                return
            if silent:
                return
            if number == changes_at and self.lead.ends_at is None:
                self._hand_over(self._moment(1))
            if number % 3 == 1:
                self._meeting()
            if number % 3 == 0 and not self.quiet:
                self._do(past_acts.Updated(for_school=self._words("updates")), after=1, told=True)
        self._end()

    def _how_long(self) -> int:
        """After how many contacts it ends."""
        ordinary, long = self.rng.randint(*CONTACTS), self.rng.randint(*LONG)
        if self.rng.random() < ENDED:
            return ordinary
        return NOT_YET if self.now - self.at < GOES_ON_FOR else long

    def _gap(self, number: int) -> int:
        """Working days from the contact before: two to three weeks, which nobody calls silence yet."""
        return self.rng.randint(9, 14) if number else 2

    def _hand_over(self, at: datetime) -> bool:
        """Somebody else of the team leads from then on, and is told what they need to know."""
        others = [one for one in self.team if one is not self.lead and is_live(one, at)]
        if at > self.now or not others:
            return False
        following = self.rng.choice(others)
        note, words = self._some("handover"), self._words("led")
        act = past_acts.Led(lead_posting_id=following.id, handover_note=note, for_school=words)
        self._done(act, at, told=True)
        self.lead = following
        return True

    def _contact(self, *, after: int) -> bool:
        moment = self._moment(after)
        words = self._some("contacts")
        kind = next(
            (kind for begins, kind in KINDS.items() if words.startswith(begins)), "conversation"
        )
        seen = "not_seen" if kind == "call" else self.rng.choice(("alone", "seen"))
        happened_at = moment - timedelta(minutes=self.rng.randint(20, 55))
        met = Met(kind=kind, happened_at=happened_at, child_seen=seen, words=words)
        return self._do(past_acts.Contacted(met=met), at=moment)

    def _meeting(self) -> None:
        """A meeting planned and, where its time has come, held."""
        planned_at = self._moment(1)
        starts_at = _at(add_working_days(local_day(planned_at), 6), time(10))
        if starts_at + timedelta(hours=2) > self.now:
            return
        planned = Planned(kind="team_around_the_child", starts_at=starts_at, place="At school")
        if self._do(past_acts.MeetingPlanned(planned=planned), at=planned_at, told=True):
            held = past_acts.LastMeetingHeld(outcome=self._some("meetings"))
            self._do(held, at=starts_at + timedelta(hours=2))

    def _next_meeting(self) -> None:
        days = self.rng.randint(2, 12)
        starts_at = _at(add_working_days(local_day(self.now), days), time(self.rng.randint(9, 15)))
        planned = Planned(kind="team_around_the_child", starts_at=starts_at, place="At school")
        moment = self.at + timedelta(minutes=20)
        self._do(past_acts.MeetingPlanned(planned=planned), at=moment, told=True)

    def _end(self) -> None:
        reason = self.rng.choice(("needs_met", "needs_met", "stepped_down", "moved_away"))
        words = self._words("ended")
        end = past_acts.Ended(
            reason=reason, what_changed=self._some("what_changed"), for_school=words
        )
        self._do(end, after=3, told=True)

    def _do(
        self, act: past_acts.PastAct, *, after: int = 0, at: datetime | None = None, told: bool = False
    ) -> bool:  # fmt: skip
        """Done, if it was done by now; so many working days after the last act."""
        moment = max(self.at, at or self._moment(after))
        if moment > self.now:
            return False
        while not is_live(self.lead, moment):
            if not self.led or not self._hand_over(self._last_hour()):
                return False
        self._done(act, moment, told=told)
        return True

    def _last_hour(self) -> datetime:
        """On the last evening of the lead's time in the team, or as soon as anything else was done."""
        assert self.lead.ends_at
        return max(self.at, self.lead.ends_at - timedelta(hours=8))

    def _done(self, act: past_acts.PastAct, at: datetime, *, told: bool) -> None:
        self.at = at
        self.led = self.led or isinstance(act, past_acts.Led)
        self.acts.append(Done(act=act, by=self.lead.id, at=self.at))
        if told and not self.quiet:
            self.told_at.append(self.at)

    def _moment(self, after: int) -> datetime:
        """A minute of office time, so many working days later."""
        day = add_working_days(local_day(self.at), after)
        return _at(day, time(9 + self.rng.randrange(7), self.rng.randrange(60)))

    def _some(self, kind: str) -> str:
        return str(self.rng.choice(table("helping")[kind]))

    def _words(self, kind: str) -> ForSchool:
        return ForSchool(words=self._some(kind))

    def past(self, readers: Sequence[Posting], read_at: datetime | None) -> HelpCourse:
        """As the loader takes it; the school reads most of what it is told within a day."""
        readings = []
        for told_at in self.told_at:
            moment = told_at + timedelta(hours=self.rng.randint(1, 20))
            reader = next((one for one in readers if is_live(one, moment)), None)
            reads = self.rng.random() > UNREAD or self.now - told_at > READ_BY_NOW
            if reads and reader and read_at and read_at < moment <= self.now:
                readings.append((reader.id, moment))
        return HelpCourse(help_id=self.offered.help_id, acts=self.acts, readings=readings)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=ENGLAND)
