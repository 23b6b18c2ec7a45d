"""Row-level security over loaded rolls, the audit of a load, and two loads at once."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from alongside.access.context import acting_as, connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.loads.actions import begin_load
from alongside.areas.loads.models import Load
from alongside.areas.people.models import Identifier
from alongside.areas.people.queries import find_on_roll
from alongside.areas.schools.models import Registration
from alongside.register.models import Child
from tests.factories.rolls import ALDER, BIRCH, Office, row, upn


def found(posting, now) -> list[str]:
    with acting_as(posting.id, at=now) as viewer:
        return [person.name for person in find_on_roll(viewer, "amin", now=now)]


def test_a_school_s_lead_sees_a_loaded_pupil_and_another_school_s_does_not(council, alder):
    now = timezone.now()
    alder.loads(row(1), at=now)
    assert (found(council.lead, now), found(council.other_lead, now)) == (["Pupil b Amin"], [])


def test_once_the_pupil_has_left_neither_does(council, alder):
    now = timezone.now()
    alder.loads(row(1), at=now)
    yesterday = (now - timedelta(days=2)).strftime("%d/%m/%Y")
    alder.loads(row(1, Date_of_Leaving=yesterday), at=now)
    assert (found(council.lead, now), found(council.other_lead, now)) == ([], [])
    with acting_as(council.lead.id, at=now):
        assert not Registration.objects.exists()


def test_after_a_move_only_the_new_school_does(council, alder, birch):
    now = timezone.now()
    alder.loads(row(1), at=now)
    birch.loads(row(1), at=now)
    alder.loads(row(1, Date_of_Leaving=(now - timedelta(days=2)).strftime("%d/%m/%Y")), at=now)
    assert (found(council.lead, now), found(council.other_lead, now)) == ([], ["Pupil b Amin"])


def test_the_audit_names_the_children_a_load_wrote_about_and_nobody_else(council, alder):
    alder.loads(row(1), row(2))
    alder.loads(row(1, Legal_Surname="Khan"), row(2))
    with connected_as("loader"):
        holders = dict(Identifier.objects.values_list("value", "child_id"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT outcome, route, child_ids, parts FROM audit_entry ORDER BY at")
        first, second = cursor.fetchall()
    assert first[:2] == ("loaded", "alongside load roll")
    assert (set(first[2]), second[2]) == (set(holders.values()), [holders[upn(1)]])
    assert first[3] == ["identity", "location"]


def test_a_load_is_one_event_and_one_row_with_the_file_s_digest(council, alder):
    alder.loads(row(1), row(2, Date_of_Birth="never"))
    with connected_as("loader"):
        load, event = Load.objects.get(), Event.objects.get(kind="roll_loaded")
    assert (load.rows_read, load.rows_rejected, load.added, len(load.digest)) == (2, 1, 1, 64)
    assert (event.subject_id, event.child_id) == (load.id, None)
    assert (event.payload["rows"], event.payload["rejected"]) == (2, 1)


@contextmanager
def another_load_running(until: threading.Event):
    """A load in a thread of its own, which holds its transaction open until told."""
    began = threading.Event()

    def hold():
        from django.db import transaction

        try:
            with connected_as("loader"), transaction.atomic():
                begin_load(kind="roll", file_name="", digest="", at=timezone.now(), operator="")
                began.set()
                assert until.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert began.wait(30)
    try:
        yield
    finally:
        until.set()
        thread.join()


def test_a_load_waits_until_another_has_ended(council, alder):
    until = threading.Event()
    with another_load_running(until), connected_as("loader"):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(Exception, match="lock timeout"):
            alder.loads(row(1))
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
    assert alder.loads(row(1)).added == 1


def test_two_schools_that_name_one_new_upn_at_once_make_one_child(council, tmp_path):
    with connected_as("loader"):
        before = Child.objects.count()

    def load(number, urn):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            Office(folder, urn).loads(row(1))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=load, args=pair) for pair in enumerate((ALDER, BIRCH, ALDER, BIRCH))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with connected_as("loader"):
        assert Child.objects.count() == before + 1
        assert Identifier.objects.filter(value=upn(1)).count() == 1
        assert Load.objects.count() == 4
