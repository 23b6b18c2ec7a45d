import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from alongside.demo.council import SyntheticCouncil
from alongside.demo.decisions import new_decision
from alongside.demo.families import SyntheticChild
from alongside.demo.office_time import after_office_minutes, due_at, office_minutes_between
from alongside.demo.requests import SyntheticRequest, request_plan
from alongside.demo.stories import new_story
from alongside.foundation.calendars import is_working_day

ENGLAND = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ENGLAND)
HALF_A_YEAR = timedelta(days=183)

# What a tired writer lets slip: doubled words and spaces, braces, the wrong article, no full stop.
SLIPS = re.compile(
    r"  |[{}]|\ba a\b|\bthe the\b|\ba [aeio]|\ban (?!tS)[^aeiouh]|\s[.,;:!?]|\.\.|\bNone\b"
    r"|\bthey (is|has|was|does)\b|[^.?!']$|[.?!] [a-zà-ÿ]"
)
DECIDED = "decided"


def words_of(written: object, *, skip: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for field in written.__slots__:  # type: ignore[attr-defined]
        words = getattr(written, field)
        if (
            isinstance(words, str)
            and words
            and field not in ("need", "outcome", "asked", "offer", *skip)
        ):
            yield field, words


def slip_in(words: str) -> str | None:
    if not words[0].isupper():
        return "no capital"
    found = SLIPS.search(words)
    return found.group() if found else None


@pytest.mark.parametrize(
    "words",
    [
        "no capital.",
        "No stop",
        "Two  spaces.",
        "An unfilled {name}.",
        "She has a a cold.",
        "Gone .",
        "It is a open door.",
    ],
)
def test_the_reading_of_sentences_notices_slips(words: str) -> None:
    assert slip_in(words)


def test_every_story_reads_as_sentences(every_child: list[SyntheticChild]) -> None:
    rng = Random(11)
    for child in every_child[:4_000]:
        story = new_story(rng, child, weekday=rng.randrange(7), urgent=rng.random() < 0.2)
        for field, words in words_of(story):
            assert slip_in(words) is None, (field, words)


def test_every_decision_reads_as_sentences(every_child: list[SyntheticChild]) -> None:
    rng = Random(12)
    for child in every_child[:4_000]:
        story = new_story(rng, child, weekday=2, urgent=False)
        decision = new_decision(rng, story, child=child, lead="Ann Example", weekday=3)
        for field, words in words_of(decision):
            assert slip_in(words) is None, (field, words)


def test_thousands_of_stories_differ(every_child: list[SyntheticChild]) -> None:
    rng = Random(13)
    texts = {
        new_story(rng, child, weekday=1, urgent=False).what_happened
        for child in every_child[:6_000]
    }

    assert len(texts) > 4_000


def test_a_story_speaks_of_the_child_by_name_and_never_by_the_wrong_pronoun(
    every_child: list[SyntheticChild],
) -> None:
    rng = Random(14)
    wrong = {
        "F": re.compile(r"\b(he|his|him|himself)\b"),
        "M": re.compile(r"\b(she|her|herself)\b"),
    }
    for child in every_child[:3_000]:
        story = new_story(rng, child, weekday=1, urgent=False)
        assert child.called in story.what_happened + story.worries + story.harm
        for field, words in words_of(story):
            assert not wrong[child.sex].search(words), (field, words)


def test_a_reason_is_given_whenever_the_family_does_not_know(
    every_request: list[SyntheticRequest],
) -> None:
    unaware = [one.story for one in every_request if not one.story.family_knows]

    assert unaware
    assert all(story.why_not and not story.parents_view for story in unaware)
    assert all(one.story.why_not is None for one in every_request if one.story.family_knows)


def test_decisions_fit_their_stories(every_request: list[SyntheticRequest]) -> None:
    levels = {
        "strategy_discussion": {4},
        "assessment": {3},
        "family_help": {2, 3},
        "another_organisation": {2},
        "advice": {1, 2},
        "no_further_action": {1},
    }
    outcomes = Counter()
    for request in every_request:
        if decision := request.decision:
            outcomes[decision.outcome] += 1
            assert decision.level_of_need in levels[decision.outcome]
            assert decision.family_told is (decision.family_not_told_reason is None)
            if request.story.telling_is_a_risk:
                assert not decision.family_told
    assert set(outcomes) == set(levels)


def test_half_a_year_brings_about_400_requests_and_some_45_are_open(
    every_request: list[SyntheticRequest],
) -> None:
    states = Counter(request.state for request in every_request)

    assert 370 <= len(every_request) <= 430
    assert states.total() - states[DECIDED] == 45
    assert states["waiting"] >= 15
    assert states["claimed"] >= 10
    assert 3 <= states["proposed"] <= 8


def test_of_the_open_requests_a_few_are_urgent_and_a_couple_overdue(
    every_request: list[SyntheticRequest],
) -> None:
    waiting = [request for request in every_request if request.state != DECIDED]
    overdue = [request for request in waiting if due_at(request.sent_at) < NOW]

    assert 2 <= len(overdue) <= 5
    assert 3 <= sum(request.story.urgent for request in waiting) <= 8
    assert not any(request.story.urgent for request in overdue)


def test_about_eight_in_a_hundred_were_told_late(every_request: list[SyntheticRequest]) -> None:
    told = [one for one in every_request if one.told_after is not None]
    late = [one for one in told if (at := one.moment(one.told_after)) and at > due_at(one.sent_at)]

    assert 0.04 < len(late) / len(told) < 0.12


def stages(request: SyntheticRequest) -> list[datetime]:
    after = (
        request.acknowledged_after,
        request.proposed_after,
        request.decided_after,
        request.told_after,
        request.read_after,
    )
    moments = [request.moment(one) for one in after]
    return [request.sent_at, *(moment for moment in moments if moment)]


def test_one_stage_follows_another_and_none_lies_ahead(
    every_request: list[SyntheticRequest],
) -> None:
    for request in every_request:
        reached = stages(request)
        assert all(before <= after for before, after in pairwise(reached))
        assert reached[-1] <= NOW


def test_the_front_door_works_in_office_hours_on_working_days(
    every_request: list[SyntheticRequest],
) -> None:
    for request in every_request:
        if request.state == DECIDED:
            decided_at = request.moment(request.decided_after)
            assert decided_at is not None
            assert is_working_day(decided_at.date())
            assert 8 <= decided_at.hour <= 17


def test_most_requests_are_sent_in_school_hours_of_the_childs_own_school(
    council: SyntheticCouncil, every_request: list[SyntheticRequest]
) -> None:
    calendars = {school.urn: school.calendar for school in council.schools}
    answered = [request for request in every_request if request.state == DECIDED]

    assert all(calendars[one.school_urn].is_school_day(one.sent_at.date()) for one in answered)
    assert sum(8 <= one.sent_at.hour < 17 for one in answered) / len(answered) > 0.85
    assert any(one.sent_at.hour >= 18 for one in answered)


def test_nobody_asks_about_a_child_before_the_child_is_on_roll(
    every_request: list[SyntheticRequest],
) -> None:
    for request in every_request:
        assert request.child.admitted_on <= request.sent_at.date()
        assert request.school_urn == request.child.school_urn


def test_only_a_social_worker_confirms_and_only_the_school_sends(
    council: SyntheticCouncil, every_request: list[SyntheticRequest]
) -> None:
    people = {person.key: person for person in council.everyone}
    for request in every_request:
        sender = people[request.sent_by]
        assert sender.team_key == f"school-{request.school_urn}-safeguarding"
        assert sender.role in ("designated_safeguarding_lead", "deputy_safeguarding_lead")
        if request.confirmed_by:
            assert people[request.confirmed_by].role in ("hub_social_worker", "hub_manager")
        if request.proposed_by:
            assert people[request.proposed_by].role == "hub_screener"


def test_requests_come_in_the_order_of_sending_with_keys_of_their_own(
    every_request: list[SyntheticRequest],
) -> None:
    assert [one.sent_at for one in every_request] == sorted(one.sent_at for one in every_request)
    assert len({one.key for one in every_request}) == len(every_request)


def test_the_same_seed_gives_the_same_requests(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    def planned(seed: int) -> list[SyntheticRequest]:
        first = TODAY - HALF_A_YEAR
        rng = Random(seed)
        return list(request_plan(council, every_child, first=first, today=TODAY, rng=rng))

    assert planned(5) == planned(5)
    assert planned(5) != planned(6)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 0, 5, tzinfo=ENGLAND),
        datetime(2026, 11, 24, 8, 0, tzinfo=ENGLAND),
        datetime(2026, 11, 24, 16, 55, tzinfo=ENGLAND),
        datetime(2026, 11, 24, 23, 58, tzinfo=ENGLAND),
        datetime(2026, 11, 28, 11, 0, tzinfo=ENGLAND),  # a Saturday
        datetime(2026, 12, 28, 9, 0, tzinfo=ENGLAND),  # a bank holiday
        datetime(2027, 4, 5, 9, 0, tzinfo=ENGLAND),  # in the Easter holidays
        datetime(2026, 10, 26, 9, 0, tzinfo=ENGLAND),  # the clocks have just gone back
    ],
)
def test_at_any_hour_the_queue_has_open_requests_and_nothing_lies_ahead(
    now: datetime, council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> None:
    settled = [child for child in every_child if child.admitted_on < date(2026, 9, 30)]
    rng, today = Random(9), now.date()
    plan = list(
        request_plan(council, settled, first=today - HALF_A_YEAR, today=today, rng=rng, now=now)
    )
    waiting = [request for request in plan if request.state != DECIDED]
    overdue = sum(due_at(request.sent_at) < now for request in waiting)

    assert all(stages(request)[-1] <= now for request in plan)
    assert len(waiting) >= 40
    assert 2 <= overdue <= 5


def test_office_minutes_skip_nights_and_weekends() -> None:
    friday = datetime(2026, 11, 20, 16, 45, tzinfo=ENGLAND)
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=ENGLAND)

    assert after_office_minutes(friday, 45) == monday
    assert office_minutes_between(friday, monday) == 45
