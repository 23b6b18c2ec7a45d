"""From being asked to the end, on a real database, each act as the posting that does it."""

from uuid import uuid4

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import Clock
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions, queries
from alongside.areas.plans.models import Contact, Feedback, Handover, Meeting
from alongside.register.models import Relationship
from tests.areas.plans.conftest import FRIDAY, STATUTORY, Helping, days, deliver, minutes

MET = actions.Met(
    kind="visit", happened_at=minutes(25), child_seen="alone", words="Zoë showed me her room."
)
LEADS = (
    "The lead practitioner is Hal Worker, Mill Lane family help. "
    "Ring them about anything to do with the help."
)
ONE, TWO = actions.ForSchool(words="One"), actions.ForSchool(words="Two")


def kinds(helping: Helping) -> list[str]:
    with connected_as("loader"):
        rows = Event.objects.filter(subject_id__in=[helping.help_id, helping.request_id])
        return list(rows.order_by("occurred_at", "kind").values_list("kind", flat=True))


def told(helping: Helping, *, at=None) -> list[str]:
    with acting_as(helping.council.lead.id, at=at or days(40)) as lead:
        return [one.words for one in queries.feedback_of(lead, helping.request_id)]


def contact(helping: Helping, *, met=MET, at=None, by=None, contact_id=None) -> None:
    at = at or minutes(30)
    with acting_as((by or helping.worker).id, at=at) as viewer:
        actions.record_contact(
            contact_id=contact_id or uuid4(), help_id=helping.help_id, met=met, by=viewer, at=at
        )


def test_a_team_takes_it_on_leads_it_writes_and_ends_it_and_the_school_reads_each(helping):
    helping.accept(for_school=actions.ForSchool(words="We ring mum today."))
    helping.lead(by=helping.worker)
    contact(helping)
    meeting_id = uuid4()
    with acting_as(helping.worker.id, at=minutes(40)) as worker:
        actions.plan_meeting(
            meeting_id=meeting_id, help_id=helping.help_id, by=worker, at=minutes(40),
            planned=actions.Planned(
                kind="team_around_the_child", starts_at=days(3), place="School"
            ),
        )  # fmt: skip
    with acting_as(helping.worker.id, at=days(4)) as worker:
        actions.record_meeting_held(
            meeting_id=meeting_id, version=1, outcome="Breakfast club.", by=worker, at=days(4)
        )
    well = actions.ForSchool(words="Mornings go well.")
    helping.do(actions.write_update, at=days(5), for_school=well)
    helping.do(actions.end_help, at=days(30), reason="needs_met", what_changed="Mornings are calm.")
    assert kinds(helping)[-12:] == [
        "feedback_accepted", "help_accepted", "feedback_lead_named", "lead_named", "contact_recorded",
        "feedback_meeting", "meeting_planned", "meeting_held", "feedback_update", "update_recorded",
        "feedback_ended", "help_ended",
    ]  # fmt: skip
    assert told(helping) == [
        "Mill Lane family help has ended its help. Reason: Help is no longer needed.",
        "An update from Mill Lane family help.\n\nMornings go well.",
        "Mill Lane family help has planned a meeting for Monday 5 October 2026 at 10:40am.",
        LEADS,
        "Mill Lane family help has taken this on.\n\nWe ring mum today.",
    ]  # fmt: skip
    with connected_as("loader"):
        open_ties = Relationship.objects.filter(kind="allocated", ends_at=None)
        assert not open_ties.exists()
        assert not Clock.objects.filter(subject_id=helping.help_id, state="running").exists()


