"""Email through a real mail server: it names no child, and one that reaches nobody reopens the telling."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import actions, queries
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.rules import came_back, message_id
from alongside.foundation.ids import new_id
from alongside.jobs.delivering import take_back
from alongside.jobs.watching import watch_inboxes
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.areas.front_door.test_telling_to_told import (
    FRIDAY,
    WORDS,
    acknowledge,
    advise,
    clock,
    send,
)
from tests.factories.council import Council, make_council, make_posting

DECIDED = FRIDAY + timedelta(minutes=30)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def request_id(council):
    """A request that has just been decided and not yet told."""
    made = send(council)
    acknowledge(made, council.social_worker, at=FRIDAY)
    advise(made, council.social_worker, at=DECIDED)
    return made


def deliver(*, at=DECIDED) -> None:
    with connected_as("worker"):
        deliver_all(at=at)


def delivery_notice(message: bytes, *, action: str = "failed") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    head = message.partition(b"\n\n")[0].replace(b"\r\n", b"\n")
    return b"""From: MAILER-DAEMON@mx.thornmere.example
To: no-reply@alongside.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I could not deliver your message.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.thornmere.example

Final-Recipient: rfc822; ada.lead@thornmere.example
Action: %s
Status: 5.1.1

--B
Content-Type: text/rfc822-headers

%s

