"""Pupils of the past are loaded as a school's own files would have left them."""

from datetime import date, timedelta
from uuid import UUID

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.people.models import Identifier
from alongside.areas.schools.actions import FormerPupil, enrol_former
from alongside.areas.schools.models import Registration
from alongside.register.models import Relationship
from tests.factories.rolls import NOW, row, upn

ADMITTED, LEFT = date(2020, 9, 1), date(2026, 7, 21)


def child_of(number: str) -> UUID:
    return Identifier.objects.get(scheme="upn", value=number).child_id


def left_behind(child_id: UUID, school_id: UUID) -> dict[str, list[object]]:
    """Ties, entries and events of the child's time at this school, without keys and loads."""
    ties = Relationship.objects.filter(child_id=child_id, organisation_id=school_id)
    entries = Registration.objects.filter(child_id=child_id, school_id=school_id)
    events = Event.objects.filter(child_id=child_id, kind__endswith="_roll")
    return {
        "ties": list(ties.values_list("kind", "starts_at", "ends_at", "team_id", "subject_id")),
        "entries": list(entries.values_list("admitted_on", "left_on", "year_group")),
        "events": sorted(
            (event.kind, event.occurred_at, event.payload["on"], event.part)
            for event in events
            if event.payload["school"] == str(school_id)
        ),
    }


def test_a_former_pupil_leaves_the_same_rows_as_the_school_s_own_files(council, alder, birch):
    alder.loads(row(1))
    alder.loads(row(1, Date_of_Leaving="21/07/2026"), at=NOW + timedelta(hours=1))
    birch.loads(row(2, Date_of_Admission="01/09/2026", Year_Group="7"))
    school_id = council.school.organisation_id
    with connected_as("loader"):
        told, past = child_of(upn(1)), child_of(upn(2))
        enrol_former(
            [FormerPupil(child_id=past, admitted_on=ADMITTED, left_on=LEFT, year_group="6")],
            school_id=school_id,
            authority_id=council.authority.id,
            at=NOW + timedelta(hours=1),
            evidence="test:former",
        )
        by_files, in_bulk = left_behind(told, school_id), left_behind(past, school_id)
        assert in_bulk == by_files
        assert [kind for kind, *_ in by_files["events"]] == ["joined_roll", "left_roll"]
        # Where the child is now is untouched.
        now = Relationship.objects.get(child_id=past, kind="on_roll", ends_at=None)
        assert now.organisation_id == council.other_school.organisation_id