def test_the_school_is_sent_each_message_and_marks_them_read(helping):
    helping.accept()
    deliver(minutes(11))
    with connected_as("loader"):
        sent = Delivery.objects.get(event_kind="feedback_accepted", channel="inbox")
        assert (sent.team_id, sent.state) == (helping.council.school.id, "delivered")
    with acting_as(helping.council.lead.id, at=minutes(12)) as lead:
        assert (
            actions.mark_feedback_read(request_id=helping.request_id, by=lead, at=minutes(12)) == 1
        )
        assert (
            actions.mark_feedback_read(request_id=helping.request_id, by=lead, at=minutes(13)) == 0
        )
    with acting_as(helping.worker.id, at=minutes(14)) as worker:
        assert queries.feedback_of(worker, helping.request_id)[0].read_at == minutes(12)


def test_a_team_that_cannot_take_it_on_gives_it_back_to_the_hub_with_the_reason(helping):
    helping.do(actions.decline_help, at=minutes(5), reason="We have no room before January.")
    assert kinds(helping)[-2:] == ["help_declined", "request_returned"]
    with acting_as(helping.council.screener.id, at=minutes(6)) as hub:
        read = queries.help_for(hub, helping.help_id, now=minutes(6))
        assert read.state == "declined"
        assert read.declined_reason == "We have no room before January."
    with acting_as(helping.manager.id, at=minutes(6)) as manager:
        assert queries.team_work(manager, now=minutes(6)) == []
        assert queries.help_for(manager, helping.help_id, now=minutes(6)) is None
    assert told(helping) == []


@pytest.mark.parametrize("note", ["", "   "])
def test_a_change_of_lead_needs_a_note_from_one_to_the_other(helping, note):
    helping.accept()
    helping.lead()
    with pytest.raises(actions.Unfinished) as refused:
        helping.lead(helping.colleague, at=minutes(30), handover_note=note)
    assert set(refused.value.problems) == {"handover_note"}
    helping.lead(helping.colleague, at=minutes(30), handover_note="Mum prefers texts.")
    with connected_as("loader"):
        assert Handover.objects.get(previous_lead=helping.worker).next_lead == helping.colleague
        ties = Relationship.objects.filter(kind="allocated", user__isnull=False)
        assert {(tie.user_id, tie.ends_at) for tie in ties} == {
            (helping.worker.user_id, minutes(30)), (helping.colleague.user_id, None),
        }  # fmt: skip
    assert "new lead practitioner: Ida Colleague" in told(helping)[0]
    assert "Mum prefers texts" not in "".join(told(helping))


def test_a_lead_works_in_the_team_that_helps_now(helping):
    helping.accept()
    for somebody in (helping.nurse, helping.council.social_worker):
        with pytest.raises(actions.Unfinished):
            helping.lead(somebody)
    with connected_as("loader"):
        type(helping.worker).objects.filter(id=helping.worker.id).update(ends_at=minutes(1))
    with pytest.raises(actions.Unfinished):
        helping.lead(helping.worker)


def test_each_act_done_twice_leaves_one(helping):
    for _ in range(2):
        helping.accept(version=1)
    for _ in range(2):
        helping.lead(version=2)
    the_contact, the_meeting = uuid4(), uuid4()
    for _ in range(2):
        contact(helping, contact_id=the_contact)
        with acting_as(helping.worker.id, at=minutes(40)) as worker:
            planned = actions.Planned(kind="core_group", starts_at=days(3))
            actions.plan_meeting(
                meeting_id=the_meeting, help_id=helping.help_id, planned=planned, by=worker, at=minutes(40)
            )  # fmt: skip
    with connected_as("loader"):
        assert Contact.objects.count() == Meeting.objects.count() == Handover.objects.count() == 1
        assert Feedback.objects.count() == 3


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (actions.decline_help, {"reason": "No room"}),
        (actions.accept_help, {"agreement": STATUTORY}),
        (actions.name_lead, {"lead_posting_id": None}),
        (actions.write_update, {"for_school": actions.ForSchool(words="Well")}),
        (actions.end_help, {"reason": "needs_met", "what_changed": "Much"}),
        (actions.change_agreement, {"agreement": STATUTORY}),
    ],
)
def test_nobody_but_the_team_that_helps_may_act(helping, act, words):
    council = helping.council
    for somebody in (helping.nurse, council.lead, council.other_lead, council.screener):
        with pytest.raises((NotFound, NotPermitted)):
            helping.do(act, by=somebody, at=minutes(1), version=1, **words)


