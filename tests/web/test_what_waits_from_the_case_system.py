"""A team's manager sees which rows of the case system's feed wait: of the team's own children, and no other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.access.context import connected_as
from tests.factories.council import make_posting
from tests.factories.steps import Feed, make_social_work, step, upn
from tests.web.signing_in import signed_in

AT = "/figures/case-system/"
AFTER = "It is dated after its case closed. Correct one of the two."
NO_OPENING = "The opening of its case has not come. It waits for it."


@pytest.fixture
def work(db, settings, tmp_path):
    settings.DEMO = True
    work, feed = make_social_work(), Feed(tmp_path)
    feed.loads(
        step("1"),
        step("2", "closure", happened_at="2026-10-20", case="C1"),
        step("3", "visit", happened_at="2026-10-25", case="C1"),
        step("4", case="C3"),
        step("5", "visit", happened_at="2026-10-09", case="C2"),
        step("6", "visit", happened_at="2026-10-09", case="C8"),
        step("7", "visit", happened_at="2026-10-09", case="C9", upn=upn(2)),
    )
    return work


def manager(team, name="Max Manager"):
    with connected_as("loader"):
        return signed_in(make_posting(team, "team_manager", name))


def test_each_reason_is_counted_and_each_row_is_there(work):
    client = manager(work.team)
    assert AT in client.get("/figures/").content.decode()
    shown = client.get(AT).content.decode()
    assert shown.count(AFTER) == 2  # of the one row: in the counts, and beside it
    assert shown.count(NO_OPENING) == 3
    assert "Zoë O’Neill" in shown
    assert "Zoe Oneill" not in shown  # of another team, or of none


def test_another_team_s_manager_sees_none_of_it(work):
    shown = manager(work.other_team).get(AT).content.decode()
    assert "Nothing waits." in shown
    assert "Zo" not in shown.split("<main", 1)[1]


def test_only_the_manager_of_a_council_s_team_has_the_page(work):
    assert signed_in(work.sam).get(AT).status_code == 403
    assert signed_in(work.council.lead).get(AT).status_code == 403
    assert signed_in(work.council.manager).get(AT).status_code == 404


def test_queries_do_not_grow_with_the_rows(work, tmp_path):
    client, counts = manager(work.team), []
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(AT)
        counts.append(len(asked))
        Feed(tmp_path).loads(
            *(step(f"n{number}{n}", "visit", happened_at="2026-10-09", case="C5") for n in range(5))
        )
    assert counts[0] == counts[1]
