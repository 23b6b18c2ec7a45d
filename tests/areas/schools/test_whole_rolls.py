"""A file said to be the whole roll: who is ended, and when that is refused."""

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.models import Load
from alongside.areas.people.models import Identifier
from alongside.areas.schools.actions import TooManyWouldEnd
from alongside.areas.schools.models import Registration
from alongside.register.models import Relationship
from tests.factories.rolls import NOW, row, upn


@pytest.fixture
def ten(council, alder):
    """A roll of ten; the pupil the council began with has left."""
    with connected_as("loader"):
        Relationship.objects.filter(child=council.child).delete()
        alder.loads(*(row(n) for n in range(1, 10)), row(10, Date_of_Birth="08/08/2016"))
        yield alder


def on_roll() -> set[str]:
    live = Relationship.objects.filter(kind="on_roll", ends_at=None).values("child_id")
    return set(Identifier.objects.filter(child_id__in=live).values_list("value", flat=True))


def upns(*serials: int) -> set[str]:
    return {upn(serial) for serial in serials}


def test_pupils_a_whole_roll_leaves_out_have_left(ten):
    done = ten.loads(*(row(n) for n in range(1, 9)), complete=True)
    assert (done.absent, done.ended, done.left) == (2, 2, 0)
    assert on_roll() == upns(*range(1, 9))
    left = Event.objects.filter(kind="left_roll")
    assert {(e.occurred_at, e.payload["on"]) for e in left} == {(NOW, "2026-11-24")}
    assert Registration.objects.filter(left_on="2026-11-24").count() == 2


def test_a_whole_roll_loaded_again_changes_nothing(ten):
    rows = [row(n) for n in range(1, 9)]
    ten.loads(*rows, complete=True)
    done = ten.loads(*rows, complete=True)
    assert (done.absent, done.ended, done.changed, done.rejoined) == (0, 0, 0, 0)


def test_a_file_that_leaves_out_over_a_fifth_is_refused_and_changes_nothing(ten):
    loads = Load.objects.count()
    with pytest.raises(TooManyWouldEnd, match="leaves out 3 of the 10 pupils"):
        ten.loads(*(row(n, Legal_Surname="Khan") for n in range(1, 8)), complete=True)
    assert on_roll() == upns(*range(1, 11))
    assert (Load.objects.count(), Event.objects.filter(kind="child_details_changed").count()) == (
        loads, 0,
    )  # fmt: skip


def test_unless_somebody_says_that_so_many_have_left(ten):
    done = ten.loads(*(row(n) for n in range(1, 4)), complete=True, many_meant=True)
    assert (done.ended, on_roll()) == (7, upns(1, 2, 3))


def test_a_pupil_whose_row_was_rejected_is_not_absent(ten):
    rows = [row(n) for n in range(1, 9)]
    bad_date = row(9, Date_of_Birth="31/02/2020")
    born = {"Date_of_Birth": "08/08/2016"}  # all that can still be made out
    bad_upn_and_name = row(10, UPN="X330200012001", Legal_Surname="=1+1", **born)
    done = ten.loads(*rows, bad_date, bad_upn_and_name, complete=True)
    assert (done.rejected, done.absent, done.ended, done.unsure) == (2, 0, 0, 2)
    assert on_roll() == upns(*range(1, 11))


def test_where_a_row_cannot_be_read_at_all_nobody_is_ended(ten, tmp_path):
    ten.loads(*(row(n) for n in range(1, 10)))
    path = tmp_path / "short.csv"
    first, *lines = ten.path.read_text().splitlines()
    path.write_text("\n".join([first, "a row cut short", *lines]) + "\n")
    done = ten.loads_file(path, complete=True)
    assert (done.ended, done.unsure, done.rejected) == (0, 1, 1)
    assert on_roll() == upns(*range(1, 11))


def test_a_pupil_admitted_next_week_is_not_yet_one_the_roll_can_leave_out(ten):
    ten.loads(*(row(n) for n in range(1, 11)), row(11, Date_of_Admission="01/12/2026"))
    done = ten.loads(*(row(n) for n in range(1, 11)), complete=True)
    assert (done.absent, done.ended) == (0, 0)


@pytest.fixture(autouse=True)
def as_loader(council):
    with connected_as("loader"):
        yield
