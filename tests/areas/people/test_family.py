"""A child's family as one organisation tells it: twice is once, and each reads what is theirs."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.people.actions import MemberTold, Source, record_family_members
from alongside.areas.people.models import FamilyMember
from alongside.areas.people.queries import family_of
from tests.factories.council import make_council

AT = datetime(2026, 9, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def council(db):
    return make_council()


def tell(council, *told, by=None, at=AT) -> int:
    source = Source(code="test", load_id=None, authority_id=council.authority.id, at=at)
    with connected_as("loader"):
        return record_family_members(
            told, told_by=(by or council.school).organisation_id, source=source
        )


def mother(council, **more) -> MemberTold:
    return MemberTold(child_id=council.child.id, kind="mother", name="Mum Oneill", **more)


def read_by(council, posting):
    with acting_as(posting.id, at=timezone.now()) as viewer:
        return [(one.kind, one.name, one.telephone) for one in family_of(viewer, council.child.id)]


def test_told_twice_is_recorded_once(council):
    sibling = MemberTold(
        child_id=council.child.id, kind="brother_or_sister", other_child_id=council.other_child.id
    )
    assert tell(council, mother(council), sibling) == 2
    assert tell(council, mother(council), sibling, mother(council)) == 0
    with connected_as("loader"):
        assert FamilyMember.objects.count() == 2
        assert Event.objects.filter(kind="family_recorded").count() == 1


def test_new_details_end_the_old_row_and_start_another(council):
    tell(council, mother(council, telephone="01632 960500"))
    later = datetime(2026, 10, 1, tzinfo=UTC)
    assert tell(council, mother(council, telephone="01632 960501"), at=later) == 1
    assert read_by(council, council.lead) == [("Mother", "Mum Oneill", "01632 960501")]
    with connected_as("loader"):
        ended = FamilyMember.objects.get(telephone="01632 960500").ends_on
    assert ended.isoformat() == "2026-10-01"


def test_two_schools_words_stand_side_by_side_and_each_reads_its_own(council):
    tell(council, mother(council))
    tell(council, mother(council, telephone="01632 960502"), by=council.other_school)
    assert read_by(council, council.lead) == [("Mother", "Mum Oneill", "")]
    assert read_by(council, council.other_lead) == []


def test_the_web_connection_writes_no_family(council):
    with acting_as(council.lead.id, at=timezone.now()), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('people_familymember', 'INSERT')")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mother"},
        {"kind": "brother_or_sister", "name": "Named", "other": True},
        {"kind": "mother", "other": True},
        {"kind": "brother_or_sister", "own": True},
    ],
    ids=[
        "nameless",
        "a sibling's name copied",
        "a mother who is a child here",
        "their own sibling",
    ],
)
def test_the_database_refuses_what_cannot_be_a_family_member(council, wrong):
    other = (
        council.other_child if wrong.get("other") else council.child if wrong.get("own") else None
    )
    with connected_as("loader"), pytest.raises(IntegrityError), transaction.atomic():
        FamilyMember.objects.create(
            child=council.child, kind=wrong["kind"], name=wrong.get("name", ""), other_child=other,
            source_id=council.school.organisation_id, starts_on=AT.date(),
        )  # fmt: skip
