"""The commands that load: what they print, how they end, and that nobody is shown a traceback."""

import io
import json
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone
from rich.console import Console

from alongside.access.context import connected_as
from alongside.areas.loads.models import Load
from alongside.areas.schools.actions import roll_changes
from alongside.areas.schools.models import Establishment
from alongside.cli import main
from alongside.cli.loading import _progress
from alongside.foundation.logs import write_to
from alongside.register.models import Authority, Organisation, Posting, Team
from tests.factories.council import Council, make_council
from tests.factories.rolls import ALDER, make_establishment, row, write_rows


@pytest.fixture
def council(db: None) -> Council:
    council = make_council()
    with connected_as("loader"):
        make_establishment(council.school, ALDER)
    return council


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("ALONGSIDE_ROLE", "web")
    monkeypatch.setenv("USER", "operator")
    monkeypatch.delenv("SUDO_USER", raising=False)

    def command(*words, code=0):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done

    return command


def total(done, label: str) -> int:
    [line] = [line for line in done.stdout.splitlines() if line.startswith(label)]
    return int(line.removeprefix(label).replace(",", ""))


@pytest.fixture
def roll(tmp_path) -> Path:
    return tmp_path / "roll.csv"


def test_a_good_roll_is_loaded_and_counted(council, run, roll):
    done = run("load", "roll", write_rows(roll, [row(1), row(2)]), "--school", ALDER)
    assert (total(done, "Rows read"), total(done, "Added"), total(done, "Rejected")) == (2, 2, 0)
    assert total(done, "Absent from the file") == 1
    assert "Reading roll.csv" in done.stderr
    assert done.stdout.startswith("Alder Primary School (900101)")
    assert not roll.with_name("roll.rejected.csv").exists()


def test_where_rows_are_rejected_the_good_ones_are_kept_and_it_ends_with_3(council, run, roll):
    path = write_rows(roll, [row(1), row(2, Date_of_Birth="31/02/2015")])
    done = run("load", "roll", path, "--school", ALDER, code=3)
    back = roll.with_name("roll.rejected.csv")
    assert (total(done, "Added"), total(done, "Rejected")) == (1, 1)
    assert "roll.rejected.csv" in done.stderr.replace("\n", "")
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    run("load", "roll", write_rows(roll, [row(1), row(2)]), "--school", ALDER)
    assert not back.exists()


def test_rejected_rows_go_where_they_are_asked_to(council, run, roll, tmp_path):
    path = write_rows(roll, [row(1, Date_of_Birth="")])
    run("load", "roll", path, "--school", ALDER, "--rejected", tmp_path / "back.csv", code=3)
    assert (tmp_path / "back.csv").exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "is a folder, not a file"),
        (lambda path: path.write_bytes(b"%PDF-1.7"), "This is a PDF"),
        (lambda path: path.write_text("UPN,Surname\nx"), "is missing"),
        (lambda path: None, "There is no file called roll.csv"),
    ],
)
def test_a_refused_file_changes_nothing_says_why_and_ends_with_1(council, run, roll, make, words):
    make(roll)
    assert words in run("load", "roll", roll, "--school", ALDER, code=1).stderr
    with connected_as("loader"):
        came = Load.objects.all()
        kept = [(row.state, row.sender, row.operator, row.rows_read) for row in came]
        assert kept == [("refused", "Alder Primary School", "operator", 0)] * roll.exists()
        assert all(words in row.problem for row in came)


def test_an_unknown_school_says_what_to_do(council, run, roll):
    done = run("load", "roll", write_rows(roll, [row(1)]), "--school", "123456", code=1)
    assert "alongside load schools FILE" in done.stderr


def test_a_whole_roll_that_leaves_out_too_many_says_how_to_mean_it(council, run, roll):
    write_rows(roll, [row(1)])
    refused = run("load", "roll", roll, "--school", ALDER, "--complete", code=1)
    assert "--end-more-than-a-fifth" in refused.stderr
    meant = ("--complete", "--end-more-than-a-fifth")
    assert total(run("load", "roll", roll, "--school", ALDER, *meant), "Absent and ended") == 1


def test_a_file_in_the_way_is_left_alone_and_nothing_is_loaded(council, run, roll):
    roll.with_name("roll.rejected.csv").write_text("Mine,not yours\n")
    done = run("load", "roll", write_rows(roll, [row(1)]), "--school", ALDER, code=1)
    assert "does not hold rejected rows" in done.stderr
    with connected_as("loader"):
        assert not Load.objects.exists()


