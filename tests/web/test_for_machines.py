"""What a deployment tells those who watch it: is it up, is it ready, how is it doing; never of whom."""

import re

import pytest
from django.db import connections
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from alongside.access.context import connected_as
from alongside.config.checks import patterns
from alongside.foundation.ids import new_id
from alongside.jobs.beating import beat
from alongside.web.running import readiness
from alongside.web.running.measuring import METHODS, NO_ROUTE, OTHER_METHOD, STATIC
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.council import Council, make_council
from tests.web.signing_in import signed_in
from tests.web.test_pages import audited

TOKEN = "a-long-token-of-the-monitor"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
CHANNELS, STATES = {"inbox", "email"}, {"reading", "applying", "finished", "stopped", "refused"}


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO, settings.METRICS_TOKEN = True, TOKEN
    readiness._require_tables_and_packs.cache_clear()
    return make_council()


def read(headers=SHOWN) -> dict[str, list]:
    told = Client().get("/metrics", headers=headers)
    assert told.status_code == 200
    return {
        family.name: family.samples
        for family in text_string_to_metric_families(told.content.decode())
    }


def number(family: str, **labels: str) -> float:
    return sum(
        sample.value for sample in read()[family]
        if labels.items() <= sample.labels.items() and not sample.name.endswith("_created")
    )  # fmt: skip


def test_a_process_is_alive_without_a_database(council, monkeypatch):
    def away(*_: object) -> None:
        raise AssertionError("the database was asked")

    for alias in ("default", "sign_in"):
        monkeypatch.setattr(connections[alias], "ensure_connection", away)
    for address in ("/healthz", "/healthz?"):
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/readyz", "/healthz?ready"])
def test_it_is_ready_once_tables_and_packs_are_there(council, address):
    answer = Client().get(address)
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert audited() == []


def test_it_asks_two_questions_of_the_database_once_it_was_ready(
    council, django_assert_num_queries
):
    Client().get("/readyz")
    with (
        django_assert_num_queries(1),
        django_assert_num_queries(1, connection=connections["sign_in"]),
    ):
        Client().get("/readyz")


def test_tables_older_than_the_program_are_not_ready_and_no_reason_is_told(council):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs' AND name ~ '^0001'")
    try:
        answer = Client().get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"not ready\n")
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_workers', now())"
            )
    assert Client().get("/readyz").status_code == 200


def test_tables_newer_than_the_program_are_ready(council):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '9999_next', now())"
        )
    try:
        assert Client().get("/readyz").status_code == 200
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_next'")


def test_a_pack_that_is_gone_is_not_ready(council):
    with connected_as("loader"):
        type(council.authority).objects.filter(id=council.authority.id).update(pack="calderwick")
    assert Client().get("/readyz").status_code == 503


def test_a_database_that_is_away_is_not_ready_and_the_process_still_alive(council, monkeypatch):
    monkeypatch.setitem(connections["sign_in"].settings_dict, "HOST", "/nowhere")
    connections["sign_in"].close()
    assert Client().get("/readyz").status_code == 503
    assert Client().get("/healthz").status_code == 200


def test_probes_come_by_plain_http_and_by_number(council, settings):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["alongside.thornmere.example"]
    for address in ("/healthz", "/readyz"):
        assert Client().get(address, headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer é"}])
def test_numbers_are_for_whoever_shows_the_token(council, shown):
    absent = Client().get("/nothing-here/").content
    refused = Client().get("/metrics", headers=shown)
    assert (refused.status_code, refused.content) == (404, absent)


def test_without_a_token_nobody_is_given_numbers(council, settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_every_label_is_from_a_closed_list(council):
    client = signed_in(council.lead)
    send(council)
    client.get(f"/children/{council.child.id}/")
    client.get("/children/?q=Zoë")
    client.generic("ZOE", "/children/")
    client.get("/zoe/")
    routes = {pattern.name for _, pattern in patterns(get_resolver())}
    allowed = {
        "route": routes | {NO_ROUTE, STATIC},
        "method": METHODS | {OTHER_METHOD},
        "channel": CHANNELS,
        "state": STATES,
        "authority": {"999", "996"},
    }
    seen = [(k, v) for samples in read().values() for s in samples for k, v in s.labels.items()]
    for label, value in seen:
        if label in allowed:
            assert value in allowed[label]
        else:
            shapes = {"status": r"[1-5]\d\d", "le": r"[\d.]+|\+Inf", "version": r"\d+\.\d+\.\d+"}
            assert re.fullmatch(shapes[label], value)
    assert {"route", "method", "status", "channel", "authority"} <= {label for label, _ in seen}


def test_answers_are_counted_by_route_and_status(council):
    client = signed_in(council.lead)
    before = number("alongside_requests", route="child", status="200")
    statements = number("alongside_request_queries", route="child")
    client.get(f"/children/{council.child.id}/")
    assert number("alongside_requests", route="child", status="200") == before + 1
    assert number("alongside_request_queries", route="child") > statements


def test_what_waits_and_who_works_is_counted(council):
    assert number("alongside_workers") == 0
    assert number("alongside_deliveries_waiting") == 0
    send(council)
    with connected_as("worker"):
        beat(new_id(), at=timezone.now())
    assert number("alongside_deliveries_waiting", channel="inbox", authority="999") >= 1
    assert number("alongside_delivery_oldest_seconds") > 0
    assert number("alongside_workers") == 1
    assert number("alongside_worker_seen_timestamp_seconds") > 0
    assert number("alongside_clocks_overdue", authority="999") >= 1
    assert number("alongside_database_bytes") > 1_000_000
    assert number("alongside_database_up") == 1


def test_a_database_that_is_away_is_a_number_too(council, monkeypatch):
    monkeypatch.setattr(
        "alongside.web.running.standing.deployment_counts",
        lambda: connections["default"].cursor().execute("SELECT nothing"),
    )
    assert number("alongside_database_up") == 0
