"""A making that was cut short is seen by the next start, which begins again."""

from datetime import datetime

import pytest
from django.utils import timezone

from alongside.access.context import connected_as
from alongside.areas.front_door.models import Request
from alongside.demo import making, past_years, seeding
from alongside.demo.council_rows import NEIGHBOURS
from alongside.register.models import Authority, Child
from tests.factories.council import make_council

CHILDREN = 300


class Interrupted(Exception):
    pass


@pytest.fixture
def now(db: None) -> datetime:
    return timezone.now()


def make(now: datetime) -> None:
    making.empty_half_made()
    seeding.seed(count=CHILDREN, at=now, say=lambda _: None)


def counts() -> dict[str, int]:
    with connected_as("loader"):
        return {m.__name__: m.objects.count() for m in (Authority, Child, Request)}


@pytest.mark.parametrize("step", ["record_many", "replay"])
def test_a_making_cut_short_is_not_taken_for_whole_and_is_begun_again(now, step, monkeypatch):
    def cut_short(*_given: object, **_more: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patched:
        patched.setattr(past_years, step, cut_short)
        with pytest.raises(Interrupted):
            make(now)
    assert counts()["Authority"] == 1 + len(NEIGHBOURS)
    assert making.is_half_made()
    assert not making.is_made()

    make(now)

    assert making.is_made()
    assert counts()["Authority"] == 1 + len(NEIGHBOURS)
    assert counts()["Child"] == CHILDREN


def test_a_council_that_was_not_made_up_is_never_emptied(db):
    make_council()
    assert making.is_made()
    making.empty_half_made()
    assert counts() == {"Authority": 2, "Child": 2, "Request": 0}


def test_the_council_holds_three_years_of_requests_all_told_but_the_open_ones(now):
    make(now)
    with connected_as("loader"):
        sent = list(Request.objects.order_by("sent_at").values_list("sent_at", flat=True))
        undecided = Request.objects.exclude(state="decided")
        assert (now - sent[0]).days > 800
        assert undecided.exists()
        assert Request.objects.filter(sent_at__lt=now - past_years.REPLAYED).count() > 5
        assert not Request.objects.filter(state="decided", told_at=None).exists()
