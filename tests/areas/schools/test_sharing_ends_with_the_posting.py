"""What was shared with somebody ends with the posting it was shared in: as the web role."""

from datetime import timedelta

import pytest

from alongside.access.context import acting_as, connected_as
from alongside.areas.front_door import queries
from alongside.areas.people.queries import find_on_roll
from alongside.areas.schools.actions import assign_child
from alongside.areas.schools.queries import children_shared_with
from alongside.register.models import Posting, Relationship
from tests.areas.front_door.test_telling_to_told import FRIDAY, send
from tests.factories.council import make_council, make_posting

SHARED = FRIDAY - timedelta(days=20)
LEFT = FRIDAY - timedelta(days=10)
BACK = FRIDAY - timedelta(days=5)


@pytest.fixture
def council(db):
    return make_council()


@pytest.fixture
def pat(council) -> Posting:
    with connected_as("loader"):
        return make_posting(council.school, "pastoral_staff", "Pat Pastoral")


def share(council, posting, *, at=SHARED) -> bool:
    with acting_as(council.lead.id, at=at) as lead:
        return assign_child(child_id=council.child.id, posting_id=posting.id, by=lead, at=at)


def leave(posting, *, at=LEFT) -> None:
    with connected_as("loader"):
        Posting.objects.filter(id=posting.id).update(ends_at=at)


def come_back(pat, *, at=BACK, ends_at=None) -> Posting:
    with connected_as("loader"):
        return Posting.objects.create(
            user_id=pat.user_id, team_id=pat.team_id, role=pat.role, starts_at=at, ends_at=ends_at
        )


def seen_by(posting) -> list[str]:
    with acting_as(posting.id, at=FRIDAY) as viewer:
        return [p.name for p in find_on_roll(viewer, "o", now=FRIDAY)]


def test_whoever_comes_back_is_shown_nobody_until_the_child_is_shared_again(council, pat):
    share(council, pat)
    assert seen_by(pat) == ["Zoë O’Neill"]
    leave(pat)
    again = come_back(pat)
    assert seen_by(again) == []
    assert share(council, again, at=FRIDAY)
    assert seen_by(again) == ["Zoë O’Neill"]


def test_a_request_of_before_is_not_theirs_either(council, pat):
    send(council, at=SHARED)
    share(council, pat)
    leave(pat)
    with acting_as(come_back(pat).id, at=FRIDAY) as viewer:
        assert queries.children_with_something_open(viewer, now=FRIDAY) == []


def test_another_posting_in_the_same_team_keeps_it(council, pat):
    """A change of role at the staff list's load: the new posting starts before the old one ends."""
    share(council, pat)
    again = come_back(pat, at=LEFT - timedelta(days=1))
    leave(pat)
    assert seen_by(again) == ["Zoë O’Neill"]


def test_what_is_shared_in_a_posting_with_an_end_ends_with_it(council, pat):
    leave(pat)
    short = come_back(pat, ends_at=BACK + timedelta(days=1))
    share(council, short, at=BACK)
    with connected_as("loader"):
        assert set(
            Relationship.objects.filter(kind="assigned").values_list("ends_at", flat=True)
        ) == {BACK + timedelta(days=1)}
    again = come_back(pat, at=BACK + timedelta(days=2))
    assert seen_by(again) == []
    with acting_as(again.id, at=FRIDAY) as viewer:
        assert children_shared_with(viewer, now=FRIDAY) == []


def test_a_colleague_s_sharing_stays(council, pat):
    with connected_as("loader"):
        other = make_posting(council.school, "pastoral_staff", "Quin Pastoral")
    share(council, pat)
    share(council, other)
    leave(pat)
    assert seen_by(other) == ["Zoë O’Neill"]
