"""What a long load says at the terminal, and what every load leaves for the operator's page."""

import csv
import io

import click
import pytest
from click.testing import CliRunner
from django.db import DataError
from rich.console import Console

from alongside.access.context import connected_as
from alongside.areas.loads.models import Load, Rejection
from alongside.areas.loads.reading import Columns, read_table
from alongside.areas.loads.reading.refusals import ColumnMissing, ColumnTwice
from alongside.cli import main
from alongside.cli.as_loader import _in_words
from alongside.cli.loading_jobs import load_job, watching
from tests.factories.council import make_council
from tests.factories.counting import TeamsFile, write_teams
from tests.factories.rolls import ALDER, make_establishment, row, write_rows


@pytest.fixture
def council(db, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("USER", "operator")
    monkeypatch.delenv("SUDO_USER", raising=False)
    council = make_council()
    with connected_as("loader"):
        make_establishment(council.school, ALDER)
        yield council


def test_a_long_load_counts_what_it_did_and_writes_what_goes_back(council, tmp_path, capsys):
    path = tmp_path / "teams.txt"
    source = TeamsFile(
        path=write_teams(path, ["Oak", "=1+1", "?"]),
        authority_id=council.authority.id, organisation_id=council.hub.organisation_id,
    )  # fmt: skip
    with pytest.raises(click.exceptions.Exit) as ended:
        load_job(source, path, None)
    assert ended.value.exit_code == 3
    said = capsys.readouterr()
    assert "Rejected                            1" in said.out
    assert "Taken in: 3 of 3" in said.err
    back = tmp_path / "teams.rejected.csv"
    rows = list(csv.reader(io.StringIO(back.read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["Line", "Column", "Reason", "Their number", "Written"],
        ["3", "Team", "This is not a name.", "T3", "?"],
    ]
    write_teams(path, ["Oak", "Elm"])
    assert load_job(source, path, None).rejected == 0
    assert not back.exists()


def test_a_roll_leaves_its_rejected_rows_for_the_page(council, tmp_path):
    path = write_rows(tmp_path / "roll.csv", [row(1), row(2, Date_of_Birth="31/02/2015")])
    done = CliRunner().invoke(main, ["load", "roll", str(path), "--school", ALDER])
    assert done.exit_code == 3
    load, rejection = Load.objects.get(), Rejection.objects.get()
    assert (load.state, load.sender, load.operator, load.taken) == (
        "finished", "Alder Primary School", "operator", 1,
    )  # fmt: skip
    assert load.authority_id == council.authority.id
    assert (rejection.line, rejection.column, rejection.value) == (3, "Date of Birth", "")


def test_without_a_terminal_a_line_comes_every_tenth():
    console = Console(file=io.StringIO(), force_terminal=False)
    with watching(console, "census.xml") as watcher:
        for done in range(0, 1001, 25):
            watcher.applied(done, 1000)
        watcher.applied(0, 0)
    said = console.file.getvalue().splitlines()
    assert said[0] == "Reading census.xml"
    assert len(said) == 12
    assert said[-1] == "Taken in: 1,000 of 1,000"


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("Amina Yusuf,Khan\nBo Li,Wu\n", ColumnMissing),
        ("Amina Yusuf,Amina Yusuf\nBo Li,Wu\n", ColumnTwice),
    ],
)
def test_what_is_kept_of_a_refusal_names_nobody_where_the_headings_are_lost(
    tmp_path, lines, refused
):
    path = tmp_path / "roll.csv"
    path.write_text(lines)
    with pytest.raises(refused, match="Amina Yusuf") as caught:
        list(read_table(path, columns=Columns(required=("UPN",))))
    assert "Amina" not in caught.value.kept


@pytest.mark.parametrize(
    ("in_batches", "words"),
    [(True, "What was taken in before stays"), (False, "Nothing was changed")],
)
def test_what_the_database_refuses_is_said_as_it_is_for_this_load(in_batches, words):
    with pytest.raises(click.ClickException) as refused, _in_words(in_batches):
        raise DataError("Secretname")
    assert words in refused.value.message
    assert "Secretname" not in refused.value.message
