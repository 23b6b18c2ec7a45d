"""Feeds that cannot be read change nothing; rows that cannot be taken go back with why, and the rest is kept."""

import json

import pytest

from alongside.access.context import connected_as
from alongside.areas.case_system.models import Step
from alongside.areas.loads.models import Load
from alongside.areas.loads.reading.files import place_for_rejected
from alongside.areas.loads.reading.refusals import TableRefused
from alongside.areas.plans.models import Contact, Help
from tests.factories.steps import KEYS, step, upn, write_csv, write_json

GOOD = [step("1"), step("2", "visit", words="Zoë was in.")]


def heading_twice(path):
    path.write_text(write_csv(path, GOOD).read_text().replace("nhs_number", "UPN", 1))


def with_nul(path):
    path.write_text(write_csv(path, GOOD).read_text().replace("was", "w\0s"))


@pytest.mark.parametrize(
    ("name", "broken", "words"),
    [
        ("a.csv", heading_twice, "there twice"),
        ("a.csv", with_nul, "not text"),
        ("a.csv", lambda path: path.write_text("step,case\n1,2\n"), "'kind' is missing"),
        ("a.csv", lambda path: path.write_bytes(b""), "empty"),
        ("a.csv", lambda path: path.write_bytes(write_csv(path, GOOD).read_bytes()[:-20]), "cut short"),
        ("a.json", lambda path: path.write_text('{"step": "1"}'), "not a list"),
        ("a.json", lambda path: path.write_text('"steps"'), "not a list"),
        ("a.json", lambda path: path.write_text("[]"), "The list is empty"),
        ("a.json", lambda path: path.write_text("[" * 100_000), "without end|cut short"),
        ("a.json", lambda path: path.write_text('[{"step": NaN}]'), "NaN is not JSON"),
        ("a.json", lambda path: path.write_text('[{"step": "1"'), "cut short"),
        ("a.json", lambda path: path.write_text("[{'step': 1}]"), "Line 1 is not JSON"),
        ("a.json", lambda path: path.write_bytes(b"%PDF-1.7"), "This is a PDF"),
        ("a.json", lambda path: None, "There is no file called"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_feed_changes_nothing(work, feed, tmp_path, name, broken, words):
    broken(tmp_path / name)
    with pytest.raises(TableRefused, match=words):
        feed.loads_file(tmp_path / name)
    with connected_as("loader"):
        assert not Step.objects.exists()
        assert not Load.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("write", [write_csv, write_json])
def test_any_usual_encoding_is_read(work, feed, tmp_path, encoding, write):
    path = tmp_path / ("a.csv" if write is write_csv else "a.json")
    path.write_bytes(write(path, GOOD).read_text(encoding="utf-8").encode(encoding))
    assert (feed.loads_file(path).applied, feed.reasons) == (2, [])
    with connected_as("loader"):
        assert Contact.objects.get().words.body == "Zoë was in."


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"step": ""}, "step", "This is empty"),
        ({"step": "x" * 61}, "step", "at most 60"),
        ({"kind": "teleport"}, "kind", "This is not one of: opening"),
        ({"happened_at": ""}, "happened_at", "This is empty"),
        ({"happened_at": "2026-02-30"}, "happened_at", "not a day or moment"),
        ({"happened_at": "2026-10-05T25:00"}, "happened_at", "no such time"),
        ({"happened_at": "0001-01-01"}, "happened_at", "year is not between"),
        ({"happened_at": "2026-11-21"}, "happened_at", "in the future"),
        ({"happened_at": "2015-05-03"}, "happened_at", "before the child's date of birth"),
        ({"changed_at": "2026-12-01"}, "changed_at", "in the future"),
        ({"upn": "Y330200012009"}, "upn", "check letter|UPN"),
        ({"upn": upn(77)}, "upn", "No child is known here"),
        ({"upn": "", "nhs_number": "9434765919"}, "nhs_number", "No child is known here"),
        ({"upn": "", "person": "P-1"}, "person", "No child is known here"),
        ({"surname": "Nobody", "forename": "Ned"}, "upn", "another name or date of birth"),
        ({"date_of_birth": "2014-01-01"}, "upn", "another name or date of birth"),
        ({"kind": "visit", "child_seen": ""}, "child_seen", "not one of: alone"),
        ({"kind": "closure", "code": "bored"}, "code", "not one of: needs_met"),
        ({"basis": "whim"}, "basis", "not one of: statutory"),
        ({"request_reference": "K7QM-29XE"}, "request_reference", "wrong or swapped|8 letters"),
        ({"withdrawn": "perhaps"}, "withdrawn", "yes or no"),
        ({"team": "=1+1"}, "team", "as a formula does"),
        ({"case": "a\x07b"}, "case", "hidden character"),
        ({"words": "x" * 400_001}, "words", "At most 400,000"),
    ],
)
@pytest.mark.parametrize("write", [write_csv, write_json])
def test_a_row_that_cannot_be_taken_goes_back_and_the_rest_is_kept(
    work, feed, tmp_path, write, cells, column, words
):
    path = tmp_path / ("a.csv" if write is write_csv else "a.json")
    totals = feed.loads_file(write(path, [step("1"), step("bad", **cells)]))
    assert (totals.applied, totals.rejected) == (1, 1)
    [(found, reason)] = feed.reasons
    assert found == column
    assert any(part in reason for part in words.split("|"))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        ('{"step": ["1"]}', "is a list or an object"),
        ('{"step": {"a": {"b": 1}}}', "is a list or an object"),
        ('{"step": "1", "step": "2"}', "A key stands twice"),
        ('{"step": "\\ud800"}', "half a character"),
        ('{"words": "a\\u0000b"}', "not one of|not text"),
        ("7", "not an object"),
        ("null", "not an object"),
        ('{"step": 1' + "0" * 5000 + "}", "not one of|at most 60"),
    ],
)
def test_a_thing_in_a_list_that_is_no_step_goes_back(work, feed, tmp_path, one, words):
    path = tmp_path / "a.json"
    path.write_text(f"[{one}, {json.dumps(step('1'))}]")
    totals = feed.loads_file(path)
    assert (totals.applied, totals.rejected) == (1, 1)
    assert any(part in feed.reasons[0][1] for part in words.split("|"))


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_words_are_kept_as_they_were_typed(work, feed, tmp_path, write):
    path = tmp_path / ("a.csv" if write is write_csv else "a.json")
    words = "=SUM(A1)\x07 <b>bold</b>\r\n\u202eright to left " + "x" * 200_000
    assert feed.loads_file(write(path, [step("1"), step("2", "visit", words=words)])).rejected == 0
    with connected_as("loader"):
        assert Contact.objects.get().words.body == words


