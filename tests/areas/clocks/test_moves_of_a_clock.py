"""What each row of a timescale does to a clock, on a real database with a made-up pack."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from alongside.access.context import connected_as
from alongside.areas.clocks.actions import react, take_due, take_past_due
from alongside.areas.clocks.models import Clock
from alongside.areas.clocks.rules import Happened
from alongside.foundation.calendars import Limit, before
from alongside.foundation.ids import new_id
from alongside.packs import clear_packs, look_in
from alongside.register.models import Authority
from tests.factories.council import make_council
from tests.packs.packs_on_disk import write_pack

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
VISIT = """
[timescale.visit]
label = "Visit"
about = "child"
starts_on = ["started"]
stops_on = ["visited"]
stops_all_on = ["no_longer_looked_after"]
pauses_on = ["paused"]
resumes_on = ["resumed"]
cancels_on = ["called_off"]
repeats = true
limit = "7 calendar days"
warn = [
  { before = "2 working days", tell = "received", event = "clock_due_soon" },
  { before = "3 hours", tell = "received", event = "clock_due_soon" },
]
overdue = { tell = "received", event = "clock_overdue" }
source = "Local"
"""


@pytest.fixture
def council(db, tmp_path):
    look_in([write_pack(tmp_path, {"timescales.toml": VISIT})])
    council = make_council()
    with connected_as("loader"):
        Authority.objects.update(pack="ashmoor")
        yield council
    look_in([])
    clear_packs()


@pytest.fixture
def happens(council):
    """Something happens to a child about a subject."""

    def happened(kind: str, *, at: datetime, subject, child=council.child):
        event = Happened(
            event_id=new_id(), kind=kind, part="request", authority_id=council.authority.id,
            pack="ashmoor", child_id=child.id, subject_id=subject, by_posting_id=None, at=at,
        )  # fmt: skip
        with transaction.atomic():
            react([event])

    return happened


def clocks(subject):
    return list(Clock.objects.filter(subject_id=subject).order_by("started_at"))


def days(n: float) -> datetime:
    return FRIDAY + timedelta(days=n)


@pytest.mark.parametrize("take", ["minute by minute", "past"])
def test_each_warning_of_a_clock_is_found_once_and_then_its_end(happens, take):
    subject = new_id()
    happens("started", at=FRIDAY, subject=subject)
    found = []
    if take == "past":
        found = take_past_due([subject], at=days(8))
    else:
        for near in (days(5), days(7) - timedelta(hours=3), days(7)):
            for minute in range(-3, 4):
                found += take_due(at=near + timedelta(minutes=minute))
    # Due on Friday 27 November at 9am; two working days before is Wednesday at the same time.
    assert [(due.event, due.found_at) for due in found] == [
        ("clock_due_soon", days(5)),
        ("clock_due_soon", days(7) - timedelta(hours=3)),
        ("clock_overdue", days(7) + timedelta(minutes=1)),
    ]


def test_a_watch_that_was_away_warns_once_for_what_it_missed(happens):
    happens("started", at=FRIDAY, subject=new_id())
    assert [due.event for due in take_due(at=days(7) - timedelta(hours=1))] == ["clock_due_soon"]
    assert take_due(at=days(7) - timedelta(minutes=59)) == []


def test_a_clock_that_repeats_starts_again_from_what_stopped_it(happens):
    subject = new_id()
    happens("started", at=FRIDAY, subject=subject)
    happens("visited", at=days(4), subject=subject)
    first, second = clocks(subject)
    assert (first.state, first.stopped_at) == ("stopped", days(4))
    assert (second.state, second.due_at) == ("running", days(11))


def test_what_stops_a_clock_that_has_stopped_starts_none(happens):
    subject = new_id()
    happens("started", at=FRIDAY, subject=subject)
    happens("called_off", at=days(1), subject=subject)
    happens("visited", at=days(2), subject=subject)
    assert [clock.state for clock in clocks(subject)] == ["cancelled"]


def test_an_event_that_stops_all_stops_every_clock_of_the_child_and_of_nobody_else(
    happens, council
):
    one, two, others = new_id(), new_id(), new_id()
    for subject in (one, two):
        happens("started", at=FRIDAY, subject=subject)
    happens("started", at=FRIDAY, subject=others, child=council.other_child)
    happens("no_longer_looked_after", at=days(2), subject=None)
    assert [clock.state for clock in clocks(one) + clocks(two)] == ["stopped", "stopped"]
    assert [clock.state for clock in clocks(others)] == ["running"]


def test_a_pause_moves_the_end_and_its_warnings_by_as_long(happens):
    subject = new_id()
    happens("started", at=FRIDAY, subject=subject)
    happens("paused", at=days(1), subject=subject)
    assert take_due(at=days(20)) == []
    happens("resumed", at=days(3), subject=subject)
    (clock,) = clocks(subject)
    assert (clock.due_at, clock.warn_at) == (days(9), days(6))  # a Sunday, and the Thursday before


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("3 hours", "2026-11-27T06:00"),
        ("1 working day", "2026-11-26T09:00"),
        ("5 working days", "2026-11-20T09:00"),
        ("2 calendar days", "2026-11-25T09:00"),
        ("1 week", "2026-11-20T09:00"),
    ],
)
def test_so_long_before_a_friday_at_nine(limit, expected):
    moment = before(Limit.parse(limit), days(7))
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
