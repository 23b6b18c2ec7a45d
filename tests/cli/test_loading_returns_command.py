"""`alongside load ssda903`: what it prints, how it ends, and what it sends back."""

import csv

import pytest
from click.testing import CliRunner

from alongside.access.context import connected_as
from alongside.areas.loads.models import Load
from alongside.areas.looked_after.models import ReturnFile
from alongside.cli import main
from alongside.register.models import Child
from tests.factories.council import make_council
from tests.factories.returns import episode, of, write_return


@pytest.fixture
def run(db, monkeypatch):
    council = make_council()
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("ALONGSIDE_ROLE", "web")

    def command(*words, code=0):
        done = CliRunner().invoke(
            main,
            ["load", "ssda903", *map(str, words), "--authority", council.authority.dfe_code],
        )
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done

    return command


def test_a_good_folder_is_loaded_and_what_cannot_be_right_is_sent_back(run, tmp_path):
    folder = write_return(tmp_path / "return")
    assert "Added                               1" in run(folder).stdout
    back = tmp_path / "return.rejected.csv"
    assert not back.exists()
    wrong = write_return(tmp_path / "return", episodes=[episode(), episode(DECOM="31/02/2018")])
    run(wrong, code=3)
    with back.open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert row[:2] == ["3", "episodes.csv, DECOM"]
    assert row[3:] == ["100", "31/02/2018"]


def test_a_folder_called_by_a_dot_is_given_back_beside_itself_and_can_be_loaded_again(
    run, tmp_path, monkeypatch
):
    folder = write_return(tmp_path / "return.2018", episodes=[episode(), episode(DECOM="x")])
    monkeypatch.chdir(folder)
    run(".", code=3)
    run(".", code=3)
    assert (tmp_path / "return.2018.rejected.csv").exists()


def test_a_broken_folder_changes_nothing_and_leaves_a_row_that_says_why(run, tmp_path):
    folder = write_return(tmp_path / "return", reviews=[of(REVIEW="01/08/2018")])
    (folder / "reviews.csv").write_bytes(b"%PDF-1.7")
    with connected_as("loader"):
        before = Child.objects.count()
    assert "This is a PDF" in run(folder, code=1).stderr
    with connected_as("loader"):
        assert Child.objects.count() == before
        assert not ReturnFile.objects.exists()
        load = Load.objects.get()
    assert load.state == "refused"
    assert load.problem.startswith("reviews.csv: This is a PDF")


def test_what_is_no_year_of_a_return_is_said_and_nothing_is_read(run, tmp_path):
    folder = write_return(tmp_path / "return")
    assert "is no year of the return" in run(folder, "--year", "2018/20", code=1).stderr
    run(folder, "--year", "2018/19", "--complete")
