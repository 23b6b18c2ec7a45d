"""The children of a batch as the database knows them; whoever is unclear waits for a person, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.access.context import connected_as
from alongside.areas.loads.actions import LoadedFile, columns_of, recognising
from alongside.areas.loads.actions.recognising import recognise_children, rejected
from alongside.areas.loads.matching import Claim
from alongside.areas.loads.models import Load, UnclearMatch
from alongside.areas.people.models import Identifier
from alongside.foundation.identifiers import make_upn
from tests.factories.council import make_council

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
BORN = date(2015, 5, 4)  # every child of the factory


def upn(serial):
    return make_upn(la="999", establishment="2001", year=20, serial=serial)


@pytest.fixture
def council(db):
    council = make_council()
    with connected_as("loader"):
        Identifier.objects.create(child=council.child, scheme="upn", value=upn(1))
        yield council


@pytest.fixture
def tell(council):
    def tell(*claims, at=NOW):
        load = LoadedFile(
            kind="cin_census", file_name="a.xml", digest="d", at=at, operator="op",
            authority_id=council.authority.id,
        )  # fmt: skip
        Load.objects.create(**columns_of(load))
        return recognise_children(claims, authority_id=council.authority.id, load=load)

    return tell


def claim(key=1, **given):
    return Claim(**{"key": str(key), "case_number": f"999/{key}", "date_of_birth": BORN} | given)


def test_the_holder_of_a_upn_is_found_and_their_other_number_is_new(council, tell):
    [found] = tell(claim(upn=upn(1)))
    assert (found.child_id, found.new_numbers) == (council.child.id, (("case_number", "999/1"),))
    assert not UnclearMatch.objects.exists()


def test_an_unclear_child_waits_once_however_often_the_file_comes(council, tell):
    told = claim(upn=upn(1), date_of_birth=date(2016, 5, 4))
    tell(told)
    [found] = tell(told, at=NOW + timedelta(days=1))
    match = UnclearMatch.objects.get()
    assert (match.child_id, match.code, match.key) == (council.child.id, "other_birth", "1")
    assert match.asked_at == NOW + timedelta(days=1)
    back = rejected(found, line=7)
    assert (back.line, back.column, back.value, back.unit) == (
        7,
        "date_of_birth",
        "2016-05-04",
        "1",
    )


def test_what_the_sender_puts_right_no_longer_waits(council, tell):
    tell(claim(upn=upn(1), date_of_birth=date(2016, 5, 4)), claim(2, upn=upn(2)))
    [found] = tell(claim(upn=upn(1)), at=NOW + timedelta(days=1))
    assert found.child_id == council.child.id
    assert not UnclearMatch.objects.exists()


def test_a_child_of_the_same_name_and_birth_date_is_asked_about(council, tell):
    [found] = tell(claim(forename="zoe", surname="ONeill"))
    assert found.code == "namesake"
    assert set(found.candidates) == {council.child.id, council.other_child.id}
    assert UnclearMatch.objects.count() == 2


def test_what_is_asked_again_is_asked_for_the_reason_there_is_now(council, tell):
    told = claim(upn=upn(1), date_of_birth=date(2016, 5, 4))
    tell(told)
    Identifier.objects.create(child=council.child, scheme="case_number", value="999/7")
    tell(told)
    assert UnclearMatch.objects.get().code == "other_number"


def test_what_was_judged_while_a_load_ran_stays_as_it_was_judged(council, tell, monkeypatch):
    told = claim(upn=upn(1), date_of_birth=date(2016, 5, 4))
    tell(told)
    UnclearMatch.objects.update(judged="other", judged_by=council.manager, judged_at=NOW)
    before = UnclearMatch.objects.values().get()
    # As the load read it before it was judged.
    monkeypatch.setattr(recognising, "_decided", lambda claims, authority_id: [])
    tell(told, at=NOW + timedelta(days=1))
    assert UnclearMatch.objects.values().get() == before


@pytest.mark.parametrize("judged", ["same", "other"])
def test_what_somebody_decided_is_followed(council, tell, judged):
    told = claim(upn=upn(1), date_of_birth=date(2016, 5, 4))
    tell(told)
    UnclearMatch.objects.update(judged=judged, judged_by=council.manager, judged_at=NOW)
    [found] = tell(told)
    assert found.child_id == (council.child.id if judged == "same" else None)
    assert found.code == ("" if judged == "same" else "not_theirs")


def test_a_batch_takes_as_many_queries_as_one_child(council, tell):
    def queries(claims):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            tell(*claims)
        return len(asked)

    few = [claim(1, upn=upn(1), date_of_birth=date(2016, 5, 4), forename="A", surname="B")]
    many = few + [claim(n, upn=upn(n), forename="A", surname="B") for n in range(2, 60)]
    assert queries(few) == queries(many)
