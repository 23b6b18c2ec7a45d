"""Help by agreement is discreet: what nobody agreed to is not told, and is not there to be read."""

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.ties import involved_with
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.chronology.queries import chronology_of
from alongside.areas.plans import actions, queries
from alongside.areas.plans.models import Contact, Feedback, Handover, Help, Meeting
from alongside.register.models import Posting, Relationship
from tests.areas.plans.conftest import NO_CONSENT, STATUTORY, days, minutes

NAME = "Mill Lane family help"


def pointers(helping, posting) -> set[str]:
    with acting_as(posting.id, at=days(40)) as viewer:
        return {i.person or i.team for i in involved_with(viewer, helping.council.child.id)}


def agreed_to(*about: str) -> actions.Agreement:
    return actions.Agreement(basis="agreement", agreed_by="young_person", agreed=about)


def feedback(helping):
    with acting_as(helping.council.lead.id, at=days(40)) as lead:
        return queries.feedback_of(lead, helping.request_id)


def test_without_agreement_the_school_reads_nothing_and_sees_no_pointer(helping):
    assert NAME in pointers(helping, helping.council.lead)  # the decision named the team
    helping.accept(NO_CONSENT, for_school=actions.ForSchool(words="We ring mum."))
    helping.lead()
    assert feedback(helping) == []
    assert not pointers(helping, helping.council.lead) & {NAME, "Hal Worker"}
    with acting_as(helping.council.lead.id, at=days(40)) as lead:
        labels = {entry.kind for entry in chronology_of(lead, helping.council.child.id)}
        assert not labels & {"help_offered", "help_accepted", "lead_named"}
        assert not Help.objects.exists()
        assert not Feedback.objects.exists()
        assert not Handover.objects.exists()
    assert {NAME, "Hal Worker"} <= pointers(helping, helping.worker)
    assert NAME in pointers(helping, helping.council.screener)  # who asked the team knows it


def test_only_what_was_agreed_to_is_told(helping):
    helping.accept(agreed_to("accepted"))
    helping.lead()
    assert [one.about for one in feedback(helping)] == ["accepted"]
    assert NAME in pointers(helping, helping.council.lead)
    assert "Hal Worker" not in pointers(helping, helping.council.lead)


def test_what_the_authority_must_do_is_told_and_seen(helping):
    helping.accept(STATUTORY)
    helping.lead()
    assert [one.about for one in feedback(helping)] == ["lead_named", "accepted"]
    assert {NAME, "Hal Worker"} <= pointers(helping, helping.council.lead)


def test_an_update_that_may_not_be_told_is_refused_and_nothing_is_kept(helping):
    helping.accept(NO_CONSENT)
    with pytest.raises(actions.NotPossibleNow, match="has not agreed"):
        helping.do(actions.write_update, at=minutes(30), for_school=actions.ForSchool(words="Well"))
    with connected_as("loader"):
        assert not Event.objects.filter(kind="update_recorded").exists()


def test_an_override_needs_a_reason_which_the_team_and_the_hub_read_and_the_school_does_not(
    helping,
):
    helping.accept(NO_CONSENT)
    why = "Mum's partner is back: the school must not let him collect Zoë."
    helping.do(
        actions.write_update, at=minutes(30),
        for_school=actions.ForSchool(words="Only mum collects.", override_reason=why),
    )  # fmt: skip
    (read,) = feedback(helping)
    assert "Only mum collects." in read.words
    assert read.override_reason == ""
    with acting_as(helping.council.lead.id, at=days(40)):
        assert not TextBlock.objects.filter(body__contains="partner").exists()
    for posting in (helping.worker, helping.council.screener):
        with acting_as(posting.id, at=days(40)) as viewer:
            assert queries.feedback_of(viewer, helping.request_id)[0].override_reason == why
    with connected_as("loader"):
        assert Event.objects.get(kind="feedback_update").payload["override"] is True


def test_an_override_s_reason_is_not_kept_where_telling_was_agreed_to(helping):
    helping.accept(agreed_to("accepted"), for_school=actions.ForSchool(override_reason="Unneeded"))
    with connected_as("loader"):
        assert Feedback.objects.get().override_reason_id is None