def test_a_number_in_json_is_the_key_as_it_is_written(work, feed, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([step("x")]).replace('"x"', "0.10"))
    feed.loads_file(path)
    with connected_as("loader"):
        assert Step.objects.get().key == "0.10"


def test_rejected_rows_of_json_come_back_as_a_table_that_can_be_loaded(work, feed, tmp_path):
    feed.loads_file(
        write_json(tmp_path / "a.json", [step("1", team=""), step("2", "visit", words="=1")])
    )
    path = tmp_path / "back.csv"
    with place_for_rejected(path) as write:
        write(feed.file.rejected)
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith("Line,Column,Reason," + ",".join(KEYS))
    path.write_text(
        text.replace(",opening,", ",opening,").replace(
            f"{upn(1)},,,,,,", f"{upn(1)},,,,,Assessment North,"
        )
    )
    feed.loads_file(path)
    with connected_as("loader"):
        assert Help.objects.get().state == "accepted"


def test_a_person_is_known_once_a_number_named_them(work, feed):
    feed.loads(step("2", "visit", upn="", person="P1"), step("1", person="P1"))
    totals = feed.loads(step("3", "visit", upn="", person="P1"))
    assert (totals.applied, totals.rejected) == (1, 0)


def test_a_person_who_would_be_two_children_is_refused(work, feed):
    feed.loads(step("1", person="P1"))
    feed.loads(step("2", case="C2", upn=upn(2), person="P1"))
    assert feed.reasons[0][0] == "person"


def test_the_same_person_with_a_new_surname_is_still_found(work, feed):
    totals = feed.loads(step("1", forename="Zoe", surname="Married", date_of_birth="04/05/2015"))
    assert totals.applied == 1


def test_a_feed_of_which_nothing_can_be_taken_ends_in_its_rejected_rows(work, feed):
    totals = feed.loads(step("1", upn=upn(77)))
    assert (totals.read, totals.rejected, totals.cases) == (1, 1, 0)
