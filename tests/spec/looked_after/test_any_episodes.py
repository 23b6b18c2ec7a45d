"""Whatever episodes a return has: what is taken can be right, and what is not is said."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.looked_after.rules.course import Course, course_of
from alongside.areas.looked_after.rules.episodes import Noting
from alongside.areas.looked_after.rules.joining import ChildsRows
from alongside.areas.looked_after.rules.shapes import Episode, Header
from alongside.areas.looked_after.terms import FileKind

FIRST = date(2018, 4, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def episodes(draw) -> list[Episode]:
    """A handful of rows on few days, so that they meet, overlap and contradict each other."""
    rows = draw(
        st.lists(
            st.tuples(
                DAYS, st.sampled_from("SPTLBU"), st.sampled_from(("C1", "C2")),
                st.none() | DAYS, st.sampled_from(("", "X1", "E4A", "E8")),
            ),
            max_size=7, unique=True,
        )
    )  # fmt: skip
    return [
        Episode(line, began, new, status, "N1", "U6", "PR1", ended, reason, "", "", "", "")
        for line, (began, new, status, ended, reason) in enumerate(rows, start=2)
    ]


def course(rows: list[Episode]) -> tuple[Course, Noting]:
    child = ChildsRows("100", Header(2, None, "", "", "", "", None))
    child.rows[FileKind.EPISODES] = rows
    noting = Noting("100")
    return course_of([(2018, child)], noting, on=date(2020, 1, 1)), noting


@given(episodes())
def test_episodes_that_are_taken_never_overlap(rows):
    taken = course(rows)[0].episodes
    assert all((one.ended_on or one.began_on) <= after.began_on for one, after in pairwise(taken))


@given(episodes())
def test_every_row_is_taken_or_sent_back(rows):
    found, noting = course(rows)
    sent_back = {remark.line for remark in noting.remarks if not remark.taken}
    assert {row.line for row in found.episodes} == {row.line for row in rows} - sent_back


@given(episodes())
def test_periods_follow_one_another_and_only_the_last_may_be_under_way(rows):
    periods = course(rows)[0].periods
    assert all(one.ended_on is None or one.known_from <= one.ended_on for one in periods)
    assert all(
        (one.ended_on or one.known_from) <= after.known_from for one, after in pairwise(periods)
    )


@given(episodes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows, random):
    found, _ = course(rows)
    shuffled = [*rows]
    random.shuffle(shuffled)
    again, _ = course(shuffled)
    assert (again.periods, again.happenings) == (found.periods, found.happenings)
    assert again.episodes == found.episodes


@given(episodes())
def test_as_many_starts_and_ends_are_told_as_there_are(rows):
    found, _ = course(rows)
    kinds = [one.kind for one in found.happenings]
    started = {one.started_on for one in found.periods if one.started_on}
    assert kinds.count("looked_after_started") == len(started)
    assert kinds.count("looked_after_ceased") == len(
        {p.ended_on for p in found.periods if p.ended_on}
    )
