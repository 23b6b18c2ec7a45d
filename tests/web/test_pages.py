"""The pages themselves, over HTTP: from telling to told, refusals alike, queries constant."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as, open_context
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.terms import QUESTIONS
from alongside.config.checks import unclassified_routes
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting
from tests.factories.council import Council, make_child, make_council


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True  # personas sign in without a second factor
    return make_council()


def signed_in(posting: Posting) -> Client:
    client = Client()
    client.force_login(posting.user)
    session = client.session
    session["demo_persona"], session["nonce"] = True, f"nonce of {posting.id}"
    session.save()
    open_context(nonce=session["nonce"], posting_id=posting.id, at=timezone.now())
    return client


def tell(client: Client, child_id) -> str:
    address = client.post(f"/children/{child_id}/tell/").url
    for question in QUESTIONS:
        shown = client.get(address).content.decode()
        assert question.title.split("{")[0] in shown
        given = {"danger": "no", "family_knows": "yes"}.get(question.key, "Some words")
        version = shown.split('name="version" value="')[1].split('"')[0]
        address = client.post(address, {question.key: given, "version": version}).url
    assert address.endswith("/check/")
    return client.post(address).url.removesuffix("sent/")


def deliver() -> None:
    with connected_as("worker"):
        deliver_all(at=timezone.now() + timedelta(seconds=1))


def audited() -> list[tuple[str, str, int]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT outcome, route, cardinality(child_ids) FROM audit_entry ORDER BY at")
        return cursor.fetchall()


def test_from_telling_to_told_and_read(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    request = tell(school, council.child.id)
    assert "Thornmere Front Door" in school.get(request + "sent/").content.decode()
    assert "Zoë O’Neill" in hub.get("/hub/").content.decode()
    at_hub = f"/hub{request}"
    assert hub.post(at_hub, {"act": "claim", "version": "1"}).status_code == 302
    words = {
        "version": "0", "outcome": "family_help", "level_of_need": "2", "reasons": "Mum has asked for help.",
        "next_steps": "Sam rings on Tuesday.", "family_told": "yes",
    }  # fmt: skip
    preview = hub.post(at_hub + "decide/", words).url
    assert "Mum has asked for help." in hub.get(preview).content.decode()
    assert hub.post(preview, {"version": "1"}).status_code == 302
    assert "Mum has asked" not in school.get(request).content.decode()
    deliver()
    assert "Mum has asked for help." in school.get(request).content.decode()
    assert "Unread" in school.get("/children/").content.decode()
    school.post(request + "read/")
    assert "Your school read this" in school.get(request).content.decode()
    with connected_as("loader"):
        assert Request.objects.get().read_at is not None


def test_a_decision_without_reasons_stays_on_the_page_with_what_was_typed(council):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    at_hub = f"/hub{tell(school, council.child.id)}"
    hub.post(at_hub, {"act": "claim", "version": "1"})
    shown = hub.post(
        at_hub + "decide/", {"version": "0", "next_steps": "Ring mum"}
    ).content.decode()
    assert "Enter the reasons for the decision" in shown
    assert "Ring mum" in shown


def test_absent_and_forbidden_are_the_same_bytes(council):
    client = signed_in(council.lead)
    forbidden = client.get(f"/children/{council.other_child.id}/")
    absent = client.get("/children/00000000-0000-7000-8000-000000000000/")
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content


def test_one_audit_row_for_each_page_that_shows_a_child_and_for_each_refusal(council):
    client = signed_in(council.lead)
    client.get(f"/children/{council.child.id}/")
    client.get(f"/children/{council.other_child.id}/")
    route = "children/<uuid:child_id>/"
    assert audited() == [("shown", route, 1), ("refused", route, 0)]


def test_beginning_a_draft_and_reading_a_decision_leave_audit_rows_naming_the_child(council):
    client = signed_in(council.lead)
    client.post(f"/children/{council.child.id}/tell/")
    assert audited() == [("changed", "children/<uuid:child_id>/tell/", 1)]


def test_a_leaver_is_out_from_the_next_request(council):
    client = signed_in(council.lead)
    assert client.get("/children/").status_code == 200
    with connected_as("loader"):
        Posting.objects.filter(id=council.lead.id).update(ends_at=timezone.now())
    assert client.get("/children/").status_code == 302


def test_a_school_has_no_queue_and_the_hub_no_roll(council):
    assert signed_in(council.lead).get("/hub/").status_code == 403
    assert signed_in(council.screener).get("/children/").status_code == 403


@pytest.mark.parametrize("words", ["zoe", "ONEIL", "neill zo", "Zoë"])
def test_a_child_is_found_by_any_part_of_the_name(council, words):
    shown = signed_in(council.lead).get("/children/", {"q": words}).content.decode()
    assert str(council.child.id) in shown
    assert str(council.other_child.id) not in shown


@pytest.mark.parametrize(
    ("address", "who"), [("/children/", "lead"), ("/inbox/", "lead"), ("/hub/", "screener")]
)
def test_query_counts_of_list_pages_do_not_grow(council, address, who):
    school, client = signed_in(council.lead), signed_in(getattr(council, who))
    counts = []
    for number in range(3):
        with connected_as("loader"):
            child = make_child(council.authority, council.school, f"Child{number}", "Test")
        tell(school, child.id)
        deliver()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_every_route_declares_its_permission():
    assert unclassified_routes() == []


def test_pages_are_never_kept_and_run_no_script_but_ours(council):
    response = signed_in(council.lead).get("/children/")
    assert response["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "<script>" not in response.content.decode()


def test_outside_the_demo_a_persona_is_sent_to_set_up_a_second_factor(council, settings):
    client = signed_in(council.lead)
    settings.DEMO = False
    assert client.get("/children/").url == "/sign-in/set-up/"


def test_the_hub_reads_why_the_family_must_not_know(council):
    school, hub = signed_in(council.lead), signed_in(council.screener)
    address = school.post(f"/children/{council.child.id}/tell/").url
    for question in QUESTIONS:
        given = {
            question.key: {"danger": "yes", "family_knows": "no"}.get(question.key, "Some words")
        }
        given["family_knows_why_not"] = "It would put mum at risk"
        page = address.rsplit("/", 2)[0] + f"/{question.key}/"
        version = school.get(page).content.decode().split('name="version" value="')[1].split('"')[0]
        school.post(page, {**given, "version": version})
    request = school.post(address.rsplit("/", 2)[0] + "/check/").url.removesuffix("sent/")
    shown = hub.get(f"/hub{request}").content.decode()
    assert "It would put mum at risk" in shown
    assert "Urgent" in shown
