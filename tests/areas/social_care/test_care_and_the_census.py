"""Who is in care is told by one return and who is in need by another: neither opens or ends what the other does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.loads.actions.running import run_load
from alongside.areas.looked_after.actions import ReturnSource
from alongside.areas.looked_after.queries import times_in_care
from alongside.foundation.calendars import local_day
from alongside.register.models import Child, Organisation, Relationship, Team
from tests.factories import census, returns
from tests.factories.census import NOW, Sender
from tests.factories.council import make_council, make_posting
from tests.web.signing_in import signed_in

HOUR = timedelta(hours=1)
CLOSED = census.child("100", census.episode("2021-05-04", CINclosureDate="2021-09-01"))


@pytest.fixture
def council(db, settings):
    settings.DEMO = True
    return make_council()


@pytest.fixture
def sender(council, tmp_path):
    return Sender(tmp_path, council.authority)


@pytest.fixture
def virtual_head(council):
    with connected_as("loader"):
        organisation = Organisation.objects.get(authority=council.authority, kind="local_authority")
        team = Team.objects.create(organisation=organisation, kind="virtual_school", name="Virtual")
        return make_posting(team, "virtual_school_head", "Vi Head")


def sends_care(council, folder, at, **last):
    """The return of looked-after children, of one child."""
    files = {"header": [returns.child()], "episodes": [returns.episode(**last)]}
    path = returns.write_return(folder, **files)
    source = ReturnSource(
        path, authority=council.authority, today=local_day(at), year=None, complete=False
    )
    with connected_as("loader"):
        run_load(source, at=at, operator="op")


def opens(posting, child_id):
    """What the page answers, how many children are seen, and how many times in care."""
    answer = signed_in(posting).get(f"/children/{child_id}/").status_code
    with acting_as(posting.id, at=timezone.now()) as viewer:
        seen = Child.objects.filter(id=child_id).count()
        return answer, seen, len(times_in_care(viewer, child_id))


def told_of():
    with connected_as("loader"):
        return Relationship.objects.get(kind="responsible_authority").child_id


def open_kinds(child_id):
    with connected_as("loader"):
        ties = Relationship.objects.filter(child_id=child_id, ends_at=None)
        return sorted(ties.values_list("kind", flat=True))


def test_the_census_alone_opens_nobody_to_the_virtual_school_head(sender, virtual_head):
    sender.loads(census.child("100"))
    child_id = told_of()
    assert open_kinds(child_id) == ["responsible_authority"]
    assert opens(virtual_head, child_id) == (404, 0, 0)


def test_each_return_ends_its_own_tie_and_the_head_keeps_whoever_is_in_care(
    council, sender, virtual_head, tmp_path
):
    sends_care(council, tmp_path / "first", NOW - HOUR)
    sender.loads(census.child("100", PersonBirthDate="2008-01-01"), census.child("200"))
    with connected_as("loader"):
        child_id = Relationship.objects.get(kind="in_care").child_id
    both = ["in_care", "responsible_authority"]
    with connected_as("loader"):
        Relationship.objects.filter(kind="responsible_authority").exclude(
            child_id=child_id
        ).delete()
    assert open_kinds(child_id) == both
    assert opens(virtual_head, child_id) == (200, 1, 1)
    sender.loads(census.child("200"), at=NOW + HOUR)
    assert open_kinds(child_id) == ["in_care"]
    assert opens(virtual_head, child_id) == (200, 1, 1)
    sends_care(council, tmp_path / "ended", NOW + 2 * HOUR, DEC="09/05/2019", REC="E4A")
    assert open_kinds(child_id) == []
    assert opens(virtual_head, child_id)[0] == 404


def test_a_tie_that_was_lost_is_made_again_though_the_census_says_nothing_new(sender):
    sender.loads(census.child("100"))
    child_id = told_of()
    with connected_as("loader"):
        Relationship.objects.filter(child_id=child_id).delete()
    sender.loads(census.child("100"), at=NOW + HOUR)
    assert open_kinds(child_id) == ["responsible_authority"]


def test_a_child_whose_cases_are_closed_has_no_tie(sender):
    sender.loads(census.child("100"), CLOSED | {"LAchildID": "200"})
    with connected_as("loader"):
        tie = Relationship.objects.get(kind="responsible_authority")
    assert tie.starts_at == datetime(2021, 5, 3, 23, tzinfo=UTC)
