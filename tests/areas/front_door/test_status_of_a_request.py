"""The one line a school reads: what it was last told, whichever organisation told it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import TextBlock
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.models import Enquiry
from alongside.areas.plans.actions import tell_school
from alongside.areas.plans.models import Feedback, Help
from alongside.areas.plans.queries import feedback_lines
from alongside.areas.plans.queries.child import meetings_told
from alongside.areas.plans.terms import About
from tests.areas.front_door.test_telling_to_told import (
    FRIDAY,
    WORDS,
    acknowledge,
    decide,
    deliver,
    send,
)
from tests.areas.front_door.test_what_follows import take_on
from tests.factories.council import ASSESSMENT, FAMILY_HELP, Council, make_council

HOUR = timedelta(hours=1)
NOW = FRIDAY + 12 * HOUR


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def request_id(council):
    """Family help was decided, told and read."""
    made = send(council)
    acknowledge(made, council.social_worker, at=FRIDAY)
    decide(made, council.social_worker, at=FRIDAY)
    deliver(at=FRIDAY)
    with acting_as(council.lead.id, at=FRIDAY) as lead:
        actions.mark_decision_read(request_id=made, by=lead, at=FRIDAY)
    return made


def tell(council, request_id, about: About, *, after: int, team_id=FAMILY_HELP, by=None, **said):
    at = FRIDAY + after * HOUR
    # Which team was asked instead is told by the hub; anything else, by the team itself.
    by = by or (council.social_worker if about == About.PASSED_ON else council.practitioner)
    with acting_as(by.id, at=at) as viewer:
        help_ = Help.objects.filter(request_id=request_id).first()
        tell_school(
            help_=help_, request_id=request_id, child_id=council.child.id,
            authority_id=council.authority.id, about=about, team_id=team_id, words="As agreed.",
            by=viewer, at=at, **said,
        )  # fmt: skip


def line(council, request_id) -> str:
    with acting_as(council.lead.id, at=NOW) as lead:
        return queries.request_for_referrer(lead, request_id, now=NOW).status


def is_listed(council, request_id) -> bool:
    with acting_as(council.lead.id, at=NOW) as lead:
        rows = queries.children_with_something_open(lead, now=NOW)
    return request_id in {row.request_id for row in rows}


A, L, C, M, U, E, P = (
    About.ACCEPTED, About.LEAD_NAMED, About.LEAD_CHANGED, About.MEETING, About.UPDATE, About.ENDED,
    About.PASSED_ON,
)  # fmt: skip
SAM, KIM = {"lead_name": "Sam Okoro"}, {"lead_name": "Kim Patel"}
NEXT, PAST = {"meeting_on": date(2026, 12, 4)}, {"meeting_on": date(2026, 11, 2)}
HELP = "Thornmere Family Help: "
LINES = {
    "nothing since": ([], HELP + "Mill family help team has been asked to help"),
    "taken on": ([(A, {})], HELP + "Mill family help team is choosing a lead practitioner"),
    "a lead": ([(A, {}), (L, SAM)], HELP + "Sam Okoro is the lead practitioner"),
    "a lead who may not be named": ([(L, {})], HELP + "Mill family help team is choosing a lead practitioner"),
    "another lead": ([(L, SAM), (C, KIM)], HELP + "Kim Patel is the lead practitioner"),
    "a meeting": (
        [(L, SAM), (M, NEXT)], HELP + "Sam Okoro is the lead practitioner, next meeting 4 December"
    ),
    "a meeting that is over": ([(L, SAM), (M, PAST)], HELP + "Sam Okoro is the lead practitioner"),
    "an update changes nothing": ([(L, SAM), (U, {})], HELP + "Sam Okoro is the lead practitioner"),
    "a meeting that was called off": (
        [(L, SAM), (M, NEXT), (M, {})], HELP + "Sam Okoro is the lead practitioner"
    ),
    "ended": ([(L, SAM), (E, {"end_reason": "needs_met"})], HELP + "ended"),
    "another team, another lead to come": (
        [(L, SAM), (P, {"team_id": ASSESSMENT, "outcome": "assessment"})],
        "Social work assessment: Assessment team 1 has been asked to help",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "words"), LINES.values(), ids=list(LINES))
def test_the_line_is_what_the_school_was_last_told(council, request_id, told, words):
    for after, (about, said) in enumerate(told, start=1):
        by = council.social_worker if about == P else council.practitioner
        tell(council, request_id, about, after=after, by=by, **said)
    assert line(council, request_id) == words
    # It stays on the list until the school has been told that it ended.
    assert is_listed(council, request_id) is not words.endswith("ended")


def test_what_is_new_comes_first_and_is_marked_unread(council, request_id):
    tell(council, request_id, About.ACCEPTED, after=1)
    deliver(at=FRIDAY + HOUR)
    with acting_as(council.lead.id, at=NOW) as lead:
        (row,) = queries.children_with_something_open(lead, now=NOW)
        assert row.unread


def test_what_another_school_was_told_is_no_line_of_this_one_s(council, request_id):
    tell(council, request_id, About.ACCEPTED, after=1)
    with acting_as(council.other_lead.id, at=NOW) as other:
        assert feedback_lines(other, [request_id]) == []
    with acting_as(council.lead.id, at=NOW) as lead:
        assert [told.team for told in feedback_lines(lead, [request_id])] == [
            "Mill family help team"
        ]


def test_a_worker_who_has_answered_owes_nothing_more(council, request_id):
    take_on(request_id)
    again = send(council, at=FRIDAY + HOUR)
    acknowledge(again, council.social_worker, at=FRIDAY + HOUR)
    words = replace(WORDS, outcome="already_open")
    decide(again, council.social_worker, at=FRIDAY + HOUR, words=words)
    deliver(at=FRIDAY + HOUR)
    assert line(council, again).startswith("Already open: the worker owes you an answer by")
    with acting_as(council.lead.id, at=FRIDAY + HOUR) as lead:
        actions.mark_decision_read(request_id=again, by=lead, at=FRIDAY + HOUR)
    assert is_listed(council, again)
    tell(council, again, About.UPDATE, after=2)
    assert line(council, again) == "Decided: A worker is already involved"
    assert not is_listed(council, again)


def test_a_question_to_the_school_is_said_in_its_line_and_pauses_nothing(council):
    made = send(council)
    acknowledge(made, council.social_worker, at=FRIDAY)
    with connected_as("loader"):
        text = TextBlock.objects.create(
            authority=council.authority, child=council.child, subject_id=made, part="enquiry",
            source=council.hub.organisation, body="Who collects him?", written_at=FRIDAY,
        )  # fmt: skip
        Enquiry.objects.create(
            authority=council.authority, request_id=made, child=council.child, to_team=council.school,
            to_referrer=True, question=text, asked_by=council.social_worker, asked_at=FRIDAY,
        )  # fmt: skip
    assert line(council, made) == (
        "Thornmere Front Door has asked you a question. A decision is still due "
        "Monday 23 November at 3:40pm"
    )


def test_feedback_is_kept_in_the_school_s_own_part_of_the_record(council, request_id):
    tell(council, request_id, About.UPDATE, after=1, override_reason="The child may be at risk.")
    with connected_as("loader"):
        told = Feedback.objects.get()
        assert (told.words.part, told.words.subject_id) == ("feedback", request_id)
        assert told.override_reason is not None


@pytest.mark.parametrize(
    ("told", "days"),
    [([], [4]), ([(M, {})], []), ([(E, {"end_reason": "needs_met"})], []), ([(U, {})], [4])],
    ids=["nothing since", "called off", "ended", "an update"],
)
def test_a_meeting_stands_until_the_school_is_told_otherwise(council, request_id, told, days):
    for after, (about, said) in enumerate([(M, NEXT), *told], start=1):
        tell(council, request_id, about, after=after, **said)
    with acting_as(council.lead.id, at=NOW) as lead:
        stands = meetings_told(lead, council.child.id, today=NOW.date())
    assert [one.day.day for one in stands] == days
