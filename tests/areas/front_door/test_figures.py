"""What a manager counts, against a count made slowly by hand; pure, by example."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from alongside.areas.front_door.counting import Counted, answers_to_alike, told_within, week_of
from alongside.areas.front_door.queries.figures import Period
from alongside.packs import load_pack
from alongside.web.figures.tables import (
    alike_rows,
    alike_table,
    by_outcome,
    by_school,
    by_week,
    in_words,
)
from alongside.web.spreadsheets import cell, csv_response

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PACK = load_pack("thornmere")
PERIOD = Period(first=date(2026, 9, 7), last=date(2026, 11, 25))


def one(**more) -> Counted:
    given = {
        "sent_on": date(2026, 11, 2), "school": "Alder", "outcome": "advice", "level_of_need": 2,
        "need": "N4", "told_at": NOW - timedelta(days=2), "due_at": NOW - timedelta(days=1),
    }  # fmt: skip
    return Counted(**(given | more))


@pytest.mark.parametrize(
    ("told_at", "due_at", "counts"),
    [
        (-2, -1, (1, 0, 0)),
        (-1, -1, (1, 0, 0)),
        (-1, -2, (0, 1, 0)),
        (None, -1, (0, 1, 0)),
        (None, 0, (0, 0, 1)),
        (None, 1, (0, 0, 1)),
        (-1, None, (0, 0, 1)),
    ],
    ids=["before", "at the moment", "after", "never, and past", "due now", "due later", "no clock"],
)
def test_a_request_is_told_in_time_late_or_not_due_yet(told_at, due_at, counts):
    moments = {
        name: None if days is None else NOW + timedelta(days=days)
        for name, days in (("told_at", told_at), ("due_at", due_at))
    }
    found = told_within([one(**moments)], now=NOW)
    assert (found.in_time, found.late, found.not_due) == counts


@pytest.mark.parametrize(
    ("in_time", "late", "not_due", "words"),
    [
        (0, 0, 0, "No requests"), (0, 0, 2, "None due yet"), (3, 0, 0, "100%, 3 of 3"),
        (0, 3, 0, "0%, 0 of 3"), (999, 1, 0, "99%, 999 of 1000"), (1, 999, 0, "1%, 1 of 1000"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_to_all_or_none(in_time, late, not_due, words):
    past = NOW - timedelta(days=1)
    rows = [one()] * in_time + [one(told_at=None, due_at=past)] * late
    rows += [one(told_at=None, due_at=NOW)] * not_due
    assert in_words(told_within(rows, now=NOW)) == words


def many(number: int) -> list[Counted]:
    rng = Random(7)
    return [
        one(
            sent_on=PERIOD.first + timedelta(days=rng.randrange(80)),
            school=rng.choice(("Alder", "Birch", "=cmd|'/c calc'!A1")),
            outcome=(outcome := rng.choice(("", "advice", "family_help", "assessment"))),
            level_of_need=rng.randint(1, 4) if outcome else None,
            need=rng.choice(("", "N1", "N4")) if outcome else "",
            told_at=NOW - timedelta(hours=rng.randrange(99)) if rng.random() < 0.7 else None,
            due_at=NOW + timedelta(hours=rng.randrange(-99, 24)),
        )
        for _ in range(number)
    ]


def test_figures_agree_with_a_slow_count():
    rows = many(500)
    slowly: dict[str, list[int]] = {}
    for row in rows:
        counts = slowly.setdefault(row.school, [0, 0, 0])
        if row.told_at is not None and row.told_at <= row.due_at:
            counts[0] += 1
        elif row.told_at is not None or row.due_at < NOW:
            counts[1] += 1
        else:
            counts[2] += 1
    shown = {cells[0]: [int(n) for n in cells[2:]] for cells in by_school(rows, now=NOW).rows}
    assert shown == slowly
    for table in (by_week(rows, PERIOD, now=NOW), by_outcome(rows, PACK, now=NOW)):
        assert [sum(int(cells[n]) for cells in table.rows) for n in (2, 3, 4)] == [
            sum(counts[n] for counts in slowly.values()) for n in (0, 1, 2)
        ]
    for found in answers_to_alike(rows):
        for outcome, number in found.by_outcome:
            alike = [
                r for r in rows
                if (r.level_of_need, r.need, r.outcome) == (found.level_of_need, found.need, outcome)
            ]  # fmt: skip
            assert len(alike) == number
    decided = sum(n for found in answers_to_alike(rows) for _, n in found.by_outcome)
    assert decided == sum(bool(row.outcome) for row in rows)


def test_alike_requests_with_different_answers_are_marked_and_come_first():
    rows = [one(need="", level_of_need=1), one(), one(), one(outcome="family_help")]
    shown = alike_rows(rows, PACK)
    assert [(r.need, r.alike.decided_differently) for r in shown] == [
        ("Family in acute stress", True), ("Not stated", False)
    ]  # fmt: skip
    assert [(row[2], row[3], row[4]) for row in alike_table(shown).rows] == [
        (PACK.wording.outcomes["advice"].label, "2", "Yes"),
        (PACK.wording.outcomes["family_help"].label, "1", "Yes"),
        (PACK.wording.outcomes["advice"].label, "1", "No"),
    ]


def test_a_week_without_a_request_is_shown_too():
    weeks = by_week([], PERIOD, now=NOW).rows
    assert len(weeks) == 12
    assert (weeks[0][0], weeks[0][1]) == ("7 September 2026", "No requests")
    assert week_of(date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize("value", ["=1+1", "+1+A1", "-A1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(value):
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["-1", "+44 1632 960100", 7])
def test_a_number_stays_a_number(value):
    assert cell(value) == value


def test_a_file_has_the_columns_of_the_page_and_no_other():
    table = by_school(many(50), now=NOW)
    answer = csv_response(table.headings, table.rows, filename="schools.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "School,Told in time,In time,Late,Not due yet"
    assert len(lines) == 1 + len(table.rows)
    assert any(line.startswith("'=cmd|") for line in lines)
