"""One database for a whole module: no broken file may change it, so nothing has to be emptied between two."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from alongside.access.context import connected_as
from alongside.foundation.embedded_postgres import EmbeddedPostgres
from tests.conftest import EMPTY_EVERY_TABLE, HOME
from tests.corpus.judging import Database
from tests.factories.rolls import ALDER, make_establishment
from tests.factories.steps import make_social_work
from tests.factories.transfer_files import ALDER_NUMBER


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Database]:
    """A council with a school and social workers, into which each file would be loaded if it could."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "the tests have a database of their own")
        patch.setenv("ALONGSIDE_ROLE", "web")
        work = make_social_work()
        with connected_as("loader"):
            make_establishment(work.council.school, ALDER, dfe_number=ALDER_NUMBER)
        name = connections["default"].settings_dict["NAME"]
        made = Database(f"{EmbeddedPostgres(HOME / 'postgres').conninfo()} dbname={name}")
        yield made
        for alias in connections:
            if alias != "owner":
                connections[alias].close()
        made.run(EMPTY_EVERY_TABLE)
        made.close()
