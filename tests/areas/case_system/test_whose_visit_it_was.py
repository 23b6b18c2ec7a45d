"""A visit says whose it was, where its worker is posted in the team: and goes on saying so when they leave."""

import pytest

from alongside.access.context import connected_as
from alongside.areas.plans.models import Contact
from alongside.register.models import Posting
from tests.factories.steps import NOW, step

SAM, UMA = "sam.north@thornmere.example", "uma.south@thornmere.example"


@pytest.fixture(autouse=True)
def as_loader(work):
    with connected_as("loader"):
        yield


def visit(worker="", **more):
    return step("2", "visit", happened_at="2026-10-07T15:30", worker=worker, **more)


@pytest.mark.parametrize(
    ("worker", "known"),
    [(SAM, True), (SAM.upper(), True), ("", False), ("x@thornmere.example", False), (UMA, False)],
)
def test_it_is_the_worker_s_who_is_posted_in_the_team_that_had_the_case(work, feed, worker, known):
    feed.loads(step("1"), visit(worker))
    assert Contact.objects.get().recorded_by == (work.sam if known else None)


def test_after_a_case_moved_to_another_team_its_workers_are_known(work, feed):
    moved = step("3", "allocation", happened_at="2026-10-06", team="Assessment South", worker=UMA)
    feed.loads(step("1"), moved, visit(UMA))
    assert Contact.objects.get().recorded_by == work.uma


def test_it_stays_theirs_when_they_have_left(work, feed):
    feed.loads(step("1"), visit(SAM))
    Posting.objects.filter(id=work.sam.id).update(ends_at=NOW)
    feed.loads(
        step("1"), visit(SAM), step("3", "meeting", happened_at="2026-10-20T10:00", state="held")
    )
    assert Contact.objects.get().recorded_by == work.sam


def test_a_correction_of_whose_it_was_is_taken_over(work, feed):
    feed.loads(step("1"), visit(SAM))
    feed.loads(step("1"), visit("tia.north@thornmere.example", changed_at="2026-10-08T09:00"))
    assert Contact.objects.get().recorded_by == work.tia
