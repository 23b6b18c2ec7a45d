"""What a child's page says of a census: to whoever holds the case, and of a child nobody has named."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.people.models import Identifier
from alongside.areas.social_care.models import Referral
from alongside.register.models import Child
from tests.factories.census import Sender, child, episode, protection_plan
from tests.factories.council import make_council, tie
from tests.web.signing_in import signed_in

TOLD = child("C1", episode(
    CINclosureDate="2022-01-20", ReasonForClosure="RC7",
    ChildProtectionPlans=[protection_plan("2021-06-25", "2022-01-10")],
))  # fmt: skip
HERE = "Referred to children’s social care"


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


@pytest.fixture
def of_census(council, tmp_path):
    """A child whom only the census told of."""
    Sender(tmp_path, council.authority).loads(TOLD)
    with connected_as("loader"):
        return Child.objects.get(id=Referral.objects.get().child_id)


def page(posting, child_id, after=""):
    shown = signed_in(posting).get(f"/children/{child_id}/{after}")
    assert shown.status_code == 200, shown.headers
    return shown.content.decode()


def tied(child, team, kind):
    with connected_as("loader"):
        tie(child, team, kind)


def test_the_hub_reads_what_happened_on_which_day_and_which_return_says_so(council, of_census):
    tied(of_census, council.hub, "received")
    shown = page(council.social_worker, of_census.id)
    assert "Name not known: case number C1" in shown
    assert HERE in shown
    assert "4 May 2021" in shown
    assert "By: a school. Main need: abuse or neglect." in shown
    assert "Loaded from the children in need census 2022" in shown
    assert "Services ended for another reason" in shown
    printed = page(council.social_worker, of_census.id, "print/")
    assert "Loaded from the children in need census 2022" in printed


@pytest.mark.parametrize(
    ("who", "team", "kind", "reads"),
    [
        ("social_worker", "hub", "received", True),
        ("assessor", "assessment", "allocated", True),
        ("practitioner", "family_help", "allocated", False),
        ("lead", "school", "on_roll", False),
    ],
)
def test_who_reads_it(council, of_census, who, team, kind, reads):
    tied(of_census, getattr(council, team), kind)
    shown = page(getattr(council, who), of_census.id)
    assert "Name not known" in shown
    assert (HERE in shown) == ("Name not known: case number C1" in shown) == reads


@pytest.mark.parametrize(
    ("who", "team", "kind", "reads"),
    [
        ("social_worker", "hub", "received", True),
        ("practitioner", "family_help", "allocated", False),
        ("lead", "school", "on_roll", False),
    ],
)
def test_the_database_tells_of_a_case_number_whom_it_tells_of_the_case(
    council, of_census, who, team, kind, reads
):
    tied(of_census, getattr(council, team), kind)
    with connected_as("loader"):
        Identifier.objects.create(child=of_census, scheme="upn", value="Y330200012001")
    with acting_as(getattr(council, who).id, at=timezone.now()):
        seen = set(Identifier.objects.filter(child=of_census).values_list("scheme", flat=True))
    assert seen == ({"upn", "case_number"} if reads else {"upn"})


def test_a_school_that_asks_about_a_child_without_a_name_meets_whole_sentences(council, of_census):
    tied(of_census, council.school, "on_roll")
    assert "Tell us about this child" in page(council.lead, of_census.id)


def test_what_was_taken_back_is_shown_no_longer(council, of_census, tmp_path):
    tied(of_census, council.hub, "received")
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    Sender(tmp_path, council.authority).loads(child("C1", episode(PrimaryNeedCode="N2")), at=at)
    shown = page(council.social_worker, of_census.id)
    assert "Child protection plan began" not in shown
    assert "Main need: the child’s disability." in shown
    assert "abuse or neglect" not in shown
    assert "The council corrected what it had told" in shown
    assert "1 entry added and 4 entries taken back" in shown
