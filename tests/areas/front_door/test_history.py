"""Past requests are loaded by the rules that hold when people act, all of them or none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door.actions import Course, CourseRefused, record_many
from alongside.areas.front_door.models import Request
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import QUESTIONS, Told
from alongside.areas.messages.models import Delivery
from alongside.foundation.ids import new_id
from alongside.jobs.working import deliver_all
from alongside.register.models import Posting, Relationship
from tests.factories.council import FAMILY_HELP, Council, make_council

FRIDAY = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
NOW = FRIDAY + timedelta(days=10)
MINUTE = timedelta(minutes=1)
WORDS = DecisionWords(
    outcome="family_help",
    need="N4",
    level_of_need=2,
    help_team=FAMILY_HELP,
    reasons="Mum is unwell and has asked for help with mornings.",
    next_steps="Sam from family help rings mum on Tuesday.",
    family_told="yes",
)
ANSWERS = {
    **{question.key: f"Words about {question.key}" for question in QUESTIONS},
    "danger": "no",
    "family_knows": "yes",
}


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def course(council: Council) -> Course:
    """Screened on Friday morning, proposed, confirmed, told and read."""
    return Course(
        key="old/1",
        child_id=council.child.id,
        answers=ANSWERS,
        sent_by=council.lead.id,
        sent_at=FRIDAY,
        acknowledged_by=council.screener.id,
        acknowledged_at=FRIDAY + 10 * MINUTE,
        words=WORDS,
        proposed_by=council.screener.id,
        proposed_at=FRIDAY + 20 * MINUTE,
        decided_by=council.social_worker.id,
        decided_at=FRIDAY + 30 * MINUTE,
        told_at=FRIDAY + 31 * MINUTE,
        read_by=council.deputy.id,
        read_at=FRIDAY + 40 * MINUTE,
    )


def load(*courses: Course):
    with connected_as("loader"):
        return record_many(courses, at=NOW)


def count(model) -> int:
    with connected_as("loader"):
        return model.objects.count()


def test_a_past_request_arrives_with_its_events_and_its_clocks_stopped(course):
    (request_id,) = load(course)
    with connected_as("loader"):
        kinds = Event.objects.filter(subject_id=request_id).order_by("occurred_at")
        assert list(kinds.values_list("kind", flat=True)) == [
            "request_sent",
            "request_acknowledged",
            "decision_proposed",
            "request_decided",
            "referrer_told",
            "decision_read",
        ]
        clocks = Clock.objects.filter(subject_id=request_id)
        assert set(clocks.values_list("state", flat=True)) == {"stopped"}
        # The team that was asked has not said yet whether it will help.
        (waiting,) = Clock.objects.exclude(subject_id=request_id)
        assert (waiting.timescale, waiting.state) == ("help_accepted", "running")


def test_nobody_is_sent_a_message_of_the_past_again(course, mailoutbox):
    load(course)
    with connected_as("worker"):
        assert deliver_all(at=NOW) == 0
    with connected_as("loader"):
        assert Delivery.objects.filter(channel="email", state="delivered").count() == 3
    assert mail.outbox == []


def test_a_decision_that_reached_nobody_yet_is_told_by_the_worker(course, mailoutbox):
    load(replace(course, told_at=None, read_by=None, read_at=None))
    with connected_as("worker"):
        deliver_all(at=NOW)
    with connected_as("loader"):
        assert Request.objects.get().told_at == NOW
    assert len(mailoutbox) == 3  # the lead, the deputy, and the team that is asked to help


def test_a_request_left_open_comes_with_the_warnings_of_its_clocks(course):
    open_course = Course(
        key="open", child_id=course.child_id, answers=ANSWERS, sent_by=course.sent_by, sent_at=FRIDAY
    )  # fmt: skip
    load(open_course)
    with connected_as("loader"):
        found = Event.objects.filter(kind="clock_overdue").values_list("occurred_at", flat=True)
        # Due on Monday at 9; the minute after is the first at which it is late.
        assert set(found) == {FRIDAY + timedelta(days=3) + MINUTE}
        assert set(Clock.objects.values_list("overdue_at", flat=True)) == set(found)


BROKEN = {
    "an answer is missing": ({"answers": {**ANSWERS, "danger": ""}}, "It is: danger."),
    "reasons that say nothing": ({"words": replace(WORDS, reasons="NFA")}, "Say why"),
    "a decision without words": ({"words": DecisionWords()}, "Select what will happen"),
    "decided before it was proposed": (
        {"decided_at": FRIDAY + 15 * MINUTE},
        "It cannot have been decided before it was proposed.",
    ),
    "read in the future": (
        {"read_at": NOW + MINUTE},
        "It cannot have been read in the future.",
    ),
    "seen by nobody": ({"acknowledged_by": None}, "Say both by whom and when"),
    "decided unseen": (
        {
            "acknowledged_by": None,
            "acknowledged_at": None,
            "proposed_by": None,
            "proposed_at": None,
        },
        "cannot be changed in this way",
    ),
    "told before it was decided": (
        {"decided_by": None, "decided_at": None, "read_by": None, "read_at": None},
        "there is no decision to tell",
    ),
    "read before it was decided": (
        {"decided_by": None, "decided_at": None, "told_at": None},
        "There is no decision to read yet.",
    ),
    "a call by nobody": ({"told_how": Told.CALL}, "Say both by whom and when it was told."),
    "a child nobody has loaded": ({"child_id": new_id()}, "no such child"),
    "somebody who never was": ({"read_by": new_id()}, "was not posted there"),
}


@pytest.mark.parametrize("change", list(BROKEN), ids=list(BROKEN))
def test_a_course_that_breaks_a_rule_is_named_with_why_and_nothing_is_written(course, change):
    changes, why = BROKEN[change]
    before = count(Relationship)
    with pytest.raises(CourseRefused) as refused:
        load(course, replace(course, key="old/2", **changes))
    assert refused.value.key == "old/2"
    assert why in str(refused.value)
    assert [count(m) for m in (Request, Event, TextBlock, Clock, Delivery)] == [0] * 5
    assert count(Relationship) == before


def test_only_a_registered_social_worker_may_have_decided(council, course):
    with pytest.raises(CourseRefused, match="registered social worker"):
        load(replace(course, decided_by=council.screener.id))


def test_only_the_team_that_received_it_may_have_taken_it_on(council, course):
    with pytest.raises(CourseRefused, match="Only the team that received this request"):
        load(replace(course, acknowledged_by=council.lead.id))


def test_only_the_team_that_asked_may_have_read_the_decision(council, course):
    with pytest.raises(CourseRefused, match="safeguarding lead or a deputy"):
        load(replace(course, read_by=council.other_lead.id))


def test_a_colleague_who_held_it_stood_in_the_way_then_too(council, course):
    with pytest.raises(CourseRefused, match="Dee Screener is looking at this"):
        load(replace(course, proposed_by=None, proposed_at=None))


def test_nobody_acted_before_they_were_posted(council, course):
    with connected_as("loader"):
        Posting.objects.filter(id=council.screener.id).update(starts_at=FRIDAY + 11 * MINUTE)
    with pytest.raises(CourseRefused, match="was not posted there"):
        load(course)


def test_a_school_where_nobody_was_posted_cannot_have_been_told(council, course):
    left = FRIDAY + 30 * MINUTE
    with connected_as("loader"):
        Posting.objects.filter(team=council.school).update(ends_at=left)
    with pytest.raises(CourseRefused, match="It was told to nobody"):
        load(replace(course, read_by=None, read_at=None))
    assert count(Request) == 0
