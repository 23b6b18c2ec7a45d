"""Whatever people do to a request and to the help that follows, in any order: a team always answers for it,
it is never in an illegal state, and its clock stops only when the school has been told."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions as front_door
from alongside.areas.front_door.models import Enquiry
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.plans import actions
from alongside.areas.plans.models import Help
from alongside.foundation.ids import new_id
from alongside.jobs.watching import watch_leads
from alongside.register.models import Posting, User
from tests.areas.front_door import life_of_a_request as base
from tests.areas.front_door.must_hold import ALWAYS, stamp_of, stands
from tests.areas.front_door.test_telling_to_told import WORDS
from tests.factories.council import (
    ASSESSMENT,
    ELSEWHERE,
    FAMILY_HELP,
    LONG_AGO,
    make_council,
)

TOGETHER = {
    "reasons": "Mum is unwell.",
    "next_steps": "Sam rings on Tuesday.",
    "family_told": "yes",
}
DECISIONS = (
    WORDS,
    WORDS,
    DecisionWords(
        outcome="assessment", need="N1", level_of_need=3, help_team=ASSESSMENT, **TOGETHER
    ),
    DecisionWords(
        outcome="advice", need="N4", level_of_need=2, local_offer="The family hub", **TOGETHER
    ),
    DecisionWords(
        outcome="another_authority", need="N4", level_of_need=3, other_authority=ELSEWHERE, **TOGETHER
    ),
    DecisionWords(outcome="no_further_action", need="N9", level_of_need=1, **TOGETHER),
    DecisionWords(reasons="x"),
)  # fmt: skip
REFUSALS = (*base.REFUSALS, actions.NotPossibleNow, actions.ChangedMeanwhile, actions.Unfinished)
STATUTORY = actions.Agreement(basis="statutory")
QUIET = actions.Agreement(basis="agreement", agreed_by="family")
SAID = actions.ForSchool(words="Some words for the school.")
STEPS = 100
EVENTS = 6  # their place in the stamp


class WholeLife(base.Life):
    """The life of a request with everybody in it: the hub, the school, and two teams that help."""

    decisions = DECISIONS
    steps = 0

    def teardown(self):
        WholeLife.steps += self.taken

    @initialize()
    def sent(self):
        super().sent()
        self.helps, self.taken, self.stamp = {}, 0, None
        self.workers = {FAMILY_HELP: [], ASSESSMENT: []}
        for team in self.workers:
            self.somebody_comes_to_a_team(team)

    @rule(team=st.sampled_from([FAMILY_HELP, ASSESSMENT]))
    def somebody_comes_to_a_team(self, team):
        number = User.objects.count()
        with connected_as("loader"):
            user = User.objects.create_user(f"worker{number}@thornmere.example", f"Worker {number}")
            self.workers[team].append(
                Posting.objects.create(
                    user=user, team_id=team, role="social_worker", starts_at=LONG_AGO
                )
            )

    @rule(team=st.sampled_from([FAMILY_HELP, ASSESSMENT]))
    def somebody_leaves_a_team(self, team):
        if len(self.workers[team]) > 1:  # that nobody is left is tried in test_nothing_is_stranded
            with connected_as("loader"):
                gone = self.workers[team].pop(0)
                Posting.objects.filter(id=gone.id).update(ends_at=self.now)

    def helping(self) -> Help | None:
        with connected_as("loader"):
            return Help.objects.filter(request_id=self.id).order_by("offered_at", "id").last()

    def help_does(self, act, **more) -> None:
        """The newest of the team that was asked does something to the help as it stands."""
        help_ = self.helping()
        if help_ is None:
            return
        self.passes(1)
        by = self.workers[help_.team_id][-1]
        with suppress(*REFUSALS), acting_as(by.id, at=self.now) as viewer:
            act(help_id=help_.id, by=viewer, at=self.now, **more)

    def help_version(self) -> int:
        help_ = self.helping()
        return help_.version if help_ else 0

    @rule(agreement=st.sampled_from([STATUTORY, STATUTORY, QUIET]))
    def is_accepted(self, agreement):
        version = self.help_version()
        self.help_does(actions.accept_help, version=version, agreement=agreement, for_school=SAID)

    @rule()
    def the_team_that_was_asked_declines(self):
        self.help_does(actions.decline_help, version=self.help_version(), reason="We are full.")

    @rule(who=st.integers(0, 3))
    def a_lead_is_named(self, who):
        help_ = self.helping()
        if help_:
            team = self.workers[help_.team_id]
            self.help_does(
                actions.name_lead, version=help_.version, for_school=SAID,
                lead_posting_id=team[who % len(team)].id, handover_note="All is in the file.",
            )  # fmt: skip

    @rule(agreement=st.sampled_from([STATUTORY, QUIET]), who=st.integers(0, 3))
    def is_taken_on_and_led(self, agreement, who):
        self.is_accepted(agreement)
        self.what_must_hold_holds()
        self.a_lead_is_named(who)

    @rule()
    def a_contact_is_recorded(self):
        met = actions.Met(
            kind="visit", happened_at=self.now, child_seen="alone", words="All is well."
        )
        self.help_does(actions.record_contact, contact_id=new_id(), met=met)

    @rule(days=st.integers(1, 30))
    def a_meeting_is_planned(self, days):
        planned = actions.Planned(
            kind="team_around_the_child", starts_at=self.now + timedelta(days=days), place="School"
        )
        self.help_does(actions.plan_meeting, meeting_id=new_id(), planned=planned, for_school=SAID)

    @rule()
    def an_update_is_written(self):
        self.help_does(actions.write_update, version=self.help_version(), for_school=SAID)

    @rule()
    def help_ends(self):
        self.help_does(
            actions.end_help, version=self.help_version(), reason="needs_met",
            what_changed="Mornings go well.", for_school=SAID,
        )  # fmt: skip

    @rule(who=st.sampled_from(base.HUB))
    def the_school_is_asked(self, who):
        self.by(who, lambda by: front_door.ask_referrer(
            request_id=self.id, question="Who collects her?", by=by, at=self.now
        ))  # fmt: skip

    @rule()
    def the_school_answers(self):
        with connected_as("loader"):
            asked = Enquiry.objects.filter(request_id=self.id, state="asked").first()
        if asked and self.readers:
            self.passes(1)
            with suppress(*REFUSALS), acting_as(self.readers[-1].id, at=self.now) as by:
                version = front_door.save_answer_draft(
                    enquiry_id=asked.id, words="Gran does.", version=asked.version, by=by, at=self.now
                )  # fmt: skip
                front_door.answer_enquiry(enquiry_id=asked.id, version=version, by=by, at=self.now)

    @rule(who=st.sampled_from(base.HUB), accepted=st.sampled_from(["yes", "no"]))
    def the_other_authority_answers(self, who, accepted):
        self.by(who, lambda by: front_door.record_transfer_answer(
            request_id=self.id, accepted=accepted, by_whom="Pat Duty", words="By telephone.",
            by=by, at=self.now,
        ))  # fmt: skip

    @rule()
    def the_worker_works(self):
        with connected_as("worker"):
            watch_leads(at=self.now)
        super().the_worker_works()
        help_ = self.helping()
        if help_ and help_.state == "active":
            with connected_as("loader"):
                lead = Posting.objects.get(id=help_.lead_id)
            assert lead.ends_at is None or lead.ends_at > self.now, "led by somebody who has left"

    @invariant()
    def what_must_hold_holds(self):
        if not hasattr(self, "id"):
            return  # before it was sent
        self.taken += 1
        stamp = stamp_of(self.id)
        if stamp == self.stamp:
            return
        assert self.stamp is None or stamp[EVENTS] >= self.stamp[EVENTS], "an event is gone"
        self.stamp = stamp
        self.only_legal_moves_are_made()
        now = stands(self.id)
        for holds in ALWAYS:
            holds(self, now)


def live(council, examples: int) -> int:
    """Play that many lives; how many steps were taken in all."""
    WholeLife.council, WholeLife.steps = council, 0
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return WholeLife.steps


@pytest.mark.parametrize("pack", ["thornmere", "calderwick"])
def test_two_thousand_steps_of_requests_and_of_the_help_that_follows(db, packs_of_tests, pack):
    """A thousand in each of two councils, which have limits, roles and words of their own."""
    assert live(make_council(pack), examples=12) >= 1_000


@pytest.mark.slow
@pytest.mark.skipif(
    "'slow' not in config.getoption('-m')", reason="100,000 steps: only where asked for"
)
def test_the_life_of_a_request_at_length(db, capsys):
    steps = live(make_council(), examples=1_100)
    with capsys.disabled():
        print(f"\n{steps:,} steps")
    assert steps >= 100_000
