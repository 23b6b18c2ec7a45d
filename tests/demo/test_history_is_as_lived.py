"""What is loaded and what people do leave the same rows: the same courses, both ways."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alongside.access.context import connected_as
from alongside.areas.clocks.models import Clock
from alongside.areas.front_door.actions import Course, record_many
from alongside.areas.front_door.rules import DecisionWords
from alongside.areas.front_door.terms import Told
from alongside.areas.plans.actions import (
    Agreement,
    Done,
    HelpCourse,
    past_acts,
    record_past_help,
)
from alongside.areas.plans.queries import help_ids
from alongside.demo.council import SyntheticCouncil
from alongside.demo.courses import course_of
from alongside.demo.desk_sessions import desk_sessions
from alongside.demo.replaying import replay
from alongside.demo.requests import SyntheticRequest
from tests.demo.conftest import NOW
from tests.demo.rows_of_requests import Row, stored
from tests.factories.council import ELSEWHERE, FAMILY_HELP, Council, make_council

TABLES = {
    *("Request", "Answer", "Decision", "DecisionDraft", "TextBlock"),
    *("Event", "Clock", "Delivery", "Relationship", "Transfer", "Help"),
}


@pytest.fixture
def thornmere(db: None) -> Council:
    return make_council()


def lived(courses: Sequence[Course], *, now: datetime) -> dict[str, list[Row]]:
    with desk_sessions(now=timezone.now()) as sessions:
        ids = {replay(one, sessions=sessions, now=now): one.key for one in courses}
    return stored(ids)


def loaded(courses: Sequence[Course], *, now: datetime) -> dict[str, list[Row]]:
    with connected_as("loader"):
        ids = record_many(courses, at=now)
    return stored(dict(zip(ids, (one.key for one in courses), strict=True)))


def assert_alike(courses: Sequence[Course], *, now: datetime) -> dict[str, list[Row]]:
    by_people, in_bulk = lived(courses, now=now), loaded(courses, now=now)
    assert set(by_people) == TABLES
    for table, rows in by_people.items():
        assert in_bulk[table] == rows, table
    return in_bulk


# What the planner of the demo makes.


def varied(plan: Sequence[SyntheticRequest]) -> Iterator[SyntheticRequest]:
    """Three of each sort of request that the planner makes."""
    seen: Counter[tuple[object, ...]] = Counter()
    for one in plan:
        limit = one.decided_after and one.decided_after > timedelta(days=1, hours=8)
        sort = (
            one.state,
            one.story.urgent,
            one.proposed_by is None,
            one.read_after is None,
            one.decision is not None and one.decision.family_told,
            limit,
        )
        seen[sort] += 1
        if seen[sort] <= 3:
            yield one


@pytest.fixture
def planned(
    thornmere: Council, council: SyntheticCouncil, every_request: Sequence[SyntheticRequest]
) -> list[Course]:
    """Courses of the plan, walked by the few people of a small council."""
    desks = {
        "designated_safeguarding_lead": thornmere.lead.id,
        "deputy_safeguarding_lead": thornmere.deputy.id,
        "hub_screener": thornmere.screener.id,
        "hub_social_worker": thornmere.social_worker.id,
        "hub_manager": thornmere.manager.id,
    }
    postings: Mapping[str, UUID] = {
        one.key: desks[one.role] for one in council.everyone if one.role in desks
    }
    teams = {
        "family_help_team": [thornmere.family_help.id],
        **{
            kind: [thornmere.assessment.id]
            for kind in ("assessment_team", "school_nursing", "camhs", "charity_team")
        },
    }
    return [
        course_of(one, child_id=thornmere.child.id, postings=postings, teams=teams)
        for one in varied(every_request)
    ]


def test_requests_of_the_demo_s_plan_leave_the_same_rows_loaded_as_lived(
    planned: list[Course],
) -> None:
    rows = assert_alike(planned, now=NOW)
    kinds = Counter(row["kind"] for row in rows["Event"])
    assert len(rows["Request"]) == len(planned) > 30
    assert kinds["request_decided"] == kinds["referrer_told"] == len(rows["Decision"]) > 20
    assert kinds["help_offered"] == len(rows["Help"]) > 10
    assert 0 < kinds["decision_read"] < kinds["request_decided"]
    running = [row for row in rows["Clock"] if row["state"] == "running"]
    late = [row for row in running if row["due_at"] < NOW]  # type: ignore[operator]
    assert late
    assert [row for row in running if row["overdue_at"]] == late
    assert min(kinds["clock_due_soon"], kinds["clock_overdue"], len(rows["DecisionDraft"])) > 1


# What hypothesis makes: any gaps between the acts, and a course that ends anywhere.

FRIDAY = datetime.fromisoformat("2026-11-06T15:40+00:00")
WORDS = DecisionWords(
    outcome="family_help",
    need="N4",
    level_of_need=2,
    help_team=FAMILY_HELP,
    reasons="  Mum is unwell and has asked for help. ",
    next_steps="Sam from family help rings mum on Tuesday.",
    family_told="yes",
)
NOT_TOLD = replace(WORDS, family_told="no", family_not_told_reason="It could put Zoë at risk.")
ELSEWHERE_S = replace(WORDS, outcome="another_authority", other_authority=ELSEWHERE)
ADVICE = replace(WORDS, outcome="advice", local_offer=" The nearest family hub ")
GAPS = st.one_of(st.integers(0, 12), st.integers(0, 48 * 60), st.sampled_from([22 * 60 * 3, 60]))
ACTS = ("sent", "acknowledged", "proposed", "decided", "told", "read")


def answers(*, urgent: bool) -> dict[str, str]:
    told = {"what_happened": " He said he had not slept. ", "needs_to_happen": "Somebody visits."}
    required = ("harm", "worries", "working_well", "child_voice", "parents_view", "household")
    return {
        "danger": " yes " if urgent else "no",
        "family_knows": "no" if urgent else "yes",
        "family_knows_why_not": "Not yet safe." if urgent else "",
        **told,
        **dict.fromkeys(required, "As we know it."),
        "already_tried": "",
    }


@st.composite
def walks(draw: st.DrawFn) -> dict[str, object]:
    """A course in words: gaps in minutes between its acts, and how each was done."""
    return {
        "gaps": draw(st.lists(GAPS, min_size=6, max_size=6)),
        "seconds": draw(st.sampled_from([0, 0, 1, 59])),
        "ends": draw(st.sampled_from(ACTS)),
        "proposed": draw(st.booleans()),
        "urgent": draw(st.booleans()),
        "rung": draw(st.booleans()),
        "words": draw(st.sampled_from([WORDS, NOT_TOLD, ELSEWHERE_S, ADVICE])),
    }


def course(council: Council, walk: Mapping[str, object], *, key: str = "one") -> Course:
    gaps: list[int] = walk["gaps"]  # type: ignore[assignment]
    moments = [
        FRIDAY + timedelta(minutes=m, seconds=walk["seconds"] * n)  # type: ignore[operator]
        for n, m in enumerate(accumulate(gaps))
    ]
    at = dict(zip(ACTS, moments, strict=True))
    at = {act: at[act] for act in ACTS[: ACTS.index(str(walk["ends"])) + 1]}
    if not walk["proposed"]:
        at.pop("proposed", None)
    hub = council.screener if walk["proposed"] else council.social_worker
    rung = bool(walk["rung"]) and "told" in at
    return Course(
        key=key,
        child_id=council.child.id,
        answers=answers(urgent=bool(walk["urgent"])),
        sent_by=council.lead.id,
        sent_at=at["sent"],
        acknowledged_by=hub.id if "acknowledged" in at else None,
        acknowledged_at=at.get("acknowledged"),
        words=walk["words"],  # type: ignore[arg-type]
        proposed_by=hub.id if "proposed" in at else None,
        proposed_at=at.get("proposed"),
        decided_by=council.social_worker.id if "decided" in at else None,
        decided_at=at.get("decided"),
        told_how=Told.CALL if rung else Told.INBOX,
        told_by=council.manager.id if rung else None,
        told_at=at.get("told"),
        read_by=council.deputy.id if "read" in at else None,
        read_at=at.get("read"),
    )


# Each act on the very minute at which a clock warns (2 hours before its end) or ends.
ON_THE_MINUTE = {
    "gaps": [0, 70 * 60, 0, 0, 2 * 60, 0],
    "seconds": 0,
    "ends": "read",
    "proposed": True,
    "urgent": False,
    "rung": False,
    "words": NOT_TOLD,
}


@given(walk=walks(), minutes_until_now=GAPS)
@example(walk=ON_THE_MINUTE, minutes_until_now=0)
@example(
    walk={**ON_THE_MINUTE, "gaps": [0, 1, 1, 1, 75 * 60, 9], "rung": True}, minutes_until_now=5
)
@example(walk={**ON_THE_MINUTE, "gaps": [0, 0, 0, 72 * 60 + 1, 0, 0]}, minutes_until_now=0)
@example(walk={**ON_THE_MINUTE, "ends": "decided"}, minutes_until_now=9000)
@example(walk={**ON_THE_MINUTE, "words": ELSEWHERE_S}, minutes_until_now=72 * 60 + 1)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_course_leaves_the_same_rows_loaded_as_lived(
    thornmere: Council, walk: dict[str, object], minutes_until_now: int
) -> None:
    one = course(thornmere, walk)
    last = max(at for _, _, at in one.acts() if at)
    assert_alike([one], now=last + timedelta(minutes=minutes_until_now))


def test_help_answered_in_time_is_not_found_late_where_its_course_is_loaded_next(
    thornmere: Council,
) -> None:
    walk = {**ON_THE_MINUTE, "gaps": [0, 60, 60, 60, 5, 60], "words": WORDS}
    one = course(thornmere, walk)
    assert one.decided_at
    accepted = past_acts.Accepted(agreement=Agreement(basis="statutory"))
    at, now = one.decided_at + timedelta(hours=1), one.decided_at + timedelta(days=12)
    with connected_as("loader"):
        (request_id,) = record_many([one], at=now, help_follows=True)
        (help_id,) = help_ids([request_id])
        done = [Done(act=accepted, by=thornmere.practitioner.id, at=at)]
        record_past_help([HelpCourse(help_id=help_id, acts=done)], at=now)
        found = Clock.objects.filter(subject_id=help_id, overdue_at__isnull=False)
        assert list(found.values_list("timescale", flat=True)) == ["lead_named"]
