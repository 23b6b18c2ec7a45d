"""Steps and their words are read by the team that helps; loads do not cost more for more rows."""

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.case_system.models import CasePerson, Step
from alongside.areas.plans.models import Contact
from tests.factories.steps import step, upn


@pytest.fixture
def loaded(work, feed):
    feed.loads(step("1", person="P1"), step("2", "allocation"), step("3", "visit", words="Seen."))
    return work


def steps_seen_by(posting) -> int:
    with acting_as(posting.id, at=timezone.now()):
        return Step.objects.count()


def test_the_team_that_helps_reads_its_steps_and_nobody_else_does(loaded):
    assert steps_seen_by(loaded.sam) == 3
    assert steps_seen_by(loaded.uma) == 0
    assert steps_seen_by(loaded.council.lead) == 0


def test_no_page_reads_whom_the_case_system_s_numbers_mean(loaded):
    with pytest.raises(ProgrammingError, match="permission denied"):
        CasePerson.objects.count()


def test_the_school_reads_no_contact(loaded):
    with acting_as(loaded.council.lead.id, at=timezone.now()):
        assert Contact.objects.count() == 0


def test_a_load_takes_as_many_queries_for_many_rows_as_for_few(work, feed):
    def queries(count: int) -> int:
        rows = [step(f"o{n}", case=f"E{count}-{n}", upn=upn(1 + n % 2)) for n in range(count)]
        rows += [
            step(f"v{n}", "visit", case=f"E{count}-{n}", upn=upn(1 + n % 2)) for n in range(count)
        ]
        rows = [{**row, "step": f"{count}-{row['step']}"} for row in rows]
        with connected_as("loader"), CaptureQueriesContext(connection) as seen:
            feed.loads(*rows)
        return len(seen)

    queries(2)  # what is read once and kept
    assert queries(500) <= queries(4) + 4
