"""Turn the synthetic council into rows, district by district: three years of it, as people left them."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from time import monotonic
from uuid import UUID

from django.db import transaction

from alongside.access.context import connected_as
from alongside.demo.concerns import tell_of_one
from alongside.demo.council import build_council
from alongside.demo.council_rows import neighbour, seed_council, teams_by_kind
from alongside.demo.families import SyntheticChild, children_by_district
from alongside.demo.making import begin, finish, take_stock
from alongside.demo.past_years import PastYears
from alongside.demo.personas import choose_personas
from alongside.demo.relatives import seed_families
from alongside.demo.requests import OPEN_PER_CHILD, THREE_YEARS, SyntheticRequest, request_plan
from alongside.demo.roll_rows import seed_earlier_schools, seed_pupils
from alongside.demo.scenes import Whole
from alongside.demo.showing import show_everything
from alongside.foundation.calendars import local_day
from alongside.register.models import Authority, Organisation

MOST_OPEN = 300  # requests, in however large a council: each of them is played as people act
Say = Callable[[str], None]


def seed(*, count: int, at: datetime, say: Say) -> None:
    """Make the council: schools, teams, practitioners, children and three years of requests."""
    today, rng = local_day(at), Random(2026)  # noqa: S311  made-up people, not secrets
    council = build_council(rng, children=count, on=today)
    with connected_as("loader"), transaction.atomic():
        authority, schools, postings = seed_council(council, at=at)
        begin(authority.id, at=at)
    say(f"{len(council.schools):,} schools, {len(council.practitioners):,} practitioners")
    teams = teams_by_kind(authority)
    rolls = _Rolls(authority, schools, count=count, at=at, say=say)
    years = PastYears(postings=postings, teams=teams, now=at, say=say)
    shown: _District | None = None
    for pupils in children_by_district(council, children=count, on=today, rng=rng):
        ids = rolls.write(pupils)
        take_stock()
        plan = list(request_plan(
            council, pupils, first=today - THREE_YEARS, today=today, rng=rng, now=at,
            open_per_child=min(OPEN_PER_CHILD, MOST_OPEN / count),
        ))  # fmt: skip
        years.write(plan, children=ids)
        shown = shown or (pupils, ids, plan)
    years.play()
    assert shown
    pupils, ids, plan = shown
    whole = Whole(
        council=council, children=ids, postings=postings, teams=teams, neighbour=neighbour(), now=at
    )
    _show(whole, pupils, plan)
    finish(authority.id, at=at)


_District = tuple[list[SyntheticChild], dict[str, UUID], list[SyntheticRequest]]


def _show(whole: Whole, pupils: list[SyntheticChild], plan: list[SyntheticRequest]) -> None:
    """One of everything, and somebody of every role to look at it."""
    urn = show_everything(whole, pupils, plan)
    tell_of_one(whole.council, whole.postings, now=whole.now)
    choose_personas(whole.council, whole.postings, school=urn, at=whole.now)


class _Rolls:
    """Writes the children of one district after another, and says how fast."""

    def __init__(
        self,
        authority: Authority,
        schools: dict[str, Organisation],
        *,
        count: int,
        at: datetime,
        say: Say,
    ) -> None:
        self.authority, self.schools, self.at, self.say = authority, schools, at, say
        self.count, self.done, self.seconds = count, 0, 0.0

    def write(self, pupils: list[SyntheticChild]) -> dict[str, UUID]:
        """The children of a district with their families and rolls, in one transaction; their ids by key."""
        began = monotonic()
        with connected_as("loader"), transaction.atomic():
            ids = seed_pupils(self.authority, pupils, self.schools, at=self.at)
            stays = seed_earlier_schools(self.authority, pupils, ids, self.schools, at=self.at)
            members = seed_families(
                self.authority, pupils, ids=ids, school_of=self.schools, at=self.at
            )
        self.done, self.seconds = self.done + len(pupils), self.seconds + monotonic() - began
        self.say(
            f"{self.done:,} of {self.count:,} pupils on roll, {self.done / self.seconds:,.0f} a second"
            f" ({members:,} family members, {stays:,} earlier schools)"
        )
        return ids
