"""A school's roll, loaded over what is known: who joins, changes, leaves, comes back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.models import Load
from alongside.areas.people.models import Address, Identifier, Identity, Name
from alongside.areas.schools.models import Registration
from alongside.foundation.calendars import ENGLAND
from alongside.register.models import Child, Relationship
from tests.factories.rolls import HEADINGS, NOW, row, upn, write_rows

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def as_loader(council):
    with connected_as("loader"):
        yield


def child_of(number: str):
    return Identifier.objects.get(scheme="upn", value=number).child_id


def ties(child_id):
    return list(
        Relationship.objects.filter(child_id=child_id, kind="on_roll").order_by("starts_at")
    )


def happened(child_id) -> list[str]:
    rows = Event.objects.filter(child_id=child_id).order_by("recorded_at", "id")
    return sorted(rows.values_list("kind", flat=True))


def test_a_pupil_nobody_knew_is_recorded_on_roll_from_admission_with_each_fact(alder):
    done = alder.loads(row(1, Preferred_Forename="Zed", Year_Group="Yr 6"))
    child_id = child_of(upn(1))
    identity, [tie] = Identity.objects.get(child_id=child_id), ties(child_id)
    registration, address = Registration.objects.get(relationship=tie), Address.objects.get()
    assert (done.read, done.taken, done.added, done.changed, done.rejected) == (1, 1, 1, 0, 0)
    assert (identity.date_of_birth, identity.sex) == (date(2015, 3, 7), "female")
    assert (tie.starts_at, tie.ends_at) == (datetime(2020, 9, 1, tzinfo=ENGLAND), None)
    assert (registration.admitted_on, registration.year_group) == (date(2020, 9, 1), "6")
    assert (address.lines, address.postcode, address.safe_to_show) == (
        "2 Mill Lane",
        "ZZ1 1AA",
        False,
    )
    assert set(Name.objects.filter(child_id=child_id).values_list("kind", "forename", "surname")) == {
        ("legal", "Pupil b", "Amin"), ("preferred", "Zed", "Amin"),
    }  # fmt: skip
    assert happened(child_id) == ["child_first_recorded", "joined_roll"]


def test_the_day_of_admission_begins_in_england_in_summer_time_too(alder):
    alder.loads(row(1, Date_of_Admission="01/07/2026"))
    assert ties(child_of(upn(1)))[0].starts_at == datetime(2026, 6, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Legal_Surname": "Khan"}, "name"),
        ({"Preferred_Forename": "Zed"}, "name"),
        ({"Date_of_Birth": "08/03/2015"}, "birth_date"),
        ({"Gender": "M"}, "sex"),
        ({"Address": "9 High Street"}, "address"),
        ({"Postcode": "ZZ1 1AB"}, "address"),
        ({"Year_Group": "7"}, "year_group"),
        ({"Date_of_Admission": "02/09/2020"}, "admission_date"),
        ({"Date_of_Leaving": "31/07/2027"}, "leaving_date"),
        ({"Legal_Surname": "Khan", "Address": "9 High Street"}, "name/address"),
    ],
)
def test_whatever_changes_about_a_pupil_is_one_event_that_says_what(alder, cells, code):
    alder.loads(row(1))
    done = alder.loads(row(1, **cells), at=LATER)
    child_id = child_of(upn(1))
    [event] = Event.objects.filter(kind="child_details_changed")
    assert (done.added, done.changed, done.left) == (0, 1, 0)
    assert (event.child_id, event.payload["changed"]) == (child_id, code)
    assert alder.loads(row(1, **cells), at=LATER).changed == 0


@pytest.mark.parametrize(
    "heading", ["Gender", "Year_Group", "Address", "Postcode", "Date_of_Admission"]
)
def test_a_blank_cell_says_nothing_and_changes_nothing(alder, heading):
    alder.loads(row(1))
    assert alder.loads(row(1, **{heading: ""}), at=LATER).changed == 0


def test_a_changed_name_ends_the_old_one_and_keeps_it(alder):
    alder.loads(row(1))
    alder.loads(row(1, Legal_Surname="Khan"), at=LATER)
    names = Name.objects.filter(child_id=child_of(upn(1))).order_by("starts_on")
    assert list(names.values_list("surname", "starts_on", "ends_on")) == [
        ("Amin", date(2020, 9, 1), date(2026, 11, 25)), ("Khan", date(2026, 11, 25), None),
    ]  # fmt: skip


def test_a_move_ends_the_old_address_and_keeps_it(alder):
    alder.loads(row(1))
    alder.loads(row(1, Address="9 High Street", Postcode="ZZ2 2BB"), at=LATER)
    rows = Address.objects.filter(child_id=child_of(upn(1))).order_by("starts_on")
    assert list(rows.values_list("lines", "ends_on")) == [
        ("2 Mill Lane", date(2026, 11, 25)), ("9 High Street", None),
    ]  # fmt: skip


def test_a_name_no_longer_used_ends_where_the_file_has_the_column_and_it_is_blank(alder, tmp_path):
    alder.loads(row(1, Preferred_Forename="Zed"))
    without = [name for name in HEADINGS if name != "Preferred Forename"]
    unsaid = write_rows(tmp_path / "unsaid.csv", [row(1)], headings=without)
    assert alder.loads_file(unsaid, at=LATER).changed == 0
    assert alder.loads(row(1), at=LATER).changed == 1
    used = Name.objects.get(child_id=child_of(upn(1)), kind="preferred")
    assert used.ends_on == date(2026, 11, 25)


def test_a_leaver_is_on_roll_to_the_end_of_the_last_day(alder):
    alder.loads(row(1))
    done = alder.loads(row(1, Date_of_Leaving="23/11/2026"))
    [tie] = ties(child_of(upn(1)))
    event = Event.objects.get(kind="left_roll")
    assert (done.left, done.changed) == (1, 0)
    assert tie.ends_at == event.occurred_at == datetime(2026, 11, 24, tzinfo=ENGLAND)
    assert (event.recorded_at, event.payload["on"]) == (NOW, "2026-11-23")


def test_a_leaving_date_to_come_ends_the_tie_then_and_is_no_leaving_yet(alder):
    alder.loads(row(1))
    done = alder.loads(row(1, Date_of_Leaving="18/12/2026"))
    [tie] = ties(child_of(upn(1)))
    assert (done.changed, done.left) == (1, 0)
    assert tie.ends_at == datetime(2026, 12, 19, tzinfo=ENGLAND)
    after = datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert alder.loads(row(1, Date_of_Leaving="18/12/2026"), at=after).left == 1
    left = Event.objects.get(kind="left_roll")
    assert (left.occurred_at, left.recorded_at) == (tie.ends_at, after)
    again = alder.loads(row(1, Date_of_Leaving="18/12/2026"), at=after + timedelta(hours=1))
    assert (again.left, again.changed) == (0, 0)


def test_a_leaving_date_taken_back_in_time_keeps_the_pupil_on_roll(alder):
    alder.loads(row(1, Date_of_Leaving="18/12/2026"))
    assert alder.loads(row(1), at=LATER).changed == 1
    assert [tie.ends_at for tie in ties(child_of(upn(1)))] == [None]


def test_a_pupil_who_comes_back_has_a_new_time_on_roll_beside_the_old(alder):
    alder.loads(row(1))
    alder.loads(row(1, Date_of_Leaving="20/11/2026"))
    done = alder.loads(row(1), at=LATER)  # the office's system keeps the first admission
    first, second = ties(child_of(upn(1)))
    assert (done.rejoined, done.added, done.changed) == (1, 0, 0)
    assert first.ends_at == datetime(2026, 11, 21, tzinfo=ENGLAND)
    assert (second.starts_at, second.ends_at) == (datetime(2026, 11, 25, tzinfo=ENGLAND), None)
    assert happened(child_of(upn(1))).count("rejoined_roll") == 1
    assert alder.loads(row(1), at=LATER).rejoined == 0


def test_a_pupil_who_left_before_they_were_known_here_is_not_recorded(alder):
    before = Child.objects.count()
    done = alder.loads(row(1, Date_of_Leaving="20/11/2026"))
    assert (done.already_left, done.added, Child.objects.count()) == (1, 0, before)


def test_a_leaving_date_before_the_admission_we_dated_ourselves_still_ends_it(alder):
    alder.loads(row(1, Date_of_Admission=""))
    done = alder.loads(row(1, Date_of_Admission="", Date_of_Leaving="20/11/2026"))
    [tie] = ties(child_of(upn(1)))
    assert (done.left, done.rejected, tie.ends_at) == (1, 0, datetime(2026, 11, 21, tzinfo=ENGLAND))
    assert alder.loads(row(1, Date_of_Admission="", Date_of_Leaving="20/11/2026")).changed == 0


def test_a_child_from_another_school_keeps_the_record_and_both_ties_until_that_school_ends_its_own(
    alder, birch
):
    birch.loads(row(1))
    done = alder.loads(row(1, Date_of_Admission="23/11/2026", Address="9 High Street"))
    child_id = child_of(upn(1))
    assert (done.added, done.changed) == (1, 1)
    assert [tie.ends_at for tie in ties(child_id)] == [None, None]
    birch.loads(row(1, Date_of_Leaving="20/11/2026"))
    ended, kept = ties(child_id)
    assert (bool(ended.ends_at), kept.ends_at) == (True, None)
    # The school that the child has left no longer says where they live.
    assert Address.objects.get(child_id=child_id, ends_on=None).lines == "9 High Street"


def test_the_same_file_twice_changes_nothing_but_the_load_itself(alder):
    rows = [
        row(1, Preferred_Forename="Zed"), row(2, Date_of_Leaving="18/12/2026"), row(3, UPN=""),
        row(4, Date_of_Admission="", Gender="Non-binary", Year_Group="Sunflower class"),
        row(5, Legal_Surname="-"), row(6, Date_of_Admission="01/09/2027"),
    ]  # fmt: skip
    alder.loads(*rows)
    events = Event.objects.count()
    done = alder.loads(*rows, at=LATER)
    assert (done.added, done.changed, done.rejoined, done.left, done.ended) == (0, 0, 0, 0, 0)
    assert Event.objects.count() == events + 1
    assert Event.objects.order_by("-recorded_at").first().kind == "roll_loaded"
    assert [(load.added, load.changed) for load in Load.objects.order_by("started_at")] == [
        (6, 0),
        (0, 0),
    ]


def test_pupils_not_in_the_file_are_counted_and_stay(alder, council):
    alder.loads(*(row(n) for n in range(1, 6)))
    done = alder.loads(row(1), row(2))
    assert (done.absent, done.ended, done.left) == (4, 0, 0)  # and the one the council began with
    assert ties(child_of(upn(5)))[0].ends_at is None


WITHOUT_LEAVING = [name for name in HEADINGS if name != "Date of Leaving"]


def test_a_file_without_leaving_dates_keeps_the_one_that_is_to_come(alder, tmp_path):
    alder.loads(row(1, Date_of_Leaving="18/12/2026"))
    silent = write_rows(tmp_path / "silent.csv", [row(1)], headings=WITHOUT_LEAVING)
    assert alder.loads_file(silent, at=LATER).changed == 0
    moved = row(1, Year_Group="7", Date_of_Admission="05/01/2027")  # after the day of leaving
    write_rows(silent, [moved], headings=WITHOUT_LEAVING)
    assert alder.loads_file(silent, at=LATER).changed == 1
    assert [tie.ends_at for tie in ties(child_of(upn(1)))] == [
        datetime(2026, 12, 19, tzinfo=ENGLAND)
    ]
    kept = Registration.objects.get(child_id=child_of(upn(1)))
    assert (kept.left_on, kept.admitted_on, kept.year_group) == (
        date(2026, 12, 18), date(2020, 9, 1), "7",
    )  # fmt: skip
    assert alder.loads_file(silent, at=LATER).changed == 0


def test_a_pupil_who_has_left_and_is_listed_in_a_file_without_leaving_dates_is_readmitted(
    alder, tmp_path
):
    alder.loads(row(1))
    alder.loads(row(1, Date_of_Leaving="20/11/2026"))
    silent = write_rows(tmp_path / "silent.csv", [row(1)], headings=WITHOUT_LEAVING)
    assert alder.loads_file(silent, at=LATER).rejoined == 1
    assert [tie.ends_at for tie in ties(child_of(upn(1)))] == [
        datetime(2026, 11, 21, tzinfo=ENGLAND), None,
    ]  # fmt: skip
