"""Two records that may be of one child: put side by side for who may judge it, decided by a person."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection

from alongside.access.context import acting_as, connected_as
from alongside.access.gate import NotFound, NotPermitted
from alongside.areas.chronology.models import Event
from alongside.areas.front_door import actions, queries
from alongside.areas.front_door.models import IdentityJudgement
from alongside.areas.people.models import Identity, Name
from alongside.areas.people.queries import people_possibly_same, person
from alongside.areas.people.rules import fold
from alongside.foundation.ids import new_id
from alongside.register.models import Conflict, Relationship
from tests.areas.front_door.test_asking import EVEN_LATER, LATER
from tests.areas.front_door.test_telling_to_told import send
from tests.factories.council import LONG_AGO, Council, make_child, make_council


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def judge(council, request_id, *, same, other=None, at=LATER):
    with acting_as(council.screener.id, at=at) as hub:
        actions.judge_identity(
            request_id=request_id,
            other_id=other or council.other_child.id,
            same=same,
            by=hub,
            at=at,
        )


def test_a_record_with_the_same_birth_date_and_a_name_in_common_is_put_beside(council):
    request_id = send(council)
    with connected_as("loader"):
        make_child(council.authority, council.school, "Piotr", "Kowalski")
        other_day = make_child(council.authority, council.school, "Zoe", "Oneill")
        Identity.objects.filter(child=other_day).update(date_of_birth=date(2015, 5, 5))
    with acting_as(council.screener.id, at=LATER) as hub:
        [found] = queries.candidates(hub, council.child.id)
        assert found.child_id == council.other_child.id
        assert (found.person.name, found.person.school) == ("Zoe Oneill", "Birch Primary School")
        assert found.same is None
        assert hub.ledger.children == {council.other_child.id}
        assert queries.request_for_hub(hub, request_id, now=LATER)


@pytest.mark.parametrize(
    ("forename", "middle", "surname", "beside"),
    [
        ("Zoe", "", "Abbot", True),
        ("Ann", "", "O’Neill", True),
        ("Ann", "", "Oneill-Abbot", True),
        ("ZOË", "Ann", "Abbot", True),
        ("Ann", "Zoe", "Abbot", False),
        ("Ann", "", "Abbot", False),
    ],
)
def test_a_forename_or_a_surname_is_enough_and_a_middle_name_is_not(
    council, forename, middle, surname, beside
):
    send(council)
    with connected_as("loader"):
        other = make_child(council.authority, council.school, forename, surname)
        searched = fold(f"{forename} {middle} {surname}")
        Name.objects.filter(child=other).update(middle_names=middle, searched=searched)
    with acting_as(council.screener.id, at=LATER) as hub:
        found = {one.child_id for one in people_possibly_same(hub, council.child.id)}
    assert (other.id in found) is beside


def test_only_who_holds_a_request_of_the_child_is_shown_others_like_them(council):
    send(council)
    for posting in (council.lead, council.other_lead):
        with acting_as(posting.id, at=LATER) as school:
            assert people_possibly_same(school, council.child.id) == []
    with acting_as(council.screener.id, at=LATER) as hub:
        assert people_possibly_same(hub, council.other_child.id) == []


def test_a_child_with_whom_there_is_a_conflict_is_not_among_them(council):
    send(council)
    with connected_as("loader"):
        Conflict.objects.create(
            child=council.other_child, user=council.screener.user, reason="relative",
            starts_at=LONG_AGO,
        )  # fmt: skip
    with acting_as(council.screener.id, at=LATER) as hub:
        assert people_possibly_same(hub, council.child.id) == []
    with acting_as(council.manager.id, at=LATER) as hub:
        assert len(people_possibly_same(hub, council.child.id)) == 1


def test_at_most_ten_are_shown_the_likest_first(council):
    send(council)
    with connected_as("loader"):
        for n in range(12):
            make_child(council.authority, council.school, f"Zoe {chr(97 + n)}", "Abbot")
    with acting_as(council.screener.id, at=LATER) as hub:
        found = people_possibly_same(hub, council.child.id)
    assert len(found) == 10
    assert found[0].child_id == council.other_child.id


def test_judged_the_same_opens_the_other_record_and_judged_not_closes_it_again(council):
    request_id = send(council)
    with acting_as(council.screener.id, at=LATER) as hub:
        assert person(hub, council.other_child.id) is None
    judge(council, request_id, same=True)
    judge(council, request_id, same=True)
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        assert person(hub, council.other_child.id).name == "Zoe Oneill"
        [found] = queries.candidates(hub, council.child.id)
        assert (found.same, found.judged_by) == (True, "Dee Screener")
    judge(council, request_id, same=False, at=EVEN_LATER)
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        assert person(hub, council.other_child.id) is None
        assert [one.same for one in queries.candidates(hub, council.child.id)] == [False]
    with connected_as("loader"):
        judged = Event.objects.filter(kind="identity_judged").order_by("occurred_at")
        assert [event.payload["same"] for event in judged] == [True, False]
        assert Relationship.objects.filter(child=council.other_child, kind="received").count() == 1


def test_a_wrong_judgement_is_taken_back_though_the_records_are_no_longer_alike(council):
    request_id = send(council)
    judge(council, request_id, same=True)
    with connected_as("loader"):
        Identity.objects.filter(child=council.other_child).update(date_of_birth=date(2012, 1, 1))
    with acting_as(council.screener.id, at=EVEN_LATER) as hub:
        assert [one.same for one in queries.candidates(hub, council.child.id)] == [True]
    judge(council, request_id, same=False, at=EVEN_LATER)
    with connected_as("loader"):
        assert not Relationship.objects.filter(
            child=council.other_child, kind="received", ends_at=None
        ).exists()
    with pytest.raises(NotFound):
        judge(council, request_id, same=True, at=EVEN_LATER)


def test_no_school_reads_a_judgement_or_of_whom_it_was(council):
    request_id = send(council)
    judge(council, request_id, same=True)
    for posting, reads in (
        (council.lead, False),
        (council.other_lead, False),
        (council.screener, True),
    ):
        with acting_as(posting.id, at=EVEN_LATER):
            assert IdentityJudgement.objects.exists() is reads
            payloads = Event.objects.filter(kind="identity_judged").values_list(
                "payload", flat=True
            )
            assert str(council.other_child.id) not in str(list(payloads))
    with acting_as(council.other_lead.id, at=EVEN_LATER):
        assert not Event.objects.filter(kind="identity_judged").exists()


def test_a_child_who_was_not_put_beside_cannot_be_judged(council):
    request_id = send(council)
    with connected_as("loader"):
        stranger = make_child(council.authority, council.school, "Piotr", "Kowalski")
    with pytest.raises(NotFound):
        judge(council, request_id, same=True, other=stranger.id)


def test_a_school_judges_nothing(council):
    request_id = send(council)
    with acting_as(council.lead.id, at=LATER) as lead, pytest.raises((NotPermitted, NotFound)):
        actions.judge_identity(
            request_id=request_id, other_id=council.other_child.id, same=True, by=lead, at=LATER
        )


@pytest.mark.parametrize("who", ["lead", "screener"])
def test_no_connection_ties_itself_to_another_child_without_a_judgement(council, who):
    request_id = send(council)
    with (
        pytest.raises(ProgrammingError, match="may not judge"),
        acting_as(getattr(council, who).id, at=LATER),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT front_door_tie_same(%s, %s, %s, %s, %s, true)",
            [council.child.id, council.other_child.id, request_id, new_id(), LATER],
        )