def test_a_file_nobody_may_open_is_said_in_words(council, run, roll, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(roll))

    write_rows(roll, [row(1)])
    monkeypatch.setattr("alongside.areas.loads.reading.encoding_of", refuse)
    done = run("load", "roll", roll, "--school", ALDER, code=1)
    assert "roll.csv: Permission denied." in done.stderr.replace("\n", "")


def test_what_the_database_refuses_is_said_without_a_name(council, run, roll, monkeypatch):
    write_rows(roll, [row(1, Legal_Surname="Secretname")])
    wrong = roll_changes._TIE[::-1]  # a date is no id
    monkeypatch.setattr(roll_changes, "_TIE", wrong)
    done = run("load", "roll", roll, "--school", ALDER, code=1)
    assert "Nothing was changed" in done.stderr
    assert "Secretname" not in done.output


def test_a_missing_login_for_loads_is_said_in_words(run, roll, monkeypatch):
    def refuse():
        raise RuntimeError("Set DATABASE_LOADER_URL: this process works as the loader role.")

    monkeypatch.setattr("alongside.cli.as_loader.django.setup", refuse)
    assert "DATABASE_LOADER_URL" in run("load", "roll", roll, "--school", ALDER, code=1).stderr


def test_a_new_authority_its_schools_and_its_people_from_three_commands(db, run, tmp_path):
    listed = tmp_path / "edubasealldata.csv"
    listed.write_text(
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),"
        "EstablishmentStatus (name),PhaseOfEducation (name),OpenDate,CloseDate,Postcode,GSSLACode (name)\n"
        "900101,999,Thornmere,2001,Alder Primary School,Community school,Open,Primary,,,ZZ1 1AA,E99999999\n"
    )
    staff = tmp_path / "staff.csv"
    staff.write_text(
        "Email,Full Name,Role,Organisation,Team\n"
        "ada@alder.example,Ada Lead,designated_safeguarding_lead,900101,\n"
        "eli@thornmere.example,Eli Worker,hub_social_worker,Thornmere,Thornmere Front Door for Families\n"
    )
    codes = ("--dfe-code", "999", "--gss-code", "E99999999")
    assert total(run("load", "schools", listed), "Authorities first named") == 1
    assert "Thornmere is set up" in run("authority", "thornmere", *codes).stdout
    assert total(run("load", "staff", staff), "Postings started") == 2
    assert " 0 grants of access changed" in run("authority", "thornmere", *codes).stdout
    with connected_as("loader"):
        assert (Authority.objects.count(), Posting.objects.count(), Team.objects.count()) == (
            1,
            2,
            3,
        )


@pytest.mark.parametrize("codes", [("99", "E99999999"), ("999", "W06000001")])
def test_a_code_of_the_wrong_shape_is_refused(run, codes):
    refused = run("authority", "thornmere", "--dfe-code", codes[0], "--gss-code", codes[1], code=2)
    assert "Invalid value" in refused.stderr


def test_a_school_of_an_authority_not_set_up_is_loaded_with_a_word_about_it(council, run, roll):
    with connected_as("loader"):
        Authority.objects.update(pack="")
    done = run("load", "roll", write_rows(roll, [row(1)]), "--school", ALDER)
    assert "Thornmere is not set up here" in done.stderr.replace("\n", " ")


def test_at_a_terminal_a_bar_counts_the_rows(roll):
    shown = io.StringIO()
    write_rows(roll, [row(1), row(2)])
    with _progress(Console(file=shown, force_terminal=True, width=80), roll) as rows_read:
        rows_read(2)
    assert "Reading roll.csv" in shown.getvalue()
    assert "2/3" in shown.getvalue()


def test_the_audit_says_who_was_at_the_terminal(council, run, roll):
    from django.db import connections

    run("load", "roll", write_rows(roll, [row(1)]), "--school", ALDER)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT detail->>'operator' FROM audit_entry")
        assert cursor.fetchall() == [("operator",)]


def test_where_rejected_rows_could_not_be_given_back_nothing_is_loaded(
    council, run, roll, tmp_path
):
    path = write_rows(roll, [row(1), row(2, Date_of_Birth="")])
    nowhere = tmp_path / "nowhere" / "back.csv"
    done = run("load", "roll", path, "--school", ALDER, "--rejected", nowhere, code=1)
    assert "No such file or directory" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "back.csv" in done.stderr.replace("\n", "")
    with connected_as("loader"):
        assert not Load.objects.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["roll.csv"]


