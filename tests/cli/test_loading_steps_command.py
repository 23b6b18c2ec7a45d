"""The command that loads steps: what it prints, how it ends, and where rejected and answered rows lie."""

import csv

import pytest
from click.testing import CliRunner

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.cli import main
from tests.factories.steps import make_social_work, step, upn, write_csv, write_json


@pytest.fixture
def run(db, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("ALONGSIDE_ROLE", "web")
    monkeypatch.setenv("USER", "operator")
    make_social_work()

    def command(*words, code=0):
        done = CliRunner().invoke(main, ["load", "steps", *map(str, words)])
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done

    return command


def total(done, label: str) -> int:
    [line] = [line for line in done.stdout.splitlines() if line.startswith(label)]
    return int(line.removeprefix(label).replace(",", ""))


def steps_held() -> int:
    with connected_as("loader"):
        return Step.objects.count()


@pytest.mark.parametrize(("name", "write"), [("a.csv", write_csv), ("a.json", write_json)])
def test_a_good_feed_is_loaded_and_counted(run, tmp_path, name, write):
    done = run(write(tmp_path / name, [step("1"), step("2", "visit")]), "--authority", "999")
    assert (total(done, "Rows read"), total(done, "Rows applied"), total(done, "Rejected")) == (
        2,
        2,
        0,
    )
    assert f"Reading {name}" in done.stderr
    assert steps_held() == 2


def test_where_rows_are_rejected_it_says_where_they_lie_and_ends_with_3(run, tmp_path):
    path = write_csv(tmp_path / "a.csv", [step("1"), step("2", upn=upn(99))])
    done = run(path, code=3)
    back = tmp_path / "a.rejected.csv"
    assert "a.rejected.csv" in done.stderr.replace("\n", "")
    [row] = csv.DictReader(back.read_text(encoding="utf-8-sig").splitlines())
    assert (row["Line"], row["Column"], row["step"]) == ("3", "upn", "2")
    assert "No child is known here" in row["Reason"]


def test_a_dry_run_says_what_would_be_and_keeps_nothing(run, tmp_path):
    done = run(write_csv(tmp_path / "a.csv", [step("1")]), "--dry-run")
    assert total(done, "Steps new") == 1
    assert "nothing is changed" in done.stderr
    assert steps_held() == 0


def test_every_row_is_answered_where_that_is_asked_for(run, tmp_path):
    rows = [step("1"), step("2", upn=upn(99)), step("3", "visit", case="C7")]
    done = run(write_csv(tmp_path / "a.csv", rows), "--answers", tmp_path / "said.csv", code=3)
    said = csv.DictReader((tmp_path / "said.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [(a["Line"], a["Step"], a["Status"]) for a in said] == [
        ("2", "1", "applied"), ("3", "2", "rejected"), ("4", "3", "waiting"),
    ]  # fmt: skip
    assert "1 row: The opening of its case has not come" in done.stderr


def test_an_authority_that_is_not_set_up_is_refused_in_words(run, tmp_path):
    done = run(write_csv(tmp_path / "a.csv", [step("1")]), "--authority", "998", code=1)
    assert "No council with the code 998 is set up here" in done.stderr


def test_a_file_that_is_no_feed_is_refused_in_words(run, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    assert "not a list" in run(tmp_path / "a.json", code=1).stderr
