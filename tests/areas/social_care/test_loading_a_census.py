"""A census that is loaded, loaded again, corrected, and followed by the next year's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event, TakenBack
from alongside.areas.clocks.models import Clock
from alongside.areas.loads.models import Rejection
from alongside.areas.messages.models import Delivery
from alongside.areas.people.models import Identifier, Identity, Name
from alongside.areas.social_care.models import (
    Assessment,
    CensusReturn,
    Characteristics,
    ChildProtectionPlan,
    Referral,
)
from alongside.register.models import Child, Organisation, Relationship
from tests.factories.census import NOW, Sender, assessment, child, episode, protection_plan
from tests.factories.council import make_council
from tests.factories.standing import shown, state

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def council(db):
    return make_council()


@pytest.fixture
def sender(council, tmp_path):
    return Sender(tmp_path, council.authority)


@pytest.fixture
def seen(sender):
    """Look at the rows as the loader does."""
    with connected_as("loader"):
        yield


FULL = child(
    "C1",
    episode(
        CINclosureDate="2022-01-20", ReasonForClosure="RC7", DateOfInitialCPC="2021-06-25",
        Assessments=[assessment("2021-05-10", "2021-06-20", "1B", "3B")],
        Section47=[{"S47ActualStartDate": "2021-06-01", "ICPCnotRequired": "false"}],
        ChildProtectionPlans=[protection_plan("2021-06-25", "2022-01-10", "2021-09-20")],
        CINPlanDates=[{"CINPlanStartDate": "2022-01-10"}],
    ),
    Disability=["MOB", "VIS"],
)  # fmt: skip


def test_everything_told_of_a_child_is_on_the_day_it_happened(sender, seen):
    done = sender.loads(FULL)
    assert (done.read, done.taken, done.added, done.rejected) == (1, 1, 1, 0)
    assert shown() == [
        ("2021-05-04", "referral_made"),
        ("2021-05-10", "social_work_assessment_begun"),
        ("2021-06-01", "section_47_begun"),
        ("2021-06-20", "social_work_assessment_done"),
        ("2021-06-25", "initial_conference_held"),
        ("2021-06-25", "protection_plan_begun"),
        ("2021-09-20", "protection_plan_reviewed"),
        ("2022-01-10", "protection_plan_ended"),
        ("2022-01-10", "need_plan_begun"),
        ("2022-01-20", "referral_closed"),
    ]
    referral = Referral.objects.get()
    assert (referral.source, referral.closure_reason) == ("2A", "RC7")
    assert Assessment.objects.get().factors == ["1B", "3B"]
    assert ChildProtectionPlan.objects.get().reviewed_on == [date(2021, 9, 20)]
    assert Characteristics.objects.get().disabilities == ["MOB", "VIS"]
    made = Event.objects.get(kind="referral_made")
    assert (made.subject_id, made.recorded_at, made.payload["year"]) == (referral.id, NOW, 2022)


def test_a_return_of_long_ago_starts_no_clock_and_tells_nobody(sender, seen):
    sender.loads(FULL)
    assert not Clock.objects.exists()
    assert not Delivery.objects.exists()


def test_the_child_has_a_number_a_birth_date_and_no_name(sender, seen):
    before = Child.objects.count()
    sender.loads(child("C1"))
    assert Child.objects.count() == before + 1
    number = Identifier.objects.get()
    assert (number.scheme, number.value) == ("case_number", "999/C1")
    identity = Identity.objects.get(child_id=number.child_id)
    assert (identity.date_of_birth, identity.sex) == (date(2012, 5, 30), "female")
    assert not Name.objects.filter(child_id=number.child_id).exists()


def test_the_council_is_responsible_for_as_long_as_a_case_is_open(sender, seen):
    before = episode("2020-02-01", CINclosureDate="2020-03-01")
    sender.loads(child("C1", episode("2021-11-04"), before))
    tie = Relationship.objects.get(kind="responsible_authority")
    assert (tie.starts_at, tie.ends_at) == (datetime(2021, 11, 4, tzinfo=UTC), None)
    closed = episode("2021-11-04", CINclosureDate="2022-01-20")
    sender.loads(child("C1", closed, before), at=LATER)
    tie.refresh_from_db()
    assert tie.ends_at == datetime(2022, 1, 21, tzinfo=UTC)


def test_the_same_file_again_changes_nothing(sender, seen):
    sender.loads(FULL, child("C2"))
    before = state()
    events = Event.objects.exclude(kind="file_loaded").count()
    done = sender.loads(FULL, child("C2"), at=LATER)
    assert (done.taken, done.added, done.changed, done.ended) == (2, 0, 0, 0)
    assert state() == before
    assert Event.objects.exclude(kind="file_loaded").count() == events


def test_a_corrected_day_is_shown_once_and_the_correction_is_an_event(sender, seen):
    sender.loads(child("C1", episode("2021-05-04", CINclosureDate="2021-09-01")))
    referral = Referral.objects.get().id
    done = sender.loads(child("C1", episode("2021-05-04", CINclosureDate="2021-08-01")), at=LATER)
    assert done.changed == 1
    assert shown() == [("2021-05-04", "referral_made"), ("2021-08-01", "referral_closed")]
    assert Referral.objects.get().id == referral
    corrected = Event.objects.get(kind="census_corrected")
    assert (corrected.payload["told"], corrected.payload["withdrawn"]) == (1, 1)
    assert TakenBack.objects.get().because_id == corrected.id


def test_a_child_left_out_of_a_corrected_census_has_nothing_of_it(sender, seen):
    sender.loads(child("C1"), child("C2"))
    done = sender.loads(child("C2"), at=LATER)
    assert done.ended == 1
    assert Referral.objects.count() == CensusReturn.objects.count() == 1
    left = Relationship.objects.get(kind="responsible_authority", ends_at__isnull=False)
    assert left.ends_at == LATER


def test_the_next_year_adds_and_leaves_what_was_over(sender, seen):
    sender.loads(
        child("C1", episode("2020-02-01", CINclosureDate="2020-03-01"), episode("2021-05-04"))
    )
    closed = episode("2021-05-04", CINclosureDate="2022-09-01")
    sender.loads(child("C1", closed), at=LATER, year=2023)
    assert [day for day, _ in shown()] == ["2020-02-01", "2020-03-01", "2021-05-04", "2022-09-01"]
    assert Referral.objects.count() == 2
    assert not Event.objects.filter(kind="census_corrected").exists()
    assert sorted(CensusReturn.objects.values_list("year", flat=True)) == [2022, 2023]


def test_what_could_not_be_taken_leaves_what_is_held(sender, seen):
    sender.loads(child("C1", episode("2021-05-04", CINclosureDate="2021-09-01")))
    before = state()
    done = sender.loads(child("C1", episode("2021-05-04", CINclosureDate="2020-09-01")), at=LATER)
    assert (done.taken, done.rejected) == (0, 1)
    assert state() == before
    row = Rejection.objects.get()
    assert (row.column, row.value, row.unit) == ("CINdetails/CINclosureDate", "2020-09-01", "C1")


def test_a_census_in_small_batches_comes_to_the_same(sender, seen):
    """Whom a file leaves out is known with its last child alone, in whatever batch that is."""
    sender.loads(child("C1"), child("C2"), child("C3"))
    done = sender.loads(child("C2", episode(PrimaryNeedCode="N2")), FULL, at=LATER, batch=1)
    assert (done.taken, done.changed, done.ended) == (2, 2, 1)
    assert sorted(CensusReturn.objects.values_list("number", flat=True)) == ["C1", "C2"]


def test_a_child_without_a_number_leaves_everybody_in(sender, seen):
    sender.loads(child("C1"), child("C2"))
    done = sender.loads(child("C2"), child(""), at=LATER)
    assert (done.ended, done.rejected) == (0, 1)
    assert CensusReturn.objects.count() == 2


def test_a_pupil_is_known_by_their_upn_and_keeps_their_name(council, sender, seen):
    Identifier.objects.create(child=council.child, scheme="upn", value="Y330200012001")
    told = {"UPN": "Y330200012001", "PersonBirthDate": "2015-05-04"}
    done = sender.loads(child("C1", **told))
    assert (done.taken, done.added) == (1, 0)
    assert Referral.objects.get().child_id == council.child.id
    assert Identifier.objects.filter(child=council.child, value="999/C1").exists()
    assert not Event.objects.filter(child=council.child, part="identity").exists()
    said = Event.objects.get(child=council.child, kind="child_details_changed_by_cin_census")
    assert (said.part, said.payload["changed"]) == ("social_care", "sex/case_number")
    done = sender.loads(child("C1", **told | {"PersonBirthDate": "2015-06-04"}), at=LATER)
    assert Identity.objects.get(child=council.child).date_of_birth == date(2015, 5, 4)


def test_a_upn_of_a_child_born_on_another_day_waits_for_a_person(council, sender, seen):
    Identifier.objects.create(child=council.child, scheme="upn", value="Y330200012001")
    done = sender.loads(child("C1", UPN="Y330200012001", PersonBirthDate="2011-01-01"))
    assert (done.taken, done.rejected) == (0, 1)
    assert "born on another day" in Rejection.objects.get().reason
    assert not Referral.objects.exists()


def test_what_two_councils_tell_of_a_child_who_moved_stands_side_by_side(
    council, sender, seen, tmp_path
):
    """The one that corrects its own census takes back nothing that the other told."""
    told = {"UPN": "Y330200012001"}
    sender.loads(child("C1", episode("2020-05-04"), **told))
    Organisation.objects.create(authority=council.elsewhere, kind="local_authority", name="Next")
    code = council.elsewhere.dfe_code
    there = Sender(tmp_path, council.elsewhere)
    there.loads(child("X9", episode("2021-05-04"), **told), authority=code, at=LATER)
    corrected = episode("2021-06-04")
    there.loads(child("X9", corrected, **told), authority=code, at=LATER + timedelta(hours=1))
    assert shown() == [("2020-05-04", "referral_made"), ("2021-06-04", "referral_made")]
    assert len(set(Referral.objects.values_list("child_id", flat=True))) == 1


@pytest.mark.parametrize("order", [(2022, 2023), (2023, 2022)])
def test_birth_date_and_sex_are_those_of_the_newest_year_in_whatever_order(sender, seen, order):
    told = {
        2022: child("C1", episode(), PersonBirthDate="2012-05-30", GenderCurrent="1"),
        2023: child("C1", episode(), PersonBirthDate="2012-06-30", GenderCurrent="2"),
    }
    for hours, year in enumerate(order):
        sender.loads(told[year], year=year, at=NOW + timedelta(hours=hours))
    identity = Identity.objects.get(child_id=Characteristics.objects.get().child_id)
    assert (identity.date_of_birth, identity.sex) == (date(2012, 6, 30), "female")
