"""Two workers, two bounces, two clicks, or a crash half-way: one outcome, and nothing lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.front_door import actions
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import QUESTIONS
from alongside.areas.messages.models import Delivery
from alongside.jobs import watching
from alongside.jobs.delivering import take_back
from alongside.jobs.working import _look, deliver_all
from alongside.register.models import User
from tests.areas.front_door.test_telling_to_told import ANSWERS, FRIDAY, clock, send
from tests.factories.council import Council, make_council
from tests.jobs.test_email import DECIDED, deliver, delivery_notice, request_id  # noqa: F401

LATE = FRIDAY + timedelta(days=4)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def at_once(*acts) -> list:
    """What came of each, all begun at the same moment, each on connections of its own."""
    start, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act) -> None:
        start.wait(10)
        try:
            came[place] = act()
        except Exception as problem:  # noqa: BLE001  it is what came of it
            came[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def test_two_emails_that_come_back_at_once_reopen_the_telling(council, request_id, post):  # noqa: F811
    deliver()
    notices = [delivery_notice(mail.as_bytes()) for mail in post.arrived]

    def gives_back(notice):
        def act():
            with connected_as("worker"):
                return take_back(notice, at=DECIDED)

        return act

    for _ in range(5):  # the race is lost only now and then
        assert at_once(*map(gives_back, notices)) == [True, True]
        assert clock(request_id).state == "running"
        with connected_as("owner"):
            Delivery.objects.filter(channel="email").update(state="delivered", failure="")
            Request.objects.update(told_at=DECIDED, told_how="inbox", telling_failed_at=None)
            type(clock(request_id)).objects.filter(timescale="referrer_told").update(
                state="stopped", stopped_at=DECIDED
            )


def test_two_workers_at_once_deliver_each_message_once(council, request_id, post):  # noqa: F811
    def works():
        with connected_as("worker"):
            return deliver_all(at=DECIDED)

    taken = at_once(works, works)
    taken.append(works())  # what one put down while the other had looked already
    with connected_as("loader"):
        delivered = Delivery.objects.filter(state="delivered").count()
        assert not Delivery.objects.filter(state="waiting", next_try_at__lte=DECIDED).exists()
    assert sum(taken) == delivered
    assert len({mail["Message-ID"] for mail in post.arrived}) == len(post.arrived) == 2


def test_send_pressed_twice_at_once_is_one_request_and_both_are_told_so(council):
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        draft_id = actions.begin_draft(child_id=council.child.id, by=lead, at=FRIDAY)
        for version, question in enumerate(QUESTIONS, start=1):
            words = {question.key: ANSWERS.get(question.key, "Words")}
            actions.save_answer(
                draft_id=draft_id, question=question.key, words=words, version=version, by=lead, at=FRIDAY
            )  # fmt: skip

    def press():
        with acting_as(council.lead.id, at=FRIDAY) as lead:
            return actions.send_request(draft_id=draft_id, by=lead, at=FRIDAY)

    first, second = at_once(press, press)
    assert first == second
    with connected_as("loader"):
        assert Request.objects.values_list("id", flat=True).get() == first


def test_a_worker_that_dies_before_a_warning_is_recorded_gives_it_the_next_time(
    council, monkeypatch
):
    send(council)

    def dies(_found):
        raise MemoryError

    with connected_as("worker"):
        with monkeypatch.context() as broken:
            broken.setattr(watching, "record_found", dies)
            with pytest.raises(MemoryError):
                watching.watch_clocks(at=LATE)
        assert watching.watch_clocks(at=LATE) == 3
    with connected_as("loader"):
        assert Event.objects.filter(kind="clock_overdue").count() == 3


@pytest.mark.parametrize("address", ["ada@school.example.", "a,b@school.example", "ada@s..example"])
def test_an_address_no_mail_can_have_stops_nothing_else(council, request_id, post, address):  # noqa: F811
    with connected_as("loader"):
        User.objects.filter(id=council.lead.user_id).update(email=address)
    deliver()
    assert [mail["To"] for mail in post.arrived] == ["bea.deputy@thornmere.example"]
    with connected_as("loader"):
        failed = Delivery.objects.get(channel="email", state="failed")
    assert failed.failure == "refused"


def test_between_two_emails_every_inbox_is_looked_at(council, request_id, post, settings):  # noqa: F811
    settings.EMAIL_PORT = 9
    with connected_as("worker"):
        assert _look(at=DECIDED)  # inboxes, and one of two emails
    with connected_as("loader"):
        assert Delivery.objects.filter(channel="email", tries=0, state="waiting").count() == 1
        assert not Delivery.objects.filter(
            channel="inbox", state="waiting", event_kind="request_decided"
        )
    assert clock(request_id).state == "stopped"
