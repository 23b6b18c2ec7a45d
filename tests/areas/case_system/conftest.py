"""A council whose social work record is kept elsewhere."""

import pytest

from tests.factories.steps import Feed, SocialWork, make_social_work


@pytest.fixture
def work(db: None) -> SocialWork:
    return make_social_work()


@pytest.fixture
def feed(tmp_path) -> Feed:
    return Feed(tmp_path)
