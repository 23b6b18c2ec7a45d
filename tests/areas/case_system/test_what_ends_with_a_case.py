"""A case that closes takes along what was around it here: others' ties, meetings planned, answers owed."""

from datetime import UTC, datetime

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.actions import Fact, record
from alongside.areas.chronology.models import Event, TextBlock
from alongside.areas.plans.models import Help, Meeting
from alongside.foundation.ids import new_id
from alongside.register.models import Relationship
from tests.factories.steps import ask_for_help, step

OFFERED = datetime(2026, 10, 3, 9, tzinfo=UTC)
BEFORE = datetime(2026, 10, 6, 9, tzinfo=UTC)


@pytest.fixture
def around(work, feed):
    """A case taken on, with somebody around the child, a meeting planned on pages, and an answer owed."""
    request_id, owed_id = new_id(), new_id()
    ask_for_help(work, request_id, work.team, at=OFFERED)
    feed.loads(step("1"), step("2", "allocation"))
    with connected_as("loader"):
        help_ = Help.objects.get()
        tied = {"authority": work.council.authority, "child": work.children[0], "starts_at": BEFORE}
        Relationship.objects.create(
            kind="plan_member", organisation_id=work.council.school.organisation_id,
            team=work.council.school, subject_id=help_.id, evidence="help", **tied,
        )  # fmt: skip
        Relationship.objects.create(
            kind="allocated", organisation_id=work.team.organisation_id, team=work.team,
            subject_id=owed_id, evidence=f"request:{owed_id}", **tied,
        )  # fmt: skip
        Meeting.objects.create(
            help=help_, child=work.children[0], kind="core_group",
            starts_at=datetime(2026, 12, 4, 9, tzinfo=UTC), recorded_at=BEFORE,
        )  # fmt: skip
        record(
            Fact(
                kind="answer_owed", authority_id=work.council.authority.id, at=BEFORE,
                child_id=work.children[0].id, subject_id=owed_id, payload={"help": help_.id},
            )
        )  # fmt: skip
    return owed_id


def left() -> tuple[int, int, int]:
    """Ties of others around it, meetings planned, and ties for an answer: those still open."""
    open_ties = Relationship.objects.filter(ends_at=None)
    return (
        open_ties.filter(kind="plan_member").count(),
        Meeting.objects.filter(state="planned").count(),
        open_ties.filter(evidence__startswith="request:").count(),
    )


@pytest.mark.parametrize(
    "ends", [step("3", "closure"), step("1", changed_at="2026-11-01", withdrawn="yes")]
)
def test_what_was_around_a_case_ends_with_it(feed, around, ends):
    feed.loads(step("4", "visit"))
    with connected_as("loader"):
        assert left() == (1, 1, 1)
    feed.loads(ends)
    feed.loads(ends)
    with connected_as("loader"):
        assert left() == (0, 0, 0)
        assert Event.objects.get(kind="request_returned").subject_id == around


def test_ties_are_as_discreet_as_the_case_says_by_now(feed, around):
    feed.loads(step("1", basis="agreement", changed_at="2026-10-08"))
    with connected_as("loader"):
        ties = Relationship.objects.filter(kind="allocated", ends_at=None)
        assert set(ties.values_list("discreet", flat=True)) == {True}
        assert ties.filter(subject_id=around).exists()


def test_words_that_are_corrected_stay_those_of_the_help(feed, around):
    feed.loads(step("4", "visit", words="Mum was out."))
    feed.loads(step("4", "visit", words="Mum was in.", changed_at="2026-10-08"))
    with connected_as("loader"):
        assert TextBlock.objects.get(body="Mum was in.").subject_id == Help.objects.get().id