def test_where_they_cannot_be_written_after_all_it_says_that_the_rest_was_loaded(
    council, run, roll, monkeypatch
):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alongside.areas.loads.reading.files._lines", full)
    path = write_rows(roll, [row(1), row(2, Date_of_Birth="")])
    done = run("load", "roll", path, "--school", ALDER, code=3)
    assert "No space left on device" in done.stderr
    assert "was loaded" in done.stderr
    assert total(done, "Added") == 1


def test_a_roll_overtaken_by_a_later_one_is_refused(council, run, roll):
    path = write_rows(roll, [row(1)])
    run("load", "roll", path, "--school", ALDER)
    with connected_as("loader"):
        Load.objects.update(started_at=timezone.now() + timedelta(minutes=1))
    refused = run("load", "roll", path, "--school", ALDER, code=1)
    assert "has been loaded since this load began" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    with connected_as("loader"):
        assert Load.objects.exclude(state="refused").count() == 1
        Load.objects.update(school_id=council.other_school.organisation_id)
    run("load", "roll", path, "--school", ALDER)


@pytest.mark.parametrize(
    ("establishment", "organisation", "words"),
    [
        ({"status": "closed"}, {}, "is closed"),
        ({}, {"kind": "childrens_centre"}, "is a children's centre"),
    ],
)
def test_a_roll_of_what_is_no_open_school_is_loaded_with_a_word_about_it(
    council, run, roll, establishment, organisation, words
):
    path = write_rows(roll, [row(1)])
    assert words not in run("load", "roll", path, "--school", ALDER).stderr
    with connected_as("loader"):
        if establishment:
            Establishment.objects.filter(urn=ALDER).update(**establishment)
        else:
            Organisation.objects.filter(id=council.school.organisation_id).update(**organisation)
    done = run("load", "roll", path, "--school", ALDER)
    assert words in done.stderr.replace("\n", " ")
    assert total(done, "Taken") == 1


def test_where_nobody_reads_the_counts_the_rejected_rows_are_given_back_all_the_same(
    council, run, roll, monkeypatch
):
    def echo(words, err=False):
        if "Rows read" in words:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("alongside.cli.loading.click.echo", echo)
    path = write_rows(roll, [row(1), row(2, Date_of_Birth="")])
    run("load", "roll", path, "--school", ALDER, code=3)
    assert roll.with_name("roll.rejected.csv").exists()


@pytest.mark.parametrize("command", [("schools",), ("staff",), ("roll", "--school", ALDER)])
def test_the_folder_one_stands_in_is_refused_in_words(council, run, command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    kind, *options = command
    done = run("load", kind, ".", *options, code=1)
    assert "is a folder" in done.stderr


def test_ending_many_is_asked_for_only_with_the_whole_roll(council, run, roll):
    write_rows(roll, [row(1)])
    done = run("load", "roll", roll, "--school", ALDER, "--end-more-than-a-fifth", code=2)
    assert "goes with --complete" in done.stderr


def test_each_load_is_a_line_of_the_log_that_names_no_pupil(council, run, roll, monkeypatch):
    monkeypatch.setenv("ALONGSIDE_LOG", "json")
    stream = io.StringIO()
    write_to(stream)
    wrong = {**row(2), "Date of Birth": "31/02/2015"}
    run("load", "roll", write_rows(roll, [row(1), wrong]), "--school", ALDER, code=3)
    run("load", "roll", roll, "--school", "999999", code=1)
    write_to(sys.stderr)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["event"], line["what"], line["ended"]) for line in lines] == [
        ("load", "roll", "some_rejected"), ("load", "roll", "refused"),
    ]  # fmt: skip
    assert row(1)["Legal Surname"] not in stream.getvalue()


def test_what_breaks_a_load_off_is_a_line_that_quotes_nothing(council, roll, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "the tests have a database of their own")
    monkeypatch.setenv("ALONGSIDE_ROLE", "web")
    monkeypatch.setenv("ALONGSIDE_LOG", "json")
    stream = io.StringIO()
    write_to(stream)

    def breaks(*_, **__):
        raise LookupError(row(1)["Legal Surname"])

    monkeypatch.setattr("alongside.areas.schools.actions.load_roll", breaks)
    words = ["load", "roll", str(write_rows(roll, [row(1)])), "--school", ALDER]
    broke = CliRunner().invoke(main, words).exception
    sys.excepthook(type(broke), broke, broke.__traceback__)
    write_to(sys.stderr)
    how, what = map(json.loads, stream.getvalue().splitlines())
    assert (how["event"], how["ended"]) == ("load", "broke_off")
    assert (what["event"], what["error"]) == ("ended_by_error", "builtins.LookupError")
    assert row(1)["Legal Surname"] not in stream.getvalue()
