"""Nothing is left without somebody: leavers, silence, and answers that are owed."""

from uuid import uuid4

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound
from alongside.access.ties import start_tie
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.chronology.models import Event
from alongside.areas.clocks.models import Clock
from alongside.areas.messages.models import Delivery
from alongside.areas.plans import actions, queries
from alongside.areas.plans.queries import work
from alongside.jobs.watching import watch_clocks, watch_leads
from alongside.register.models import Posting, User
from tests.areas.plans.conftest import ask, days, deliver, minutes


def leave(posting: Posting, *, at) -> None:
    with connected_as("loader"):
        Posting.objects.filter(id=posting.id).update(ends_at=at)


def watch(*, at) -> int:
    with connected_as("worker"):
        return watch_leads(at=at)


def test_a_leaver_s_children_are_the_team_s_again_at_once_and_once(helping):
    helping.accept()
    helping.lead()
    assert watch(at=days(1)) == 0
    leave(helping.worker, at=days(2))
    assert (watch(at=days(2)), watch(at=days(2))) == (1, 0)
    help_ = helping.help_()
    assert (help_.state, help_.lead, help_.team) == ("accepted", None, helping.team)
    deliver(days(2))
    with connected_as("loader"):
        assert Event.objects.filter(kind="lead_left").count() == 1
        told = Delivery.objects.filter(event_kind="lead_left", channel="inbox").get()
        assert (told.team, told.state) == (helping.team, "delivered")
        assert Clock.objects.filter(timescale="lead_named", state="running").count() == 1
    with acting_as(helping.manager.id, at=days(3)) as manager:
        assert [r.name for r in queries.left_without_a_lead(manager, now=days(3))] == [
            "Zoë O’Neill"
        ]
    with pytest.raises(actions.Unfinished):  # what the next needs to know is still written down
        helping.lead(helping.colleague, at=days(3))
    helping.lead(helping.colleague, at=days(3), handover_note="Hal has left; mum likes texts.")
    with acting_as(helping.manager.id, at=days(3)) as manager:
        assert queries.left_without_a_lead(manager, now=days(3)) == []
    with acting_as(helping.council.lead.id, at=days(4)) as lead:
        assert queries.feedback_of(lead, helping.request_id)[0].about == "lead_changed"


def test_a_lead_who_may_not_sign_in_any_more_has_left_too(helping):
    helping.accept()
    helping.lead()
    with connected_as("loader"):
        User.objects.filter(id=helping.worker.user_id).update(is_active=False)
    assert watch(at=days(2)) == 1


def test_the_list_of_leavers_does_not_wait_for_the_worker(helping):
    helping.accept()
    helping.lead()
    leave(helping.worker, at=days(2))
    with acting_as(helping.manager.id, at=days(2)) as manager:
        assert len(queries.left_without_a_lead(manager, now=days(2))) == 1


def test_a_silent_team_is_asked_and_its_manager_sees_it(helping):
    helping.accept()
    helping.lead()
    with acting_as(helping.manager.id, at=days(20)) as manager:
        assert queries.work_needing_attention(manager, now=days(20)) == []
    with connected_as("worker"):
        watch_clocks(at=days(22))
        watch_clocks(at=days(22))
    deliver(days(22))
    with connected_as("loader"):
        (noticed,) = Event.objects.filter(kind="silence_noticed")
        assert noticed.subject_id == helping.help_id
        assert Delivery.objects.get(event_id=noticed.id, channel="inbox").team == helping.team
    with acting_as(helping.manager.id, at=days(22)) as manager:
        (row,) = queries.work_needing_attention(manager, now=days(22))
        assert row.silent
    with acting_as(helping.worker.id, at=days(22)) as worker:
        met = actions.Met(kind="call", happened_at=days(22), child_seen="not_seen", words="Rang.")
        actions.record_contact(
            contact_id=uuid4(), help_id=helping.help_id, met=met, by=worker, at=days(22)
        )
        assert not queries.team_work(worker, now=days(22))[0].silent


def owe(helping, *, tied: bool = True):
    """A decision that the child is open already: the team owes the school an answer."""
    at = days(3)
    request_id = ask(helping.council, at=at)
    with acting_as(helping.council.social_worker.id, at=at) as hub:
        if tied:
            start_tie(
                child_id=helping.council.child.id, team=helping.team, kind="allocated",
                subject_id=request_id, at=at, evidence="test:made",
            )  # fmt: skip
        record(
            Fact(
                kind="answer_owed", authority_id=hub.authority_id, child_id=helping.council.child.id,
                subject_id=request_id, by_posting_id=hub.posting_id, at=at,
                payload={"help": helping.help_id},
            )
        )  # fmt: skip
    return request_id


def test_an_answer_owed_is_listed_and_an_update_is_the_answer(helping):
    helping.accept()
    request_id = owe(helping)
    with acting_as(helping.worker.id, at=days(4)) as worker:
        (owed,) = queries.answers_owed(worker, now=days(4))
        assert (owed.request_id, owed.help_id) == (request_id, helping.help_id)
    helping.do(
        actions.write_update, at=days(4), answers_request_id=request_id,
        for_school=actions.ForSchool(words="We see Zoë on Friday."),
    )  # fmt: skip
    with acting_as(helping.worker.id, at=days(4)) as worker:
        assert queries.answers_owed(worker, now=days(4)) == []
    with acting_as(helping.council.lead.id, at=days(5)) as lead:
        assert "We see Zoë" in queries.feedback_of(lead, request_id)[0].words


def test_an_answer_that_is_not_owed_cannot_be_given(helping):
    helping.accept()
    for request_id in (owe(helping, tied=False), uuid4()):
        with pytest.raises(NotFound):
            helping.do(
                actions.write_update, at=minutes(6000), answers_request_id=request_id,
                for_school=actions.ForSchool(words="We see Zoë on Friday."),
            )  # fmt: skip


def test_the_work_list_begins_with_what_must_be_done(helping, monkeypatch):
    council, postings = helping.council, (helping.worker, helping.colleague)
    helping.accept()
    helping.lead()
    from tests.areas.plans.conftest import offer

    second = offer(council, helping.team, ask(council, at=days(1)), at=days(1))
    third = offer(council, helping.team, ask(council, at=days(1)), at=days(1))
    with acting_as(helping.manager.id, at=days(2)) as manager:
        actions.accept_help(
            help_id=second, version=1, agreement=actions.Agreement(basis="statutory"),
            by=manager, at=days(2),
        )  # fmt: skip
        rows = queries.team_work(manager, now=days(2))
        assert [row.help_id for row in rows] == [third, second, helping.help_id]
        monkeypatch.setattr(work, "MOST", 2)  # what is cut off is never what must be done
        rows = queries.team_work(manager, now=days(2))
        assert [row.help_id for row in rows] == [third, second]
        monkeypatch.undo()
    for posting, mine in zip(postings, ([helping.help_id], []), strict=True):
        with acting_as(posting.id, at=days(2)) as viewer:
            assert [r.help_id for r in queries.team_work(viewer, now=days(2), mine=True)] == mine
