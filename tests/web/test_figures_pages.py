"""The manager's page: who has it, what it counts of their own, and what leads where."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Request
from alongside.areas.plans.models import Help
from tests.factories.around import make_around
from tests.factories.council import make_child, make_council, make_posting
from tests.web.signing_in import signed_in
from tests.web.test_pages import decide, deliver, tell


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


def page(client, address: str = "/figures/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def a_decided_request(council, name: str) -> None:
    with connected_as("loader"):
        child = make_child(council.authority, council.school, name, "Test")
    at_hub = f"/hub{tell(signed_in(council.lead), child.id)}"
    decide(signed_in(council.social_worker), at_hub)
    deliver()


def test_what_waits_is_late_and_was_told_is_counted_and_leads_to_the_requests(council):
    manager = signed_in(council.manager)
    a_decided_request(council, "Told")
    tell(signed_in(council.lead), council.child.id)
    shown = page(manager)
    assert "1 in the queue" in shown
    assert "100%, 1 of 1" in shown
    assert "Alder Primary School" in shown
    alike = shown.split('href="/figures/alike/?')[1].split('"')[0].replace("&amp;", "&")
    assert "Told Test</a>" in page(manager, f"/figures/alike/?{alike}")
    assert "Told Test" not in shown
    file = manager.get("/figures/schools.csv")
    assert file["Content-Type"].startswith("text/csv")
    assert 'Alder Primary School,"100%, 1 of 1",1,0,1' in file.content.decode("utf-8-sig")


def test_query_counts_do_not_grow_with_the_requests(council):
    manager, counts = signed_in(council.manager), []
    for number in range(3):
        a_decided_request(council, f"Child{number}")
        with CaptureQueriesContext(connection) as queries:
            page(manager)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_page_is_the_council_s_managers_alone(council):
    for posting in (council.lead, council.screener):
        assert signed_in(posting).get("/figures/").status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/figures/nothing.csv", "/figures/alike/", "/figures/alike/?level=9&need=N1&outcome=advice",
     "/figures/alike/?level=2&need=N1&outcome=nonsense",
     "/figures/alike/?level=0011&need=N1&outcome=advice", "/figures/alike/?level=0&need=N1&outcome=advice"],
)  # fmt: skip
def test_what_is_no_figure_is_not_found(council, address):
    assert signed_in(council.manager).get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=never", "Enter a day like 4/9/2026"),
        ("from=2/9/2026&to=1/9/2026", "The last day must be on or after the first"),
        ("from=1/1/2020&to=1/9/2026", "Choose three years or less"),
    ],
)
def test_a_period_that_cannot_be_is_said_to_be_none(council, query, words):
    assert words in page(signed_in(council.manager), f"/figures/?{query}")


def test_three_years_are_counted_by_month_and_a_quarter_by_week(council):
    manager = signed_in(council.manager)
    years = page(manager, "/figures/?from=1/1/2024&to=31/12/2026")
    assert years.count("January 20") >= 3
    assert "Week beginning" not in years
    file = manager.get("/figures/months.csv?from=1/1/2024&to=31/12/2026").content.decode(
        "utf-8-sig"
    )
    assert len(file.splitlines()) == 1 + 36
    assert "Week beginning" in page(manager, "/figures/?from=1/9/2026&to=30/11/2026")
    assert manager.get("/figures/months.csv").status_code == 404


def test_silence_and_help_without_a_lead_are_counted_by_team_for_the_hub_and_the_team(council):
    with connected_as("loader"):
        sibling = make_child(council.authority, council.other_school, "Sib", "Oneill")
        around = make_around(council, sibling)
        help_ = Help.objects.get()
        leader = make_posting(help_.team, "team_manager", "Tam Manager")
    cells = ("1", "1", "0")  # children, silent since September, without a lead

    def counted(client) -> tuple[str, ...]:
        row = client.get("/figures/help.csv").content.decode("utf-8-sig").splitlines()[1]
        assert row.startswith("Family Help North,")
        return tuple(row.split(",")[1:])

    manager, team = signed_in(council.manager), signed_in(leader)
    assert counted(manager) == counted(team) == cells
    assert "Schools told in time" not in page(team)
    with connected_as("loader"):
        Help.objects.filter(id=around.help_id).update(
            last_recorded_at=timezone.now() - timedelta(days=2), state="accepted", lead=None,
            lead_since=None,
        )  # fmt: skip
        assert not Request.objects.exists()
    assert counted(manager) == counted(team) == ("1", "0", "1")


def test_what_stands_in_the_queue_is_what_the_queue_shows(council):
    a_decided_request(council, "Returned")
    with connected_as("loader"):
        Request.objects.update(reconsidered_at=timezone.now())
    assert "1 in the queue" in page(signed_in(council.manager))
    assert "1 waiting" in page(signed_in(council.manager), "/hub/")
