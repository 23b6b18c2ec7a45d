"""The demo's personas: anybody of the made-up council, and nobody where the demo does not run."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.register.models import Posting
from tests.factories.council import Council, make_council


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.web.demo_urls"
    return make_council()


@pytest.mark.parametrize("words", ["birch", "otherlead", "cy birch lead"])
def test_anybody_is_found_by_name_school_or_role(council, words):
    shown = Client().get("/demo/", {"q": words}).content.decode()
    assert f'value="{council.other_lead.id}"' in shown
    assert "Nobody of that name" not in shown


def test_one_click_signs_in_as_them(council):
    client = Client()
    assert client.post("/demo/", {"posting": str(council.screener.id)}).url == "/"
    assert client.get("/hub/").status_code == 200


@pytest.mark.parametrize("posting", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_nobody_is_signed_in_as_nobody(council, posting):
    assert Client().post("/demo/", {"posting": posting}).status_code == 404


def test_a_leaver_is_no_persona(council):
    with connected_as("loader"):
        Posting.objects.filter(id=council.lead.id).update(ends_at=council.lead.starts_at)
    assert Client().post("/demo/", {"posting": str(council.lead.id)}).status_code == 404


def test_outside_the_demo_there_are_none(council, settings):
    settings.DEMO = False
    assert Client().get("/demo/").status_code == 404
    assert Client().post("/demo/", {"posting": str(council.lead.id)}).status_code == 404


@pytest.mark.parametrize(
    ("host", "other"),
    [("localhost:8000", "http://127.0.0.1:8000/demo/"), ("127.0.0.1:8000", "http://localhost:8000/demo/")],
)  # fmt: skip
def test_a_second_window_has_an_address_of_its_own_so_that_two_people_can_be_signed_in(
    council, host, other
):
    assert other in Client().get("/demo/", headers={"host": host}).content.decode()


def test_whoever_signs_in_sweeps_away_the_sessions_that_have_run_out(council):
    client = Client()
    client.post("/demo/", {"posting": str(council.lead.id)})
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    Client().post("/demo/", {"posting": str(council.screener.id)})
    assert Session.objects.count() == 1
    assert client.get("/children/").status_code == 302
