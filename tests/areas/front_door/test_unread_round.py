"""The watch over unread decisions looks at so many at a time, and comes to each of them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries import Round, told_with_no_reader_left
from alongside.register.models import Posting, Relationship
from tests.areas.front_door.test_telling_to_told import FRIDAY, acknowledge, decide, deliver, send
from tests.factories.council import make_council

NOW = FRIDAY + timedelta(hours=1)
COPIES = """
INSERT INTO front_door_request (id, draft_id, {columns})
SELECT gen_random_uuid(), gen_random_uuid(), {columns}
FROM front_door_request r, generate_series(1, %s)
"""


@pytest.fixture
def council(db):
    council = make_council()
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    decide(request_id, council.social_worker, at=FRIDAY + timedelta(minutes=1))
    deliver(at=FRIDAY + timedelta(minutes=2))
    return council


def add(number: int) -> None:
    """So many more unread decisions, like the one there is; nobody was tied to them."""
    kept = [f.column for f in Request._meta.concrete_fields if f.column not in ("id", "draft_id")]
    with connected_as("owner"), connection.cursor() as cursor:
        cursor.execute(COPIES.format(columns=", ".join(kept)), [number])
        cursor.execute("ANALYZE front_door_request")


def look(of: Round, most: int) -> list:
    with connected_as("worker"):
        return told_with_no_reader_left(at=NOW, of=of, most=most)


def test_each_is_looked_at_and_then_the_round_begins_again(council):
    add(5)
    with connected_as("loader"):
        tied = Relationship.objects.filter(kind="referrer").values("subject_id")
        untied = set(Request.objects.exclude(id__in=tied).values_list("id", flat=True))
    of = Round()
    found = [*look(of, 3), *look(of, 3)]
    assert (set(found), len(found)) == (untied, 5)
    assert len(look(of, 6)) == 5  # the whole round, wherever it begins


def test_a_reader_who_has_left_is_found_wherever_the_round_stands(council):
    of = Round()
    assert look(of, 500) == []
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=FRIDAY + timedelta(minutes=3))
    assert len(look(of, 500)) == 1


def test_a_look_reads_no_more_rows_in_a_table_of_fifty_thousand(council):
    add(50_000)
    of = Round(after=UUID("80000000-0000-7000-8000-000000000000"))
    with connected_as("worker"), CaptureQueriesContext(connection) as asked:
        told_with_no_reader_left(at=NOW, of=of, most=50)
        ran = [query["sql"] for query in asked.captured_queries]
    (sql,) = (one for one in ran if 'FROM "front_door_request"' in one)
    with connected_as("owner"), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "request_told_unread" in plan, plan
    assert not re.search(r"rows=\d{3,} loops|Seq Scan|Sort", plan.replace("(cost=", "")), plan
