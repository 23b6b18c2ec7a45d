"""A return is kept whole: what was sent can be written out again, cell by cell and row by row."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.access.context import connected_as
from alongside.areas.chronology.models import Event
from alongside.areas.looked_after.models import CareEpisode, CareReview, PeriodOfCare
from alongside.areas.looked_after.queries import loads_that_count, rows_as_sent
from alongside.areas.looked_after.terms import FileKind
from tests.areas.looked_after.conftest import NOW
from tests.factories.returns import child, episode, of, write_return

SAMPLE = Path(__file__).parents[4] / "shared" / "data" / "ssda903"


def written_again(load_id, folder):
    """Every file of a load, written out as it was sent."""
    folder.mkdir()
    for kind in FileKind:
        file = rows_as_sent(load_id, kind)
        if file is None:
            continue
        with (folder / file.name).open("w", newline="", encoding="utf-8") as opened:
            writer = csv.writer(opened)
            writer.writerow(file.headings)
            writer.writerows(file.rows)
    return folder


def cells(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def same_cells(one, other):
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        assert cells(one / name) == cells(other / name)


def test_a_return_with_errors_in_it_is_written_out_as_it_came(sender, tmp_path):
    folder = write_return(
        tmp_path / "sent",
        header=[child("1"), child("2"), child("2", SEX="1"), child("3")],
        episodes=[
            episode("3", DECOM="31/02/2018"), episode("9"), episode(""), episode("1", PLACE="XX"),
            episode("1", HOME_POST="=1+1", DECOM=" 01/06/2018 "), episode("2"),
        ],
        reviews=[of("1", REVIEW="soon", REVIEW_CODE='P"N,1')],
        ad1=[],
    )  # fmt: skip
    (folder / "uasc.csv").write_text("Child,Sex,dob,DUC,Extra\n1,2,04/05/2010,,Zoë\n,,,,x\n")
    totals = sender.loads(folder, batch=2)
    with connected_as("loader"):
        same_cells(written_again(totals.load_id, tmp_path / "again"), folder)


def test_a_load_that_corrects_one_child_leaves_the_others_to_the_load_before(sender):
    both = {"header": [child("1"), child("2")], "episodes": [episode("1"), episode("2")]}
    first = sender.sends(**both)
    second = sender.sends(
        at=NOW + timedelta(days=1), header=[child("2")], episodes=[episode("2", LS="C1")]
    )
    with connected_as("loader"):
        assert loads_that_count(sender.council.authority.id, 2018) == [
            (second.load_id, frozenset("2")), (first.load_id, frozenset("1")),
        ]  # fmt: skip


@pytest.mark.skipif(not SAMPLE.exists(), reason="../shared/data/ssda903 is not here")
def test_the_sample_is_loaded_as_a_plain_count_has_it_and_written_out_as_it_came(sender, tmp_path):
    totals = sender.loads(SAMPLE)
    header, episodes = cells(SAMPLE / "header.csv")[1:], cells(SAMPLE / "episodes.csv")[1:]
    with connected_as("loader"):
        same_cells(written_again(totals.load_id, tmp_path / "again"), SAMPLE)
        assert totals.added == totals.taken == len({row[0] for row in header}) == 1363
        begun = {(row[0], row[1]) for row in episodes}
        told = CareEpisode.objects.count()
        overlapping = len(episodes) - told
        assert len(begun) == len(episodes)
        assert overlapping == plainly_overlapping(episodes)
        assert PeriodOfCare.objects.values("child_id").distinct().count() <= len(
            {row[0] for row in episodes}
        )
        assert Event.objects.filter(kind="care_review_held").count() == CareReview.objects.count()
        ends = sum(row[8] not in ("X1", "") and row[7] != "" for row in episodes)
        assert Event.objects.filter(kind="looked_after_ceased").count() <= ends


def plainly_overlapping(episodes):
    """How many episodes share a day, other than one's last and another's first, with one of the same child."""
    from datetime import datetime

    def day(text):
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007

    by_child = {}
    for line, row in enumerate(episodes):
        begun = day(row[1])
        by_child.setdefault(row[0], []).append((begun, day(row[7]) if row[7] else begun, line))
    return len(
        {
            line
            for rows in by_child.values()
            for begun, ended, line in rows
            for other_begun, other_ended, other in rows
            if line != other and begun < other_ended and other_begun < ended
        }
    )
