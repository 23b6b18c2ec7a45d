"""What people do to a request until the school has read the decision, at random; what must always hold."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import connections
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.front_door import actions
from alongside.areas.front_door.models import DecisionDraft, Request
from alongside.areas.front_door.rules import TRANSITIONS, DecisionWords
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.messages.models import Delivery
from alongside.areas.plans.models import Help
from alongside.jobs.delivering import take_back
from alongside.jobs.watching import watch_clocks, watch_inboxes
from alongside.jobs.working import deliver_all
from alongside.register.models import Organisation, Posting, Team, User
from tests.areas.front_door.test_telling_to_told import ANSWERS, WORDS
from tests.factories.council import ASSESSMENT, FAMILY_HELP, LONG_AGO, make_child
from tests.jobs.test_email import delivery_notice

REFUSALS = (
    *(actions.NotPossibleNow, actions.HeldByAnother, actions.ChangedMeanwhile),
    *(actions.DecisionIncomplete, NotFound, NotPermitted),
)
LEGAL = {(before.value, t.after.value) for t in TRANSITIONS for before in t.before}
HUB = ("screener", "social_worker", "manager")
# The database lets nobody act on what has not begun by its own clock, so a life lies in the past.
BEGINS = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FORGET = (
    "TRUNCATE front_door_request, front_door_draft, front_door_answer, front_door_decision,"
    " front_door_decisiondraft, chronology_event, chronology_textblock, clocks_clock,"
    " messages_delivery CASCADE"
)


class Life(RuleBasedStateMachine):
    """One request of a school of its own; `council` is set by the test."""

    council = None
    decisions = (WORDS, WORDS, DecisionWords(reasons="x"))

    @initialize()
    def sent(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute(FORGET)  # each life is the only one: the worker works on everything
        self.now, self.state = BEGINS, "waiting"
        with connected_as("loader"):
            organisation = Organisation.objects.create(
                authority=self.council.authority, kind="school", name="Cedar Primary School"
            )
            self.school = Team.objects.create(
                organisation=organisation, kind="safeguarding_team", name="Cedar safeguarding team"
            )
            child = make_child(self.council.authority, self.school, "Ann", "Amin")
        self.readers = [self.joins()]
        with acting_as(self.readers[0].id, at=self.now) as lead:
            draft_id = actions.begin_draft(child_id=child.id, by=lead, at=self.now)
            actions_given = {q.key: ANSWERS.get(q.key, "Some words") for q in QUESTIONS}
            for version, question in enumerate(QUESTIONS, start=1):
                actions.save_answer(
                    draft_id=draft_id, question=question.key, words=actions_given, version=version,
                    by=lead, at=self.now,
                )  # fmt: skip
            self.id = actions.send_request(draft_id=draft_id, by=lead, at=self.now)

    def joins(self) -> Posting:
        number = User.objects.count()
        with connected_as("loader"):
            user = User.objects.create_user(f"reader{number}@cedar.example", f"Reader {number}")
            return Posting.objects.create(
                user=user, team=self.school, role="designated_safeguarding_lead", starts_at=LONG_AGO
            )

    def by(self, who: str, act):
        """Somebody of the hub does something; what may not be done now is refused and changes nothing."""
        self.passes(1)
        with suppress(*REFUSALS), acting_as(getattr(self.council, who).id, at=self.now) as viewer:
            act(viewer)

    def passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def request(self) -> Request:
        with connected_as("loader"):
            return Request.objects.get(id=self.id)

    @rule(minutes=st.integers(1, 2000))
    def time_passes(self, minutes):
        self.passes(minutes)

    @rule(who=st.sampled_from(HUB))
    def is_taken_on(self, who):
        version = self.request().version
        self.by(who, lambda by: actions.acknowledge_request(
            request_id=self.id, version=version, by=by, at=self.now
        ))  # fmt: skip

    @rule(who=st.sampled_from(HUB))
    def is_handed_back(self, who):
        version = self.request().version
        self.by(who, lambda by: actions.hand_back_request(
            request_id=self.id, version=version, by=by, at=self.now
        ))  # fmt: skip

    @rule(who=st.sampled_from(HUB), data=st.data())
    def is_written(self, who, data):
        self.writes(who, data.draw(st.sampled_from(self.decisions)))

    def writes(self, who, words) -> None:
        self.by(who, lambda by: actions.save_decision_draft(
            request_id=self.id, words=words, version=self.version(), by=by, at=self.now
        ))  # fmt: skip

    def version(self) -> int:
        with connected_as("loader"):
            draft = DecisionDraft.objects.filter(request_id=self.id).first()
        return draft.version if draft else 0

    @rule(who=st.sampled_from(HUB))
    def is_proposed(self, who):
        version = self.version()
        self.by(who, lambda by: actions.propose_decision(
            request_id=self.id, version=version, by=by, at=self.now
        ))  # fmt: skip

    @rule(who=st.sampled_from(HUB))
    def is_returned(self, who):
        self.by(who, lambda by: actions.return_decision(
            request_id=self.id, reason="Say who rings", by=by, at=self.now
        ))  # fmt: skip

    @rule(who=st.sampled_from(HUB))
    def is_confirmed(self, who):
        version = self.version()
        self.by(who, lambda by: actions.confirm_decision(
            request_id=self.id, version=version, by=by, at=self.now
        ))  # fmt: skip

    @rule(
        who=st.sampled_from(HUB),
        then=st.sampled_from(["", "all leave", "emails come back"]),
        data=st.data(),
    )
    def is_decided_in_one_go(self, who, then, data):
        self.is_taken_on(who)
        self.only_legal_moves_are_made()
        self.writes(who, data.draw(st.sampled_from(self.decisions)))
        self.is_confirmed(who)
        self.only_legal_moves_are_made()
        self.the_worker_works()
        if then == "all leave":
            self.everybody_leaves_the_school()
            self.the_worker_works()
        if then == "emails come back":
            self.every_email_comes_back()

    @rule(who=st.sampled_from(HUB))
    def the_school_is_rung(self, who):
        self.by(who, lambda by: actions.record_call(request_id=self.id, by=by, at=self.now))

    @rule()
    def the_school_asks_to_be_rung_first(self):
        with connected_as("loader"):
            Request.objects.filter(id=self.id, decided_at=None).update(telephone_first=True)

    @rule()
    def the_team_that_was_asked_declines(self):
        with connected_as("loader"):
            asked = Help.objects.filter(request_id=self.id, state="offered")
            asked.update(state="declined", declined_at=self.now)

    @rule(who=st.sampled_from(HUB), team=st.sampled_from([FAMILY_HELP, ASSESSMENT]))
    def is_handed_on(self, who, team):
        self.by(who, lambda by: actions.hand_on_again(
            request_id=self.id, team_id=team, words="Another team is asked.", by=by, at=self.now
        ))  # fmt: skip

    @rule()
    def is_read(self):
        if self.readers:
            self.passes(1)
            with suppress(*REFUSALS), acting_as(self.readers[-1].id, at=self.now) as by:
                actions.mark_decision_read(request_id=self.id, by=by, at=self.now)

    @rule()
    def somebody_comes_to_the_school(self):
        self.readers.append(self.joins())

    @rule()
    def somebody_leaves_the_school(self):
        if self.readers:
            with connected_as("loader"):
                Posting.objects.filter(id=self.readers.pop().id).update(ends_at=self.now)

    @rule()
    def everybody_leaves_the_school(self):
        while self.readers:
            self.somebody_leaves_the_school()

    @rule()
    def every_email_comes_back(self):
        with connected_as("loader"):
            emails = Delivery.objects.filter(
                subject_id=self.id, channel="email", state="delivered"
            ).values_list("id", flat=True)
            notices = [f"Message-ID: <delivery.{i}@x>\n\n".encode() for i in emails]
        with connected_as("worker"):
            for notice in notices:
                take_back(delivery_notice(notice), at=self.now)
        request = self.request()
        if notices and request.decided_at and not request.read_at and request.told_how != "call":
            with connected_as("loader"):
                reached = Delivery.objects.filter(
                    subject_id=self.id, event_kind="request_decided", channel="email"
                ).exclude(state__in=("failed", "withdrawn"))
                assert request.told_at is None or reached.exists(), (
                    "told, and every email came back"
                )

    @rule()
    def the_worker_works(self):
        self.passes(1)
        with connected_as("worker"):
            deliver_all(at=self.now)
            watch_clocks(at=self.now)
            watch_inboxes(at=self.now)
            deliver_all(at=self.now)
        request = self.request()
        if request.decided_at and not self.readers and not request.read_at:
            assert request.told_at is None or request.told_how == "call", "told to nobody"
        if request.decided_at and self.readers and request.telling_failed_at is None:
            assert request.told_at is not None, "somebody could read it, and was not told"

    def only_legal_moves_are_made(self):
        state = self.request().state
        assert state == self.state or (self.state, state) in LEGAL
        self.state = state
