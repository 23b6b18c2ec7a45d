"""One synthetic council, made once: no test changes it."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from alongside.demo.council import SyntheticCouncil, build_council
from alongside.demo.families import SyntheticChild, SyntheticFamily, families
from alongside.demo.requests import SyntheticRequest, request_plan
from alongside.foundation.calendars import ENGLAND

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ENGLAND)


@pytest.fixture(scope="session")
def council() -> SyntheticCouncil:
    return build_council(Random(1), children=12_000, on=TODAY)


@pytest.fixture(scope="session")
def every_family(council: SyntheticCouncil) -> list[SyntheticFamily]:
    return list(families(council, children=12_000, on=TODAY, rng=Random(2)))


@pytest.fixture(scope="session")
def every_child(every_family: list[SyntheticFamily]) -> list[SyntheticChild]:
    return [child for family in every_family for child in family.children]


@pytest.fixture(scope="session")
def every_request(
    council: SyntheticCouncil, every_child: list[SyntheticChild]
) -> list[SyntheticRequest]:
    first = TODAY - timedelta(days=183)
    return list(
        request_plan(council, every_child, first=first, today=TODAY, rng=Random(3), now=NOW)
    )
