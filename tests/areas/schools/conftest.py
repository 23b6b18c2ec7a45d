"""A council with two schools that the national list knows, and the office of each."""

from pathlib import Path

import pytest

from alongside.access.context import connected_as
from tests.factories.council import Council, make_council
from tests.factories.rolls import ALDER, BIRCH, Office, make_establishment


@pytest.fixture
def council(db: None) -> Council:
    council = make_council()
    with connected_as("loader"):
        make_establishment(council.school, ALDER)
        make_establishment(council.other_school, BIRCH)
    return council


@pytest.fixture
def alder(council: Council, tmp_path: Path) -> Office:
    return Office(tmp_path, ALDER)


@pytest.fixture
def birch(council: Council, tmp_path: Path) -> Office:
    return Office(tmp_path, BIRCH)
