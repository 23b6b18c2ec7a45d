"""Child by child: pastoral staff see whom the lead shares with them, and nobody else; as the web role."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.access.ties import start_tie
from alongside.areas.chronology.models import Event
from alongside.areas.front_door import actions, queries
from alongside.areas.messages.models import Delivery
from alongside.areas.people.models import Identifier, Name
from alongside.areas.people.queries import find_on_roll
from alongside.areas.schools.actions import NotOfThisTeam, assign_child, unassign_child
from alongside.areas.schools.queries import children_shared_with, who_knows
from alongside.jobs.delivering import deliver_next_to_inbox
from alongside.jobs.watching import watch_inboxes
from alongside.jobs.working import deliver_all
from alongside.register.models import Conflict, Posting, Relationship
from tests.areas.front_door.test_telling_to_told import FRIDAY, acknowledge, advise, clock, send
from tests.factories.council import LONG_AGO, make_child, make_posting, tie
from tests.factories.rolls import row, upn

AT = FRIDAY - timedelta(hours=1)


@pytest.fixture
def pat(council) -> Posting:
    with connected_as("loader"):
        return make_posting(council.school, "pastoral_staff", "Pat Pastoral")


def share(council, pat, *, child=None, by=None, at=AT) -> bool:
    with acting_as((by or council.lead).id, at=at) as lead:
        return assign_child(child_id=(child or council.child).id, posting_id=pat.id, by=lead, at=at)


def stop(council, pat, *, at=AT) -> bool:
    with acting_as(council.lead.id, at=at) as lead:
        return unassign_child(child_id=council.child.id, user_id=pat.user_id, by=lead, at=at)


def seen_by(posting, *, at=FRIDAY) -> tuple[list[str], list[str]]:
    """Whom somebody finds by name, and whom they see something open about."""
    with acting_as(posting.id, at=at) as viewer:
        found = [p.name for p in find_on_roll(viewer, "o", now=at)]
        return found, [c.name for c in queries.children_with_something_open(viewer, now=at)]


def test_pastoral_staff_see_nobody_until_a_child_is_shared_with_them(council, pat):
    send(council)
    assert seen_by(pat) == ([], [])
    with acting_as(pat.id, at=FRIDAY):
        assert not Name.objects.exists()
    assert share(council, pat, at=FRIDAY)
    assert seen_by(pat) == (["Zoë O’Neill"], ["Zoë O’Neill"])


def test_one_child_shared_shows_no_other_of_the_roll(council, pat):
    with connected_as("loader"):
        make_child(council.authority, council.school, "Otto", "Moon")
    share(council, pat)
    assert seen_by(pat)[0] == ["Zoë O’Neill"]
    with acting_as(pat.id, at=FRIDAY):
        assert set(Name.objects.values_list("child_id", flat=True)) == {council.child.id}


def test_a_request_sent_afterwards_is_theirs_to_follow_too(council, pat):
    share(council, pat)
    request_id = send(council)
    with acting_as(pat.id, at=FRIDAY) as viewer:
        read = queries.request_for_referrer(viewer, request_id, now=FRIDAY)
        assert read.answers["what_happened"] == "Words about what_happened"
        assert queries.draft_about(viewer, council.child.id) is None


def test_a_draft_is_not_theirs_to_read(council, pat):
    share(council, pat)
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        actions.begin_draft(child_id=council.child.id, by=lead, at=FRIDAY)
    with acting_as(pat.id, at=FRIDAY) as viewer:
        assert queries.drafts_of_team(viewer) == []
        with pytest.raises(NotPermitted):
            actions.begin_draft(child_id=council.child.id, by=viewer, at=FRIDAY)


def test_twice_is_once_and_each_is_one_event(council, pat):
    assert (share(council, pat), share(council, pat)) == (True, False)
    assert (stop(council, pat), stop(council, pat)) == (True, False)
    assert (share(council, pat), seen_by(pat)[0]) == (True, ["Zoë O’Neill"])
    with connected_as("loader"):
        kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert sorted(kinds) == ["child_assigned", "child_assigned", "child_unassigned"]


def test_once_sharing_has_stopped_they_see_nothing_of_the_child(council, pat):
    share(council, pat)
    request_id = send(council)
    stop(council, pat, at=FRIDAY)
    assert seen_by(pat) == ([], [])
    with acting_as(pat.id, at=FRIDAY) as viewer:
        assert queries.request_for_referrer(viewer, request_id, now=FRIDAY) is None
    with connected_as("loader"):
        assert not Relationship.objects.filter(kind="assigned", ends_at=None).exists()


@pytest.mark.parametrize("who", ["head", "pastoral", "other_lead", "screener"])
def test_only_the_child_s_own_lead_or_deputy_can_share(council, pat, who):
    with connected_as("loader"):
        head = make_posting(council.school, "head", "Hal Head")
    by = {
        "head": head,
        "pastoral": pat,
        "other_lead": council.other_lead,
        "screener": council.screener,
    }
    with pytest.raises((NotPermitted, NotFound)):
        share(council, pat, by=by[who])


def test_a_lead_cannot_share_a_child_of_another_school(council, pat):
    with pytest.raises(NotFound):
        share(council, pat, child=council.other_child)


@pytest.mark.parametrize("whom", ["of another school", "a deputy", "who has left", "switched off"])
def test_a_child_cannot_be_shared_with_somebody(council, pat, whom):
    with connected_as("loader"):
        chosen = {
            "of another school": make_posting(council.other_school, "pastoral_staff", "Elsewhere"),
            "a deputy": council.deputy,
        }.get(whom, pat)
        if whom == "who has left":
            Posting.objects.filter(id=pat.id).update(ends_at=AT)
        if whom == "switched off":
            pat.user.is_active = False
            pat.user.save(update_fields=["is_active"])
    with pytest.raises(NotOfThisTeam):
        share(council, chosen)


def test_who_leaves_and_is_posted_at_another_school_takes_no_child_along(council, pat):
    share(council, pat)
    with connected_as("loader"):
        Posting.objects.filter(id=pat.id).update(ends_at=AT)
        elsewhere = Posting.objects.create(
            user=pat.user, team=council.other_school, role="pastoral_staff", starts_at=LONG_AGO
        )
    assert seen_by(elsewhere) == ([], [])
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        assert who_knows(lead, council.child.id, now=FRIDAY) == []
    assert not stop(council, pat)


def test_who_works_at_two_schools_sees_at_each_only_what_is_shared_there(council, pat):
    with connected_as("loader"):
        elsewhere = Posting.objects.create(
            user=pat.user, team=council.other_school, role="pastoral_staff", starts_at=LONG_AGO
        )
    share(council, pat)
    assert (seen_by(pat)[0], seen_by(elsewhere)[0]) == (["Zoë O’Neill"], [])
    with acting_as(elsewhere.id, at=FRIDAY) as viewer:
        assert children_shared_with(viewer, now=FRIDAY) == []


def test_a_conflict_denies_what_was_shared(council, pat):
    share(council, pat)
    with connected_as("loader"):
        Conflict.objects.create(
            child=council.child, user=pat.user, reason="relative", starts_at=LONG_AGO
        )
    assert seen_by(pat) == ([], [])


def test_sharing_cannot_be_forged_past_the_action(council, pat):
    with pytest.raises(ProgrammingError, match="may not start"), acting_as(pat.id, at=AT):
        start_tie(
            child_id=council.child.id, team=council.school, kind="assigned", subject_id=None,
            at=AT, evidence="test:forged", user_id=pat.user_id,
        )  # fmt: skip


@pytest.mark.parametrize("whom", ["nobody in particular", "somebody of another team"])
def test_a_lead_s_own_right_shares_with_persons_of_their_own_team_alone(council, pat, whom):
    somebody = {"somebody of another team": council.other_lead.user_id}.get(whom)
    with (
        pytest.raises(ProgrammingError, match="a person of the team"),
        acting_as(council.lead.id, at=AT),
    ):
        start_tie(
            child_id=council.child.id, team=council.school, kind="assigned", subject_id=None,
            at=AT, evidence="test:forged", user_id=somebody,
        )  # fmt: skip


def test_an_email_that_waits_is_withdrawn_once_sharing_has_stopped(council, pat, mailoutbox):
    share(council, pat)
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    advise(request_id, council.social_worker, at=FRIDAY)
    with connected_as("worker"):
        while deliver_next_to_inbox(at=FRIDAY):
            pass
    stop(council, pat, at=FRIDAY)
    with connected_as("worker"):
        deliver_all(at=FRIDAY)
    assert {to for mail in mailoutbox for to in mail.to} == {
        council.lead.user.email,
        council.deputy.user.email,
    }


def ends(child_id) -> list:
    with connected_as("loader"):
        return list(
            Relationship.objects.filter(kind="assigned", child_id=child_id).values_list(
                "ends_at", flat=True
            )
        )


@pytest.mark.parametrize("said", ["with a date of leaving", "by being left out of the whole roll"])
def test_a_child_who_leaves_the_roll_is_no_longer_shared(council, pat, alder, said):
    now = timezone.now()
    alder.loads(*(row(n) for n in range(1, 9)), at=now)
    with connected_as("loader"):
        child = Identifier.objects.get(value=upn(1)).child
    share(council, pat, child=child, at=now)
    assert ends(child.id) == [None]
    if said == "with a date of leaving":
        yesterday = (now - timedelta(days=2)).strftime("%d/%m/%Y")
        alder.loads(row(1, Date_of_Leaving=yesterday), at=now)
    else:
        with connected_as("loader"):
            Relationship.objects.filter(kind="on_roll", child_id=council.child.id).delete()
        alder.loads(*(row(n) for n in range(2, 9)), at=now, complete=True)
    assert None not in ends(child.id)


def emailed() -> set[str]:
    """Who at the school got an email; the team that was asked to help gets its own."""
    with connected_as("loader"):
        return set(
            Delivery.objects.filter(channel="email", event_kind="request_decided").values_list(
                "posting__user__full_name", flat=True
            )
        )


def decided_and_delivered(council) -> None:
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    advise(request_id, council.social_worker, at=FRIDAY)
    with connected_as("worker"):
        deliver_all(at=FRIDAY)


def test_nobody_is_emailed_about_a_child_whom_they_may_not_see(council, pat):
    decided_and_delivered(council)
    assert emailed() == {"Ada Lead", "Bea Deputy"}


def test_with_whom_the_child_is_shared_is_emailed_too(council, pat):
    share(council, pat)
    decided_and_delivered(council)
    assert emailed() == {"Ada Lead", "Bea Deputy", "Pat Pastoral"}


def test_a_conflict_takes_the_email_away(council, pat):
    with connected_as("loader"):
        Conflict.objects.create(
            child=council.child, user=council.deputy.user, reason="relative", starts_at=LONG_AGO
        )
    decided_and_delivered(council)
    assert emailed() == {"Ada Lead"}


def test_a_team_of_people_who_may_not_read_it_has_not_been_told(council, pat):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    advise(request_id, council.social_worker, at=FRIDAY)
    later = FRIDAY + timedelta(hours=1)
    with connected_as("loader"):
        leads = Posting.objects.filter(id__in=[council.lead.id, council.deputy.id])
        leads.update(ends_at=FRIDAY)
    with connected_as("worker"):
        deliver_all(at=later)
    assert clock(request_id).state == "running"
    with connected_as("loader"):
        leads.update(ends_at=None)
    with connected_as("worker"):
        assert watch_inboxes(at=later) == 2  # that it is looked at, and what was decided
        deliver_all(at=later)
    assert clock(request_id).state == "stopped"


def test_a_decision_that_nobody_left_may_read_is_reopened_once(council, pat):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    advise(request_id, council.social_worker, at=FRIDAY)
    with connected_as("worker"):
        deliver_all(at=FRIDAY)
    with connected_as("loader"):
        Posting.objects.filter(id__in=[council.lead.id, council.deputy.id]).update(ends_at=FRIDAY)
    with connected_as("worker"):
        later = FRIDAY + timedelta(hours=1)
        assert [watch_inboxes(at=later), watch_inboxes(at=later)] == [1, 0]
    assert clock(request_id).state == "running"


def test_a_team_of_another_school_hears_nothing_of_who_knows_at_this_one(council, pat):
    with connected_as("loader"):
        tie(council.child, council.other_school, "on_roll")
        other_pat = make_posting(council.other_school, "pastoral_staff", "Other Pat")
    with acting_as(council.other_lead.id, at=AT) as lead:
        assign_child(child_id=council.child.id, posting_id=other_pat.id, by=lead, at=AT)
    share(council, pat, at=AT + timedelta(minutes=1))
    with connected_as("loader"):
        told = Delivery.objects.filter(event_kind="child_assigned").order_by("happened_at")
        assert [d.team_id for d in told] == [council.other_school.id, council.school.id]