--B--
""" % (action.encode(), head)


def give_back(message) -> bool:
    with connected_as("worker"):
        return take_back(delivery_notice(message.as_bytes()), at=DECIDED + timedelta(hours=1))


def seen_by_hub(council, request_id):
    now = DECIDED + timedelta(hours=2)
    with acting_as(council.screener.id, at=now) as viewer:
        return queries.request_for_hub(viewer, request_id, now=now)


def test_each_reader_gets_one_email_that_names_no_child_and_no_other_reader(
    council, request_id, post
):
    deliver()
    assert sorted(mail["To"] for mail in post.arrived) == [
        "ada.lead@thornmere.example",
        "bea.deputy@thornmere.example",
    ]
    for mail in post.arrived:
        words = mail.as_string()
        for never in ("Zo", "Neill", "family", "help", "request", "decision", WORDS.reasons):
            assert never.lower() not in (mail["Subject"] + mail.get_content()).lower(), never
        assert "Alder Primary School safeguarding team" in words
        assert mail["Auto-Submitted"] == "auto-generated"
    assert clock(request_id).state == "stopped"


def test_one_address_refused_is_not_yet_a_school_untold(council, request_id, post):
    post.refused = {"ada.lead@thornmere.example": "550 No such user"}
    deliver()
    assert [mail["To"] for mail in post.arrived] == ["bea.deputy@thornmere.example"]
    assert clock(request_id).state == "stopped"


def test_every_address_refused_reopens_the_telling_and_warns_the_hub(council, request_id, post):
    post.refused = dict.fromkeys(
        ("ada.lead@thornmere.example", "bea.deputy@thornmere.example"), "550 No such user"
    )
    deliver()
    assert clock(request_id).state == "running"
    assert seen_by_hub(council, request_id).telling_failed
    deliver(at=DECIDED + timedelta(minutes=1))
    with connected_as("loader"):
        warned = Delivery.objects.get(event_kind="telling_failed")
    assert (warned.team_id, warned.state) == (council.hub.id, "delivered")


def test_a_full_mailbox_is_tried_again_and_nothing_is_reopened(council, request_id, post):
    post.refused = {"ada.lead@thornmere.example": "452 Mailbox full"}
    deliver()
    assert clock(request_id).state == "stopped"
    post.refused = {}
    deliver(at=DECIDED + timedelta(minutes=3))
    assert len(post.arrived) == 2


def test_a_mail_server_that_is_away_loses_nothing(council, request_id, post, settings):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    deliver()
    assert post.arrived == []
    settings.EMAIL_PORT = there
    deliver(at=DECIDED + timedelta(minutes=3))
    assert len(post.arrived) == 2


def test_emails_that_come_back_reopen_the_telling_once_the_last_of_them_has(
    council, request_id, post
):
    deliver()
    first, second = post.arrived
    assert give_back(first)
    assert clock(request_id).state == "stopped"
    assert give_back(second)
    assert clock(request_id).state == "running"
    assert not give_back(second)


def test_an_email_that_comes_back_after_somebody_has_read_the_decision_changes_nothing(
    council, request_id, post
):
    deliver()
    with acting_as(council.lead.id, at=DECIDED) as lead:
        actions.mark_decision_read(request_id=request_id, by=lead, at=DECIDED)
    assert all(give_back(mail) for mail in post.arrived)
    assert clock(request_id).state == "stopped"


def test_the_school_may_still_read_what_its_mail_server_gave_back_and_is_then_told(
    council, request_id, post
):
    deliver()
    for mail in post.arrived:
        give_back(mail)
    now = DECIDED + timedelta(hours=2)
    with acting_as(council.lead.id, at=now) as lead:
        read = queries.request_for_referrer(lead, request_id, now=now)
        assert read.decision.reasons == WORDS.reasons
        actions.mark_decision_read(request_id=request_id, by=lead, at=now)
    assert clock(request_id).stopped_at == now


def test_a_decision_not_yet_delivered_cannot_be_read_or_marked(council, request_id):
    with acting_as(council.lead.id, at=DECIDED) as lead:
        assert queries.request_for_referrer(lead, request_id, now=DECIDED).decision is None
        with pytest.raises(actions.NotPossibleNow):
            actions.mark_decision_read(request_id=request_id, by=lead, at=DECIDED)


def test_a_leaver_gets_no_email_that_was_waiting(council, request_id, post, settings):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    deliver()
    settings.EMAIL_PORT = there
    with connected_as("loader"):
        Posting.objects.filter(id=council.lead.id).update(ends_at=DECIDED + timedelta(minutes=1))
    deliver(at=DECIDED + timedelta(minutes=3))
    assert [mail["To"] for mail in post.arrived] == ["bea.deputy@thornmere.example"]


def test_whoever_is_posted_next_in_an_empty_school_is_told(council, post):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=FRIDAY)
    advise(request_id, council.social_worker, at=DECIDED)
    deliver()
    assert clock(request_id).state == "running"
    with connected_as("loader"):
        make_posting(council.school, "designated_safeguarding_lead", "Gil Newlead")
    now = DECIDED + timedelta(minutes=5)
    with connected_as("worker"):
        assert watch_inboxes(at=now) == 2  # that somebody looked at it, and the decision
    deliver(at=now)
    assert clock(request_id).stopped_at == now
    assert [mail["To"] for mail in post.arrived] == ["gil.newlead@thornmere.example"]


def test_the_reader_who_comes_after_the_last_one_left_is_told_again(council, request_id, post):
    deliver()
    gone, now = DECIDED + timedelta(hours=1), DECIDED + timedelta(hours=2)
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=gone)
    with connected_as("worker"):
        assert watch_inboxes(at=now) == 1
    with connected_as("loader"):
        make_posting(council.school, "designated_safeguarding_lead", "Gil Newlead")
    with connected_as("worker"):
        assert watch_inboxes(at=now) == 2
        assert watch_inboxes(at=now) == 0
    deliver(at=now)
    assert clock(request_id).stopped_at == now
    assert post.arrived[-1]["To"] == "gil.newlead@thornmere.example"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Out of office\n\nI am away.",
        delivery_notice(b"Message-ID: <somebody@else.example>\n\n"),
        delivery_notice(f"Message-ID: {message_id(new_id(), domain='x')}\n\n".encode(), action="delayed"),
        b'Content-Type: multipart/report; boundary="B"\n\n--B\nContent-Type: message/rfc822\n\n',
    ],
)  # fmt: skip
def test_what_is_no_notice_of_failure_is_left_alone(message):
    assert came_back(message) is None


def test_a_notice_names_the_very_delivery_that_failed():
    delivery_id = new_id()
    sent = f"Message-ID: {message_id(delivery_id, domain='alongside.example')}\n\n".encode()
    assert came_back(delivery_notice(sent)) == delivery_id


def test_a_notice_about_a_delivery_that_never_was_changes_nothing(council):
    sent = f"Message-ID: {message_id(new_id(), domain='x')}\n\n".encode()
    with connected_as("worker"):
        assert not take_back(delivery_notice(sent), at=timezone.now())