def test_another_team_that_works_with_the_child_does_not_act_for_this_one(helping):
    """A social worker allocated to the child elsewhere reads the plan, and may not move it."""
    council = helping.council
    with connected_as("loader"):
        from tests.areas.plans.conftest import team_of
        from tests.factories.council import make_posting

        team = team_of(council, "assessment_team", "local_authority", "Assessment team 1")
        elsewhere = make_posting(team, "social_worker", "Kit Elsewhere")
        Relationship.objects.create(
            authority=council.authority, child=council.child, organisation_id=team.organisation_id,
            team=team, kind="allocated", subject_id=uuid4(), starts_at=FRIDAY, evidence="test:made",
        )  # fmt: skip
    with acting_as(elsewhere.id, at=minutes(1)) as viewer:
        assert queries.help_for(viewer, helping.help_id, now=minutes(1)).is_own is False
    with pytest.raises(NotFound):
        helping.accept(by=elsewhere)


def test_nothing_is_recorded_before_it_is_taken_on_or_after_it_has_ended(helping):
    with pytest.raises(actions.NotPossibleNow):
        contact(helping)
    helping.accept()
    helping.do(actions.end_help, at=days(1), reason="moved_away", what_changed="They moved.")
    with pytest.raises(NotFound):
        contact(helping, at=days(2))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kind": "party"}, "kind"),
        ({"happened_at": None}, "day"),
        ({"happened_at": days(9)}, "day"),
        ({"child_seen": ""}, "child_seen"),
        ({"words": " "}, "words"),
        ({"words": "x" * 200_001}, "words"),
    ],
)
def test_a_contact_that_lacks_something_says_what(helping, typed, wrong):
    from dataclasses import replace

    helping.accept()
    with pytest.raises(actions.Unfinished) as refused:
        contact(helping, met=replace(MET, **typed))
    assert set(refused.value.problems) == {wrong}


def test_two_at_once_the_second_is_told_and_overwrites_nothing(helping):
    helping.accept(version=1)
    helping.do(actions.write_update, at=minutes(11), version=2, for_school=ONE)  # fmt: skip
    with pytest.raises(actions.ChangedMeanwhile):
        helping.do(actions.write_update, at=minutes(12), version=2, for_school=TWO)  # fmt: skip
    with pytest.raises(actions.ChangedMeanwhile):
        helping.do(actions.end_help, at=minutes(12), version=2, reason="needs_met", what_changed="All")  # fmt: skip
    assert "Two" not in "".join(told(helping))


def test_ending_calls_off_the_meetings_still_planned(helping):
    helping.accept()
    with acting_as(helping.worker.id, at=minutes(40)) as worker:
        planned = actions.Planned(kind="core_group", starts_at=days(9))
        actions.plan_meeting(
            meeting_id=uuid4(), help_id=helping.help_id, planned=planned, by=worker, at=minutes(40)
        )
    helping.do(actions.end_help, at=days(1), reason="needs_met", what_changed="Mornings.")
    with connected_as("loader"):
        assert Meeting.objects.get().state == "cancelled"


def test_a_meeting_called_off_is_told_to_the_school_that_was_told_of_it(helping):
    helping.accept()
    meeting_id = uuid4()
    with acting_as(helping.worker.id, at=minutes(40)) as worker:
        planned = actions.Planned(kind="core_group", starts_at=days(3))
        actions.plan_meeting(
            meeting_id=meeting_id, help_id=helping.help_id, planned=planned, by=worker, at=minutes(40)
        )  # fmt: skip
        actions.cancel_meeting(meeting_id=meeting_id, version=1, by=worker, at=minutes(41))
    assert "will not take place" in told(helping)[0]
