"""`alongside load roll` with a Common Transfer File: recognised by what it holds, and loaded as a roll."""

import csv

import pytest
from click.testing import CliRunner

from alongside.access.context import connected_as
from alongside.areas.loads.models import Load
from alongside.areas.people.models import Identifier
from alongside.cli import main
from alongside.register.models import Child
from tests.factories.council import make_council
from tests.factories.rolls import ALDER, make_establishment, row, upn, write_rows
from tests.factories.transfer_files import ALDER_NUMBER, pupil, write_transfer_file


@pytest.fixture
def run(db, monkeypatch):
    council = make_council()
    with connected_as("loader"):
        make_establishment(council.school, ALDER, dfe_number=ALDER_NUMBER)
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("ALONGSIDE_ROLE", "web")

    def command(path, *options, code=0):
        done = CliRunner().invoke(main, ["load", "roll", str(path), "--school", ALDER, *options])
        assert done.exit_code == code, done.output
        return done

    return command


@pytest.fixture
def file(tmp_path):
    return tmp_path / "whatever.csv"  # what it is called says nothing


def test_a_transfer_file_and_a_roll_of_the_same_pupils_make_no_one_twice(run, file, tmp_path):
    before = children()
    assert (
        "Added                               2"
        in run(write_transfer_file(file, [pupil(1), pupil(2)])).stdout
    )
    done = run(write_rows(tmp_path / "roll.csv", [row(1), row(2)]))
    assert "Added                               0" in done.stdout
    assert children() == before + 2


def test_a_rejected_pupil_is_given_back_and_loads_once_corrected(run, file, tmp_path):
    run(write_transfer_file(file, [pupil(1), pupil(2, DOB="2030-01-01")]), code=3)
    back = tmp_path / "whatever.rejected.csv"
    with back.open(encoding="utf-8-sig", newline="") as opened:
        [returned] = csv.DictReader(opened)
    assert returned["Reason"] == "This date of birth is in the future."
    write_rows(back, [returned | {"Date of Birth": "07/03/2015"}], headings=list(returned))
    assert "Added                               1" in run(back).stdout


def test_a_pupil_with_a_new_number_is_recognised_by_the_one_before(run, file):
    run(write_transfer_file(file, [pupil(1)]))
    known = children()
    done = run(write_transfer_file(file, [pupil(1, UPN=upn(9), FormerUPN=upn(1))]))
    assert "Changed                             1" in done.stdout
    assert children() == known
    with connected_as("loader"):
        assert {upn(1), upn(9)} <= set(Identifier.objects.values_list("value", flat=True))


def test_two_numbers_of_one_pupil_held_by_two_children_wait_for_a_person(run, file, tmp_path):
    run(write_transfer_file(file, [pupil(1), pupil(2)]))
    run(write_transfer_file(file, [pupil(1, FormerUPN=upn(2))]), code=3)
    assert "held by two different children" in (tmp_path / "whatever.rejected.csv").read_text()


def test_a_file_for_another_school_changes_nothing(run, file):
    refused = run(write_transfer_file(file, [pupil(1)], to="999/2002"), code=1)
    assert "for the school 999/2002" in refused.stderr
    refused = run(write_transfer_file(file, [pupil(1)]), "--complete", code=1)
    assert "not the whole roll" in refused.stderr.replace("\n", " ")
    with connected_as("loader"):
        assert set(Load.objects.values_list("state", "added")) <= {("refused", 0)}


def children() -> int:
    with connected_as("loader"):
        return Child.objects.count()
