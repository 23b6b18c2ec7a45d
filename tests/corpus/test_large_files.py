"""Files of 64 MB, and of 1 GB where they are asked for, in under 512 MB of memory; nothing is kept of them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connections

from tests.corpus.judging import Database
from tests.corpus.large import LARGE, Large

MOST_MEMORY = 512_000_000
MIDDLING, VERY_LARGE = 64_000_000, 990_000_000  # a table of more than 1 GB is not begun


@pytest.fixture(scope="module")
def loading_alone(database: Database) -> Iterator[subprocess.Popen[str]]:
    """A process that loads, as the loader, into the database of the tests."""
    login = connections["loader"].settings_dict
    url = f"host={login['HOST']} port={login['PORT']} dbname={login['NAME']} user={login['USER']}"
    named = {"DATABASE_URL": url, "DATABASE_LOADER_URL": f"{url} password={login['PASSWORD']}"}
    named |= {"ALONGSIDE_ROLE": "loader"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.corpus.alone"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **named},
    ) as process:  # fmt: skip
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(MIDDLING, id="64 MB"),
        pytest.param(VERY_LARGE, id="1 GB", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("large", LARGE, ids=lambda large: large.name)
def test_a_large_file_is_refused_in_words_without_much_memory(
    large: Large, size: int, tmp_path, database, loading_alone
):
    path = tmp_path / large.loader.file_name
    large.make(path, size)
    before = database.content()
    loading_alone.stdin.write(json.dumps(large.loader.words_of(path)) + "\n")
    loading_alone.stdin.flush()
    done = json.loads(loading_alone.stdout.readline())
    path.unlink()
    assert done["code"] == 1, done
    assert re.search(large.words, done["said"].replace("\n", " ")), done["said"]
    assert "Traceback" not in done["said"]
    assert done["peak"] < MOST_MEMORY, f"{done['peak']:,}"
    assert database.content() == before
