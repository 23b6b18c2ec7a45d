"""For any sequence of rolls: the roll is what a plain count of it says, and the last file again is nothing."""

from datetime import date, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.people.models import Identifier, Name
from alongside.register.models import Relationship
from tests.factories.rolls import NOW, row, upn

TODAY = date(2026, 11, 24)
DAYS = [TODAY + timedelta(days=n) for n in range(-4, 5)]
FORGET = (
    "TRUNCATE loads_load, schools_registration, chronology_event, people_identifier, people_name,"
    " people_identity, people_address, register_relationship, register_child CASCADE"
)

pupils = st.fixed_dictionaries(
    {
        "surname": st.sampled_from(["Amin", "Khan"]),
        "admitted": st.sampled_from([None, *DAYS[:5]]),
        "left": st.sampled_from([None, None, *DAYS]),
        "address": st.sampled_from(["", "2 Mill Lane", "9 High Street"]),
    }
)
rolls = st.dictionaries(st.integers(1, 6), pupils, min_size=1)
files = st.lists(st.tuples(rolls, st.booleans(), st.integers(0, 2)), min_size=1, max_size=5)


def day(value):
    return value.strftime("%d/%m/%Y") if value else ""


def written(serial, pupil):
    admitted, left = pupil["admitted"], pupil["left"]
    if admitted and left and left < admitted:
        left = admitted
    return row(
        serial, Legal_Surname=pupil["surname"], Address=pupil["address"],
        Date_of_Admission=day(admitted), Date_of_Leaving=day(left),
    )  # fmt: skip


def last_day(serial, pupil):
    cell = written(serial, pupil)["Date of Leaving"]
    return date(*map(int, reversed(cell.split("/")))) if cell else date.max


def held(at):
    """Who is on roll at this moment, with the surname they have."""
    live = [
        tie.child_id
        for tie in Relationship.objects.filter(kind="on_roll", starts_at__lte=at)
        if tie.ends_at is None or tie.ends_at > at
    ]
    assert len(live) == len(set(live))
    names = dict(
        Name.objects.filter(child_id__in=live, ends_on=None).values_list("child_id", "surname")
    )
    numbers = Identifier.objects.filter(child_id__in=live).values_list("value", "child_id")
    return {value: names[child_id] for value, child_id in numbers}


class Plain:
    """The roll as a plain count has it: by UPN, the last day on roll; and everyone's surname."""

    def __init__(self):
        self.last, self.ended, self.surname = {}, set(), {}

    def load(self, roll, *, complete, today):
        for serial, pupil in roll.items():
            last = last_day(serial, pupil)
            if last >= today:
                self.ended.discard(serial)
                self.surname[serial] = pupil["surname"]
            if last >= today or serial in self.last:
                self.last[serial] = last
        if complete:
            self.ended |= {serial for serial in self.last if serial not in roll}

    def on_roll(self, today):
        return {
            upn(serial): self.surname[serial]
            for serial, last in self.last.items()
            if last >= today and serial not in self.ended
        }


@pytest.fixture
def empty_roll(council, alder):
    with connected_as("loader"):
        yield alder


@given(files=files)
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_roll_is_what_a_plain_count_of_the_files_says(empty_roll, files):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE chronology_event DISABLE TRIGGER USER; " + FORGET)
        cursor.execute("ALTER TABLE chronology_event ENABLE TRIGGER USER")
    plain, at = Plain(), NOW
    for roll, complete, days in files:
        at += timedelta(days=days, minutes=1)
        rows = [written(serial, pupil) for serial, pupil in roll.items()]
        empty_roll.loads(*rows, at=at, complete=complete, many_meant=True)
        plain.load(roll, complete=complete, today=at.date())
        assert held(at + timedelta(seconds=1)) == plain.on_roll(at.date())
    events = Event.objects.count()
    done = empty_roll.loads(*rows, at=at + timedelta(minutes=1), complete=complete, many_meant=True)
    assert (done.added, done.changed, done.rejoined, done.left, done.ended) == (0, 0, 0, 0, 0)
    assert Event.objects.count() == events + 1