def test_a_change_of_agreement_holds_from_then_on_both_ways(helping):
    helping.accept(agreed_to("accepted", "lead_named"))
    helping.lead()
    assert {NAME, "Hal Worker"} <= pointers(helping, helping.council.lead)
    helping.do(actions.change_agreement, at=minutes(40), agreement=NO_CONSENT)
    assert not pointers(helping, helping.council.lead) & {NAME, "Hal Worker"}
    assert len(feedback(helping)) == 2  # what was told stays told
    helping.do(actions.change_agreement, at=minutes(50), agreement=agreed_to("accepted"))
    assert NAME in pointers(helping, helping.council.lead)
    assert "Hal Worker" not in pointers(helping, helping.council.lead)


@pytest.mark.parametrize(
    ("agreement", "wrong"),
    [
        (actions.Agreement(basis=""), "basis"),
        (actions.Agreement(basis="because"), "basis"),
        (actions.Agreement(basis="agreement"), "agreed_by"),
        (actions.Agreement(basis="agreement", agreed_by="family", agreed=("gossip",)), "agreed"),
    ],
)
def test_an_agreement_says_on_what_it_rests_and_who_agreed(helping, agreement, wrong):
    with pytest.raises(actions.Unfinished) as refused:
        helping.accept(agreement)
    assert set(refused.value.problems) == {wrong}


def invite(helping, team, **more):
    with acting_as(helping.manager.id, at=minutes(60)) as viewer:
        actions.invite_team(
            help_id=helping.help_id, team_id=team.id, by=viewer, at=minutes(60), **more
        )


def test_a_school_in_the_team_around_the_child_reads_meetings_and_no_contacts(helping):
    from uuid import uuid4

    helping.accept(STATUTORY)
    with acting_as(helping.worker.id, at=minutes(40)) as worker:
        met = actions.Met(
            kind="visit", happened_at=minutes(25), child_seen="alone", words="Secret."
        )
        actions.record_contact(
            contact_id=uuid4(), help_id=helping.help_id, met=met, by=worker, at=minutes(40)
        )
        planned = actions.Planned(kind="core_group", starts_at=days(3))
        actions.plan_meeting(
            meeting_id=uuid4(), help_id=helping.help_id, planned=planned, by=worker, at=minutes(40)
        )
    with acting_as(helping.council.lead.id, at=days(40)):
        assert not Meeting.objects.exists()
    for _ in range(2):
        invite(helping, helping.council.school, family_agrees=False)
    with acting_as(helping.council.lead.id, at=days(40)) as lead:
        assert len(queries.meetings_of(lead, helping.help_id, now=days(40))) == 1
        assert queries.contacts_of(lead, helping.help_id) == []
        assert not Contact.objects.exists()
        assert not TextBlock.objects.filter(body="Secret.").exists()
        assert queries.help_for(lead, helping.help_id, now=days(40)).is_own is False
    with connected_as("loader"):
        assert Event.objects.filter(kind="team_joined").count() == 1
    with acting_as(helping.manager.id, at=minutes(70)) as viewer:
        read = queries.help_for(viewer, helping.help_id, now=minutes(70))
        assert queries.members_of(viewer, read, now=minutes(70)) == [helping.council.school]
        actions.leave_team(
            help_id=helping.help_id, team_id=helping.council.school.id, by=viewer, at=minutes(70)
        )
    with acting_as(helping.council.lead.id, at=days(40)):
        assert not Meeting.objects.exists()


def test_a_team_joins_help_by_agreement_only_where_the_family_agrees_to_that_team(helping):
    helping.accept(NO_CONSENT)
    with pytest.raises(actions.Unfinished):
        invite(helping, helping.other_team, family_agrees=False)
    invite(helping, helping.other_team, family_agrees=True)
    with connected_as("loader"):
        assert Relationship.objects.filter(kind="plan_member", team=helping.other_team).exists()


def test_a_lead_who_has_left_is_no_longer_named_and_their_team_is(helping):
    helping.accept(STATUTORY)
    helping.lead()
    assert "Hal Worker" in pointers(helping, helping.council.social_worker)
    with connected_as("loader"):
        Posting.objects.filter(id=helping.worker.id).update(ends_at=days(30))
    seen = pointers(helping, helping.council.social_worker)
    assert NAME in seen
    assert "Hal Worker" not in seen
