"""One private server for the tests of the house; no test here uses Django's database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.foundation.embedded_postgres import EmbeddedPostgres

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()
