"""The pages themselves, over HTTP: from telling to told, refusals alike, queries constant."""

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Draft, Request
from alongside.areas.front_door.terms import QUESTIONS
from alongside.config.checks import unclassified_routes
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting, Team
from tests.factories.council import FAMILY_HELP, Council, make_child, make_council
from tests.web.signing_in import signed_in


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True  # personas sign in without a second factor
    return make_council()


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


def decide(client: Client, at_hub: str) -> None:
    """Take a request on and decide it."""
    client.post(at_hub + "claim/", {"version": "1"})
    words = {
        "version": "0", "outcome": "family_help", "level_of_need": "2", "reasons": "Mum has asked for help.",
        "need": "N4", "help_team": str(FAMILY_HELP),
        "next_steps": "Sam rings on Tuesday.", "family_told": "yes",
    }  # fmt: skip
    client.post(client.post(at_hub + "decide/", words).url, {"version": "1"})


def deliver() -> None:
    with connected_as("worker"):
        deliver_all(at=timezone.now())


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
    assert hub.post(at_hub + "claim/", {"version": "1"}).status_code == 302
    words = {
        "version": "0", "outcome": "family_help", "level_of_need": "2", "reasons": "Mum has asked for help.",
        "need": "N4", "help_team": str(FAMILY_HELP),
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
    hub.post(at_hub + "claim/", {"version": "1"})
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
    ("address", "who"),
    [
        ("/children/", "lead"),
        ("/children/?q=child", "lead"),
        ("/inbox/", "lead"),
        ("/hub/", "screener"),
        ("/inbox/", "screener"),
    ],
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


def test_query_count_of_the_decided_list_does_not_grow(council):
    school, hub, counts = signed_in(council.lead), signed_in(council.social_worker), []
    for number in range(3):
        with connected_as("loader"):
            child = make_child(council.authority, council.school, f"Child{number}", "Test")
        decide(hub, f"/hub{tell(school, child.id)}")
        deliver()
        with CaptureQueriesContext(connection) as queries:
            assert f"Child{number} Test" in hub.get("/hub/decided/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(
    ("address", "act"),
    [("claim/", "acknowledge"), ("hand-back/", "hand_back"), ("call/", "record_call"), ("return/", "decide")],
)  # fmt: skip
def test_each_act_of_the_hub_is_audited_as_itself(council, address, act):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    at_hub = f"/hub{tell(school, council.child.id)}"
    hub.post(at_hub + address, {"version": "1", "reason": "Say who rings"})
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT act, cardinality(child_ids) FROM audit_entry ORDER BY at DESC LIMIT 1"
        )
        assert cursor.fetchone() == (act, 1)


@pytest.mark.parametrize("address", ["claim/", "hand-back/", "call/", "return/"])
def test_an_act_s_address_that_is_only_opened_does_nothing(council, address):
    school, hub = signed_in(council.lead), signed_in(council.social_worker)
    at_hub = f"/hub{tell(school, council.child.id)}"
    assert hub.get(at_hub + address).url == at_hub
    with connected_as("loader"):
        assert Request.objects.get().version == 1


def test_what_is_typed_in_the_search_is_audited_with_the_children_it_found(council):
    signed_in(council.lead).get("/children/", {"q": "neill"}, headers={"HX-Request": "true"})
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT detail ->> 'terms', child_ids FROM audit_entry")
        assert cursor.fetchall() == [("neill", [council.child.id])]


def test_where_nobody_receives_requests_the_school_is_told_to_ring_and_keeps_its_words(council):
    school = signed_in(council.lead)
    with connected_as("loader"):
        Team.objects.filter(id=council.hub.id).update(kind="assessment_team")
    with pytest.raises(AttributeError):  # the check page is shown again: no redirect
        tell(school, council.child.id)
    with connected_as("loader"):
        draft = Draft.objects.get()
    shown = school.post(f"/tell/{draft.id}/check/").content.decode()
    assert "Ring Thornmere Front Door for Families on 01632 960100" in shown
    assert "Some words" in shown


def test_a_page_number_that_is_none_is_the_first(council):
    client = signed_in(council.lead)
    for asked in ("0", "-1", "x", "99999999999999999999", "²"):
        assert client.get("/inbox/", {"page": asked}).status_code == 200


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
