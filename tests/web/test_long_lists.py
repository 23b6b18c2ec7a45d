"""Lists longer than a page: each page shows what is its own, and nothing is counted without end."""

import re

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door.queries import in_queue, queue_counts, team_queue
from alongside.web import paging
from alongside.web.hub import queue
from tests.factories.council import Council, make_child, make_council
from tests.web.signing_in import signed_in
from tests.web.test_pages import tell


@pytest.fixture
def council(db: None, settings, monkeypatch) -> Council:
    """A council whose school asked about three children, and pages of two rows."""
    settings.DEMO = True
    monkeypatch.setattr(paging, "ROWS", 2)
    council = make_council()
    school = signed_in(council.lead)
    for number in range(3):
        with connected_as("loader"):
            child = make_child(council.authority, council.school, f"Child{number}", "Test")
        tell(school, child.id)
    return council


def named(client, address: str) -> list[str]:
    return re.findall(r"Child\d", client.get(address).content.decode())


@pytest.mark.parametrize(("address", "who"), [("/hub/", "screener"), ("/children/", "lead")])
def test_each_page_of_a_list_shows_the_next_rows_and_no_row_twice(council, address, who):
    client = signed_in(getattr(council, who))
    first, second = named(client, address), named(client, f"{address}?page=2")
    assert (first, second) == (["Child0", "Child1"], ["Child2"])
    assert "Next page" in client.get(address).content.decode()
    assert "Next page" not in client.get(f"{address}?page=2").content.decode()


def test_a_queue_is_counted_by_why_it_stands_up_to_a_number_and_beyond_it_only_said_to_be_longer(
    council, monkeypatch
):
    hub = signed_in(council.screener)
    shown = hub.get("/hub/").content.decode()
    assert "3 waiting, urgent first" in shown
    assert "<strong>3</strong> Waiting for somebody to look at it" in shown
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    shown = hub.get("/hub/").content.decode()
    assert "More than 2 waiting, urgent first" in shown
    assert "<strong>" not in shown.split("app-counts")[-1].split("<table")[0]
    assert named(hub, "/hub/?page=2") == ["Child2"]


def test_the_front_of_the_queue_is_the_whole_queue_s_beginning(council):
    now = timezone.now()
    with acting_as(council.screener.id, at=now) as viewer:
        every = in_queue(viewer, now=now)
        front = in_queue(viewer, now=now, most=2)
        assert front.requests == every.requests[:2]
        rows = team_queue(viewer, now=now, among=front)
        assert [row.request_id for row in rows] == [id_ for id_, _ in front.requests]
        assert queue_counts(viewer, now=now) == {"waiting": 3}
