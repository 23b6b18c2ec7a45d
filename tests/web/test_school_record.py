"""*Your school's record*: counts against an account kept beside it, who may see it, and the file."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.queries import school_record
from alongside.areas.plans.models import Feedback
from alongside.jobs.working import deliver_all
from alongside.packs import load_pack
from alongside.register.models import Team
from alongside.web.spreadsheets import csv_response
from tests.areas.front_door.test_telling_to_told import FRIDAY, acknowledge, decide, send
from tests.factories.council import Council, make_council, make_posting
from tests.web.signing_in import signed_in

SUMMER = datetime(2026, 7, 1, 9, tzinfo=UTC)
NOW = FRIDAY + timedelta(days=5)


@pytest.fixture
def council(db: None, settings) -> Council:
    settings.DEMO = True
    return make_council()


def told(council, *, sent: datetime, after: timedelta):
    """A request that is sent, and told after this long."""
    request_id = send(council, at=sent)
    acknowledge(request_id, council.social_worker, at=sent)
    decide(request_id, council.social_worker, at=sent + after)
    with connected_as("worker"):
        deliver_all(at=sent + after)
    return request_id


def taken_on(request_id, *, at: datetime) -> None:
    with connected_as("loader"):
        request = Request.objects.get(id=request_id)
        Feedback.objects.create(
            authority_id=request.authority_id, child_id=request.child_id, request_id=request_id,
            about="accepted", team=Team.objects.first(), given_at=at,
        )  # fmt: skip


def record_of(posting, *, since=date(2025, 9, 1), until=date(2026, 12, 31), now=NOW):
    with acting_as(posting.id, at=NOW) as viewer:
        return school_record(viewer, since=since, until=until, now=now)


@pytest.fixture
def year(council):
    """In summer one in time and one late; in autumn one in time, one overdue. Two were taken on."""
    first = told(council, sent=SUMMER, after=timedelta(hours=1))
    taken_on(first, at=SUMMER + timedelta(days=2))
    second = told(council, sent=SUMMER + timedelta(days=1), after=timedelta(days=6))
    taken_on(second, at=SUMMER + timedelta(days=9))
    told(council, sent=FRIDAY - timedelta(days=2), after=timedelta(minutes=5))
    send(council, at=FRIDAY)
    return council


def test_each_term_counts_what_was_sent_in_it(year):
    record = record_of(year.lead)
    rows = [
        (r.term, r.requests, r.told, r.told_in_time, r.late, r.waiting, r.share_in_time)
        for r in (*record.rows, record.whole)
    ]
    assert rows == [
        ("Summer 2026", 2, 2, 1, 1, 0, 50),
        ("Autumn 2026", 2, 1, 1, 1, 0, 50),
        ("All", 4, 3, 2, 2, 0, 50),
    ]
    assert record.whole.outcomes == {"family_help": 3}


def test_a_request_whose_time_is_not_up_waits_and_is_not_late(year):
    row = record_of(year.lead, now=FRIDAY + timedelta(hours=1)).rows[-1]
    assert (row.waiting, row.late, row.share_in_time) == (1, 0, 100)


def test_time_to_first_help_is_the_middle_one(year):
    record = record_of(year.lead)
    assert (record.whole.helped, record.whole.days_to_help) == (2, pytest.approx((2 + 8) / 2))
    assert (record.rows[1].helped, record.rows[1].days_to_help) == (0, None)


@pytest.mark.parametrize(
    ("since", "until", "requests"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), 1),
        (date(2026, 7, 2), date(2026, 7, 31), 1),
        (date(2026, 8, 1), date(2026, 8, 31), 0),
        (date(2026, 11, 20), date(2026, 11, 20), 1),
    ],
)
def test_both_the_first_and_the_last_day_count(year, since, until, requests):
    assert record_of(year.lead, since=since, until=until).whole.requests == requests


def test_a_decision_that_has_not_reached_the_school_is_no_outcome_of_its_record(council):
    request_id = send(council)
    acknowledge(request_id, council.social_worker, at=FRIDAY)
    decide(request_id, council.social_worker, at=FRIDAY)
    assert record_of(council.lead).whole.outcomes == {}


def test_another_school_s_record_is_its_own(year):
    assert record_of(year.other_lead).whole.requests == 0


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("designated_safeguarding_lead", 200),
        ("deputy_safeguarding_lead", 200),
        ("head", 200),
        ("pastoral_staff", 403),
    ],
)
def test_who_may_see_it(council, role, answer):
    with connected_as("loader"):
        posting = make_posting(council.school, role, "Some Body")
    client = signed_in(posting)
    assert client.get("/school-record/").status_code == answer
    assert ("/school-record/" in client.get("/children/").content.decode()) is (answer == 200)


def test_the_hub_is_refused(council):
    assert signed_in(council.screener).get("/school-record/").status_code == 403


ALL_DAYS = {
    "since-day": "1", "since-month": "9", "since-year": "2025",
    "until-day": "31", "until-month": "12", "until-year": "2026",
}  # fmt: skip


def test_the_page_shows_the_figures_in_a_picture_and_in_a_table(year):
    shown = signed_in(year.lead).get("/school-record/", ALL_DAYS).content.decode()
    assert shown.count("<rect") == 4
    assert "1 of 2 (50%)" in shown
    assert "5.0 days (2 taken on)" in shown
    assert load_pack("thornmere").wording.outcomes["family_help"].label in shown
    assert " style=" not in shown
    assert "Zoë" not in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"since-month": "13"}, "Enter the first day as numbers"),
        ({"until-day": ""}, "Enter the last day as numbers"),
        ({"until-year": "²"}, "Enter the last day as numbers"),
        ({"until-year": "9999"}, "Enter the last day as numbers"),
        ({"since-year": "9" * 20}, "Enter the first day as numbers"),
        ({"since-year": "99999"}, "Enter the first day as numbers"),
        ({"until-year": "2024"}, "The last day must be the same as or after the first day"),
    ],
)
def test_a_day_that_is_none_is_said_and_kept_as_typed(council, change, words):
    asked = ALL_DAYS | change
    shown = signed_in(council.lead).get("/school-record/", asked).content.decode()
    assert words in shown
    assert "There is a problem" in shown
    assert f'value="{next(iter(change.values()))}"' in shown or not next(iter(change.values()))
    assert "CSV" not in shown


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_has_what_the_page_has_and_no_column_more(year):
    response = signed_in(year.lead).get("/school-record/", {**ALL_DAYS, "file": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert "school-record-2025-09-01-to-2026-12-31.csv" in response["Content-Disposition"]
    headings, *rows = read(response)
    assert [row[:6] for row in rows] == [
        ["Summer 2026", "2", "1", "1", "0", "50"],
        ["Autumn 2026", "2", "1", "1", "0", "50"],
        ["All", "4", "2", "2", "0", "50"],
    ]
    assert len({len(row) for row in (headings, *rows)}) == 1
    assert all(headings)


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@sum", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_words_is_run_by_a_spreadsheet(cell):
    _, (given, number) = read(csv_response(["Words", "Number"], [[cell, -1]], filename="a.csv"))
    assert given.startswith("'")
    assert number == "-1"


def test_query_count_does_not_grow(council):
    client, counts = signed_in(council.lead), []
    for number in range(3):
        told(council, sent=FRIDAY - timedelta(days=number), after=timedelta(hours=1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/school-record/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
