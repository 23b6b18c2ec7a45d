"""One inbox for every team: what is shown to whom, where it leads, and how it is marked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.messages.models import Delivery
from alongside.areas.messages.queries import Message
from alongside.foundation.ids import new_id
from alongside.jobs.working import deliver_all
from alongside.register.models import Relationship
from alongside.web.inbox.leading import Known, address_of
from tests.factories.around import make_around
from tests.factories.council import make_child, make_council, make_posting
from tests.web.signing_in import signed_in


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


@pytest.fixture
def around(council):
    with connected_as("loader"):
        sibling = make_child(council.authority, council.other_school, "Sib", "Oneill")
    return make_around(council, sibling)


def told(council, around, kind: str = "lead_left", *, subject_id=None, **payload) -> None:
    """Something of which a team is told, delivered."""
    with connected_as("loader"):
        record(Fact(
            kind=kind, authority_id=council.authority.id, child_id=council.child.id,
            subject_id=subject_id or around.help_id, at=timezone.now() - timedelta(minutes=1), payload=payload,
        ))  # fmt: skip
    with connected_as("worker"):
        deliver_all(at=timezone.now())


def page(client, more: str = "") -> str:
    answer = client.get(f"/inbox/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


# Who is told, by an event, and what of it the row says. The help team has no page of its own here.
TOLD = {
    "lead practitioner, allocated": ("lead_left", "The lead practitioner left"),
    "safeguarding lead, on roll": (
        "feedback_lead_named",
        "School told who the lead practitioner is",
    ),
    "hub, received": ("telling_failed", "School could not be told"),
    "virtual school, consulted": ("consultation_asked", "The team asked what is known"),
}


@pytest.mark.parametrize("who", TOLD)
def test_each_team_that_is_told_reads_it_in_the_same_inbox(council, around, who):
    kind, words = TOLD[who]
    with connected_as("loader"):
        enquiry = Relationship.objects.get(kind="consulted").subject_id
    subject, payload = {
        "lead_left": (around.help_id, {}),
        "feedback_lead_named": (around.request_id, {"feedback": new_id(), "override": False}),
        "telling_failed": (around.request_id, {"why": "no_live_reader"}),
        "consultation_asked": (enquiry, {"enquiry": enquiry}),
    }[kind]
    told(council, around, kind, subject_id=subject, **payload)
    shown = page(signed_in(around.postings[who]))
    assert words.replace("'", "&#39;") in shown
    assert "Zoë O’Neill</a>" in shown
    for other in TOLD:
        if other != who:
            assert words not in page(signed_in(around.postings[other]))


@pytest.mark.parametrize(
    ("part", "team_kind", "organisation_kind", "leads_to"),
    [
        ("request", "front_door", "local_authority", "/hub/requests/{subject}/"),
        ("plan", "front_door", "local_authority", "/hub/requests/{subject}/"),
        ("request", "safeguarding_team", "school", "/requests/{subject}/"),
        ("feedback", "safeguarding_team", "school", "/requests/{subject}/"),
        ("pointer", "safeguarding_team", "school", "/children/{child}/"),
        ("identity", "family_help_team", "local_authority", "/children/{child}/"),
        ("request", "family_help_team", "local_authority", "/children/{child}/"),
    ],
)
def test_a_message_leads_to_what_it_is_about(part, team_kind, organisation_kind, leads_to):
    class Somebody:
        pass

    viewer = Somebody()
    viewer.team_kind, viewer.organisation_kind = team_kind, organisation_kind
    now, child, subject = timezone.now(), new_id(), new_id()
    message = Message(
        delivery_id=new_id(), event_id=new_id(), child_id=child, subject_id=subject, event_kind="x",
        part=part, happened_at=now, delivered_at=now, read_at=None,
    )  # fmt: skip
    assert address_of(viewer, message, Known()) == leads_to.format(subject=subject, child=child)


def test_a_question_asked_for_a_request_leads_the_hub_to_that_request():
    class Hub:
        team_kind, organisation_kind = "front_door", "local_authority"

    now, enquiry, request = timezone.now(), new_id(), new_id()
    message = Message(
        delivery_id=new_id(), event_id=new_id(), child_id=new_id(), subject_id=enquiry, event_kind="x",
        part="enquiry", happened_at=now, delivered_at=now, read_at=None,
    )  # fmt: skip
    known = Known(payload={"enquiry": str(enquiry)}, requests={enquiry: request})
    assert address_of(Hub(), message, known) == f"/hub/requests/{request}/"
    unknown = Known(payload={"enquiry": str(enquiry)})
    assert address_of(Hub(), message, unknown) == f"/children/{message.child_id}/"


def test_one_message_or_all_are_marked_as_read(council, around):
    client = signed_in(around.postings["lead practitioner, allocated"])
    for _ in range(3):
        told(council, around)
    with connected_as("loader"):
        first = Delivery.objects.filter(channel="inbox", event_kind="lead_left").first()
    assert page(client).count(">Unread</strong>") == 3
    assert client.post(f"/inbox/{first.id}/read/", {"show": "unread"}).url == "/inbox/?show=unread"
    assert page(client).count(">Unread</strong>") == 2
    assert page(client, "?show=unread").count("Zoë O’Neill</a>") == 2
    assert client.post("/inbox/read/").url == "/inbox/"
    assert page(client, "?show=unread").count("Zoë O’Neill</a>") == 0
    assert "Nothing is unread." in page(client, "?show=unread")


def test_what_came_after_the_page_was_opened_stays_unread(council, around):
    client = signed_in(around.postings["lead practitioner, allocated"])
    told(council, around)
    seen_at = page(client).split('name="seen_at" value="')[1].split('"')[0]
    told(council, around)
    client.post("/inbox/read/", {"seen_at": seen_at})
    assert page(client).count(">Unread</strong>") == 1


@pytest.mark.parametrize("seen_at", ["", "never", "2026-02-31T00:00:00", "2026-11-25"])
def test_a_moment_that_is_none_marks_what_there_is_now(council, around, seen_at):
    client = signed_in(around.postings["lead practitioner, allocated"])
    told(council, around)
    assert client.post("/inbox/read/", {"seen_at": seen_at}).status_code == 302
    assert page(client).count(">Unread</strong>") == 0


def test_a_head_reads_and_marks_nothing_for_the_team(council, around):
    told(council, around, "feedback_lead_named", subject_id=around.request_id,
         feedback=new_id(), override=False)  # fmt: skip
    head = signed_in(around.postings["head, on roll"])
    assert ">Unread</strong>" in page(head)
    assert "Mark as read" not in page(head)
    assert head.post("/inbox/read/").status_code == 403
    assert ">Unread</strong>" in page(head)


def test_another_team_s_message_is_neither_shown_nor_marked(council, around):
    told(council, around)
    with connected_as("loader"):
        delivery = Delivery.objects.get(channel="inbox", event_kind="lead_left")
    other = signed_in(around.postings["police, plan member"])
    assert "Nothing has come yet." in page(other)
    other.post(f"/inbox/{delivery.id}/read/")
    with connected_as("loader"):
        assert Delivery.objects.get(channel="inbox", event_kind="lead_left").read_at is None


def test_messages_of_a_child_the_team_may_no_longer_know_are_not_shown(council, around):
    told(council, around)
    client = signed_in(around.postings["lead practitioner, allocated"])
    with connected_as("loader"):
        Relationship.objects.filter(kind="allocated").update(ends_at=timezone.now())
    shown = page(client)
    assert "Nothing has come yet." in shown
    assert ">Unread</strong>" not in shown


def test_a_role_without_a_team_s_inbox_is_told_so(council):
    with connected_as("loader"):
        officer = make_posting(council.hub, "designated_officer", "Des Officer")
    assert signed_in(officer).get("/inbox/").status_code == 403


def test_query_counts_do_not_grow_with_the_inbox(council, around):
    client, counts = signed_in(around.postings["lead practitioner, allocated"]), []
    for _ in range(3):
        told(council, around)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
