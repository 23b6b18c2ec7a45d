"""Over two hundred broken files against every loader: a reason in words, and nothing of them is kept."""

from itertools import chain

import pytest
from click.testing import CliRunner

from alongside.access.context import connected_as
from alongside.cli import main
from alongside.register.models import Authority
from tests.corpus import census, lists, rolls, steps, transfer_files
from tests.corpus.broken import Broken, Loader, any_file
from tests.corpus.judging import Database, must_be_refused

LOADERS = (
    *(lists.SCHOOLS, lists.STAFF),
    *(rolls.LOADER, transfer_files.LOADER),
    *(steps.CSV, steps.JSON),
    census.LOADER,
)
CASES = [
    pytest.param(loader, broken, id=f"{loader.name}: {broken.name}")
    for loader in LOADERS
    for broken in chain(any_file(loader, LOADERS), loader.broken)
]


def test_there_are_over_two_hundred_of_them():
    assert len({case.id for case in CASES}) == len(CASES) > 200


def test_whatever_a_load_changes_is_seen(database: Database):
    before = database.content()
    with connected_as("loader"):
        for renamed in ("Elsewhere", "Thornmere"):
            Authority.objects.filter(dfe_code="999").update(name=renamed)
            after = database.content()
            assert (after == before) == (renamed == "Thornmere")
    assert len(before) > 40


@pytest.mark.parametrize(("loader", "broken"), CASES)
def test_a_broken_file_is_refused_in_words_and_nothing_of_it_is_kept(
    loader: Loader, broken: Broken, tmp_path, database: Database
):
    must_be_refused(loader, broken, tmp_path, database)


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.name)
def test_each_is_tried_with_a_good_file_so_that_only_what_is_broken_is_refused(
    loader: Loader, tmp_path, database: Database
):
    path = tmp_path / loader.file_name
    path.write_bytes(loader.good)
    done = CliRunner().invoke(main, loader.words_of(path))
    assert (done.exit_code, "Rejected                            0" in done.stdout) == (0, True), (
        done.output
    )
